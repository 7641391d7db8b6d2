package org.partitioners.jobs.flink;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.partitioners.jobs.cli.JobFailure;
import org.partitioners.jobs.cli.ProgressLine;
import org.partitioners.jobs.events.CountsDigest;
import org.partitioners.jobs.events.EventGenerator;
import org.partitioners.jobs.events.InputSurvey;
import org.partitioners.jobs.events.Lateness;
import org.partitioners.jobs.report.JobReport;
import org.partitioners.jobs.report.RunReport;

/**
 * One run of the celebrity job for each strategy, each checked against an exact count of the input
 * that Flink had no part in: {@code counts + late + rejected = rows read}.
 */
final class CelebrityRuns {
  private static final EventInput WARM_UP =
      new EventInput.Generated(
          new EventGenerator(200_000, 10_000, 1.2, 0.3, 0), new Lateness(60_000, 0));

  private final CelebrityOptions options;
  private final SurveyedInput input;
  private final InputSurvey survey;
  private final ProgressLine progress;

  private CelebrityRuns(CelebrityOptions options, SurveyedInput input, ProgressLine progress) {
    this.options = options;
    this.input = input;
    this.survey = input.survey();
    this.progress = progress;
  }

  /** Reads the input once. */
  static CelebrityRuns prepare(CelebrityOptions options, ProgressLine progress) {
    SurveyedInput input = SurveyedInput.read(options.input(), progress, event -> {});
    warnOfAbsentHotKeys(options, input.survey(), progress);
    return new CelebrityRuns(options, input, progress);
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
    rest.requireSlots(options.parallelism());
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
      job.withLeftovers(Leftovers.in(options.output()));
    }
    RunWatch.Outcome outcome =
        new RunWatch(rest, progress)
            .await(
                start(job, strategy.toString(), plan, session),
                strategy.toString(),
                counting.stages(),
                survey.rows());
    WrittenCounts written = WrittenCounts.read(counts);
    SurveyedInput.verify(strategy + ": events in counts/", written.events(), survey.accepted());
    if (written.digest() != survey.countsDigest()) {
      throw new JobFailure(strategy + ": counts/ differs from the input; the result is not exact");
    }
    if (first) {
      input.verifyLeftovers(options.output());
    }
    return new RunReport(
        strategy.toString(),
        written.events(),
        survey.rejected(),
        survey.late(),
        outcome.wallMillis(),
        outcome.stages(),
        outcome.loadOverTime(),
        input.hotKeys(options.parallelism()),
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

  private JobReport report(List<RunReport> runs, FlinkSession session) {
    return new JobReport(
        "celebrity",
        input.summary(options.shown()),
        options.parallelism(),
        runs,
        session.description(),
        options.commandLine());
  }

  private static List<String> fields(WindowCount count) {
    return List.of(Long.toString(count.windowStart()), count.key(), Long.toString(count.count()));
  }
}
