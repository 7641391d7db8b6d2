package org.partitioners.jobs.flink;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.partitioners.jobs.cli.JobFailure;
import org.partitioners.jobs.cli.ProgressLine;
import org.partitioners.jobs.events.CountsDigest;
import org.partitioners.jobs.events.EventGenerator;
import org.partitioners.jobs.events.InputSurvey;
import org.partitioners.jobs.events.KeyCount;
import org.partitioners.jobs.events.Lateness;
import org.partitioners.jobs.events.Row;
import org.partitioners.jobs.report.HotKey;
import org.partitioners.jobs.report.InputSummary;
import org.partitioners.jobs.report.JobReport;
import org.partitioners.jobs.report.RunReport;
import org.partitioners.skew.HotKeys;

/**
 * One run of the celebrity job for each strategy, each checked against an exact count of the input
 * that Flink had no part in: {@code counts + late + rejected = rows read}.
 */
final class CelebrityRuns {
  private static final int TOP_KEYS = 20;
  private static final CelebrityInput WARM_UP =
      new CelebrityInput.Generated(
          new EventGenerator(200_000, 10_000, 1.2, 0.3, 0), new Lateness(60_000, 0));

  private final CelebrityOptions options;
  private final InputSurvey survey;
  private final ProgressLine progress;

  private CelebrityRuns(CelebrityOptions options, InputSurvey survey, ProgressLine progress) {
    this.options = options;
    this.survey = survey;
    this.progress = progress;
  }

  /** Reads the input once. */
  static CelebrityRuns prepare(CelebrityOptions options, ProgressLine progress) {
    InputSurvey survey =
        options
            .input()
            .survey(rows -> progress.show(String.format(Locale.ROOT, "input: %,d rows", rows)));
    progress.finish(
        String.format(
            Locale.ROOT,
            "input: %,d rows, %,d keys, %,d late, %,d rejected",
            survey.rows(),
            survey.distinctKeys(),
            survey.late(),
            survey.rejected()));
    requireEvents(survey);
    warnOfAbsentHotKeys(options, survey, progress);
    return new CelebrityRuns(options, survey, progress);
  }

  private static void requireEvents(InputSurvey survey) {
    Row.Rejected first = survey.firstRejected();
    if (survey.accepted() == 0 && first != null) {
      throw new JobFailure(
          "--input: none of its "
              + survey.rows()
              + " rows can be counted; the first, line "
              + first.line()
              + " of "
              + first.file()
              + ": "
              + first.reason());
    }
  }

  private static void warnOfAbsentHotKeys(
      CelebrityOptions options, InputSurvey survey, ProgressLine progress) {
    if (options.hotKeys() != null) {
      for (String key : options.hotKeys()) {
        if (survey.count(key) == 0) {
          progress.finish("--hot-keys: '" + key + "' does not occur in the input");
        }
      }
    }
  }

  JobReport run(FlinkSession session) {
    FlinkRest rest = new FlinkRest(session.rest());
    requireSlots(rest, session);
    options.output().clear();
    CountingPlan plan = new CountingPlan(options, survey);
    if (options.strategies().size() > 1) {
      warmUp(session, rest, plan);
    }
    List<RunReport> runs = new ArrayList<>();
    for (Strategy strategy : options.strategies()) {
      runs.add(run(strategy, plan, session, rest, runs.isEmpty()));
    }
    JobReport report = report(runs, session);
    options.output().write(report);
    return report;
  }

  /**
   * Each strategy once on a small sample, not reported. Without it the first would pay for what the
   * JVMs have yet to load and compile, and every other look faster by comparison.
   */
  private void warmUp(FlinkSession session, FlinkRest rest, CountingPlan plan) {
    for (Strategy strategy : options.strategies()) {
      Counting counting = plan.counting(strategy, SimulatedWork.none());
      CelebrityJob job =
          new CelebrityJob(
              WARM_UP.source(survey, options.parallelism()),
              WARM_UP.lateness().outOfOrderness(),
              counting,
              new DiscardingSink<>());
      String label = strategy + " (warm-up)";
      progress.show(label);
      RunWatch.quietly(rest).await(start(job, label, plan, session), label, counting.stages(), 0);
    }
    progress.finish("warmed up");
  }

  private void requireSlots(FlinkRest rest, FlinkSession session) {
    try {
      int free = rest.freeSlots(options.parallelism());
      if (free < options.parallelism()) {
        throw new JobFailure(
            String.format(
                "--parallelism: %d needs as many free slots; the cluster at %s has %d",
                options.parallelism(), session.rest(), free));
      }
    } catch (IOException unreachable) {
      throw JobFailure.because("--jobmanager: no Flink answers at " + session.rest(), unreachable);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new JobFailure("interrupted", interrupted);
    }
  }

  private RunReport run(
      Strategy strategy, CountingPlan plan, FlinkSession session, FlinkRest rest, boolean first) {
    Counting counting = plan.counting(strategy, SimulatedWork.ofMicros(options.workMicros()));
    Path counts = options.output().counts(strategy);
    CelebrityJob job =
        new CelebrityJob(
            options.input().source(survey, options.parallelism()),
            options.input().lateness().outOfOrderness(),
            counting,
            CsvLines.sink(counts, CelebrityRuns::fields, "window_start", "key", "count"));
    if (options.detectSkew()) {
      job.withDetector();
    }
    if (first) {
      job.withLeftovers(lateSink(), rejectedSink());
    }
    RunWatch.Outcome outcome =
        new RunWatch(rest, progress)
            .await(
                start(job, strategy.toString(), plan, session),
                strategy.toString(),
                counting.stages(),
                survey.rows());
    WrittenCounts written = WrittenCounts.read(counts);
    verify(strategy + ": events in counts/", written.events(), survey.accepted());
    if (written.digest() != survey.countsDigest()) {
      throw new JobFailure(strategy + ": counts/ differs from the input; the result is not exact");
    }
    if (first) {
      verify("rows in late/", WrittenCounts.lines(options.output().late()), survey.late());
      verify(
          "rows in rejected/", WrittenCounts.lines(options.output().rejected()), survey.rejected());
    }
    return new RunReport(
        strategy.toString(),
        written.events(),
        survey.rejected(),
        survey.late(),
        outcome.wallMillis(),
        outcome.stages(),
        outcome.loadOverTime(),
        hotKeys(),
        CountsDigest.text(written.digest()));
  }

  private JobClient start(CelebrityJob job, String label, CountingPlan plan, FlinkSession session) {
    try {
      return job.start(
          session.environment(),
          "celebrity " + label,
          options.parallelism(),
          plan.maxParallelism(),
          options.checkpointInterval());
    } catch (Exception failed) {
      throw JobFailure.because(label + ": cannot submit the run", failed);
    }
  }

  private static void verify(String what, long found, long expected) {
    if (found != expected) {
      throw new JobFailure(
          what + ": " + found + ", but the input holds " + expected + "; the result is not exact");
    }
  }

  /** The keys above the threshold of {@code salt-hot}: counted exactly, so both bounds agree. */
  private List<HotKey> hotKeys() {
    double share = HotKeys.share(options.parallelism());
    List<HotKey> hot = new ArrayList<>();
    for (KeyCount key : survey.keysAbove(share)) {
      if (hot.size() < TOP_KEYS) {
        hot.add(HotKey.exact(key.key(), key.count(), survey.accepted()));
      }
    }
    return hot;
  }

  private JobReport report(List<RunReport> runs, FlinkSession session) {
    InputSummary input =
        new InputSummary(
            options.input().description(),
            survey.rows(),
            survey.distinctKeys(),
            survey.accepted() == 0 ? null : Instant.ofEpochMilli(survey.minTimestamp()),
            survey.accepted() == 0 ? null : Instant.ofEpochMilli(survey.maxTimestamp()),
            survey.late(),
            survey.rejected(),
            options.shown());
    return new JobReport(
        "celebrity",
        input,
        options.parallelism(),
        runs,
        session.description(),
        options.commandLine());
  }

  private static List<String> fields(WindowCount count) {
    return List.of(Long.toString(count.windowStart()), count.key(), Long.toString(count.count()));
  }

  private Sink<Row.Late> lateSink() {
    return CsvLines.sink(
        options.output().late(),
        late ->
            List.of(
                late.file(),
                Long.toString(late.line()),
                late.key(),
                Long.toString(late.timestamp()),
                Long.toString(late.watermark())),
        "file",
        "line",
        "key",
        "timestamp",
        "watermark");
  }

  private Sink<Row.Rejected> rejectedSink() {
    return CsvLines.sink(
        options.output().rejected(),
        rejected ->
            List.of(
                rejected.file(),
                Long.toString(rejected.line()),
                rejected.reason(),
                rejected.text()),
        "file",
        "line",
        "reason",
        "text");
  }
}
