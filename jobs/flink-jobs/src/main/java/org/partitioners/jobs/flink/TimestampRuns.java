package org.partitioners.jobs.flink;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.partitioners.jobs.cli.JobFailure;
import org.partitioners.jobs.cli.ProgressLine;
import org.partitioners.jobs.events.CountsDigest;
import org.partitioners.jobs.events.InputSurvey;
import org.partitioners.jobs.events.Lateness;
import org.partitioners.jobs.events.SensorGenerator;
import org.partitioners.jobs.layout.Layout;
import org.partitioners.jobs.layout.LayoutStrategy;
import org.partitioners.jobs.layout.LayoutSurvey;
import org.partitioners.jobs.layout.PartitionMap;
import org.partitioners.jobs.layout.Query;
import org.partitioners.jobs.layout.QueryReader;
import org.partitioners.jobs.layout.Questions;
import org.partitioners.jobs.layout.TimeSlices;
import org.partitioners.jobs.report.JobReport;
import org.partitioners.jobs.report.QueryCost;
import org.partitioners.jobs.report.RunReport;

/**
 * One run of the timestamp job for each strategy, each checked against the input, which was read
 * before by code that Flink has no part in: the files hold exactly its events, each in its
 * partition and in order, and every strategy answers the same queries alike.
 */
final class TimestampRuns {
  private static final long WARM_UP_WINDOW = 3_600_000;
  private static final EventInput WARM_UP =
      new EventInput.Generated(
          new SensorGenerator(100_000, 10_000, 0.5, 2, 0, 0, new Lateness(WARM_UP_WINDOW, 0)),
          new Lateness(WARM_UP_WINDOW, 0));

  private final TimestampOptions options;
  private final SurveyedInput input;
  private final LayoutSurvey layouts;
  private final TimeSlices slices;
  private final Questions questions;
  private final int maxParallelism;
  private final ProgressLine progress;

  private TimestampRuns(
      TimestampOptions options, SurveyedInput input, LayoutSurvey layouts, ProgressLine progress) {
    this.options = options;
    this.input = input;
    this.layouts = layouts;
    this.slices = layouts.slices();
    this.questions = Questions.about(slices, input.survey().busiestKey());
    this.maxParallelism =
        KeyGroupRangeAssignment.computeDefaultMaxParallelism(options.parallelism());
    this.progress = progress;
  }

  /** Reads the input once. */
  static TimestampRuns prepare(TimestampOptions options, ProgressLine progress) {
    LayoutSurvey layouts = new LayoutSurvey(options.parallelism());
    SurveyedInput input = SurveyedInput.read(options.input(), progress, layouts);
    if (input.survey().accepted() == 0) {
      throw new JobFailure("--input: holds no events; there is nothing to lay out");
    }
    return new TimestampRuns(options, input, layouts, progress);
  }

  JobReport run(FlinkSession session) {
    FlinkRest rest = new FlinkRest(session.rest());
    rest.requireSlots(options.parallelism());
    options.output().clear();
    if (options.strategies().size() > 1) {
      warmUp(session, rest);
    }
    List<RunReport> runs = new ArrayList<>();
    for (LayoutStrategy strategy : options.strategies()) {
      runs.add(run(strategy, session, rest, runs.isEmpty()));
    }
    Map<String, String> shown = options.shown();
    shown.put("queries about", questions.subject());
    JobReport report =
        new JobReport(
            "timestamp",
            input.summary(shown),
            options.parallelism(),
            runs,
            session.description(),
            options.commandLine());
    options.output().write(report);
    return report;
  }

  /** Not reported: without it the first strategy would pay for what the JVMs have yet to load. */
  private void warmUp(FlinkSession session, FlinkRest rest) {
    for (LayoutStrategy strategy : options.strategies()) {
      TimestampJob job =
          new TimestampJob(
              WARM_UP.source(input.survey(), options.parallelism()),
              Duration.ZERO,
              layout(strategy),
              WARM_UP_WINDOW,
              SimulatedWork.none(),
              new DiscardingSink<>());
      String label = strategy + " (warm-up)";
      progress.show(label);
      RunWatch.quietly(rest).await(start(job, label, session), label, List.of(Stage.WRITE), 0);
    }
    progress.finish("warmed up");
  }

  private Layout layout(LayoutStrategy strategy) {
    try {
      return layouts.layout(strategy, options.salts());
    } catch (IllegalArgumentException tooLong) {
      throw JobFailure.because("--input", tooLong);
    }
  }

  private RunReport run(
      LayoutStrategy strategy, FlinkSession session, FlinkRest rest, boolean first) {
    InputSurvey survey = input.survey();
    Layout layout = layout(strategy);
    TimestampJob job =
        new TimestampJob(
            options.input().source(survey, options.parallelism()),
            options.input().lateness().outOfOrderness(),
            layout,
            options.window().toMillis(),
            SimulatedWork.ofMicros(options.workMicros()),
            RunFiles.sink(options.output().events(strategy)));
    if (first) {
      job.withLeftovers(Leftovers.in(options.output()));
    }
    String label = strategy.toString();
    RunWatch.Outcome outcome =
        new RunWatch(rest, progress)
            .await(start(job, label, session), label, List.of(Stage.WRITE), survey.rows());
    WrittenEvents written =
        WrittenEvents.read(
            options.output().events(strategy),
            layout,
            slices,
            questions.queries(),
            options.parallelism());
    SurveyedInput.verify(strategy + ": events in events/", written.events(), survey.accepted());
    if (written.digest() != layouts.digest()) {
      throw new JobFailure(strategy + ": events/ differs from the input; the result is not exact");
    }
    if (first) {
      input.verifyLeftovers(options.output());
    }
    return new RunReport(
        label,
        written.events(),
        survey.rejected(),
        survey.late(),
        outcome.wallMillis(),
        outcome.stages(),
        outcome.loadOverTime(),
        input.hotKeys(options.parallelism()),
        CountsDigest.text(written.digest()),
        written.load(),
        ask(strategy, written));
  }

  /** Asks all questions, through the map as it is read from its file. */
  private List<QueryCost> ask(LayoutStrategy strategy, WrittenEvents written) {
    String json = written.map(strategy.toString()).toJson();
    OutputFolder.write(options.output().partitions(strategy), json);
    QueryReader reader =
        new QueryReader(PartitionMap.parse(json), FlinkFiles.OPENER, written.root().toString());
    List<QueryCost> costs = new ArrayList<>();
    for (Query query : questions.queries()) {
      QueryCost cost;
      try {
        cost = reader.read(query);
      } catch (IOException unreadable) {
        throw JobFailure.because(strategy + ": cannot query events/", unreadable);
      }
      long expected = written.rows(costs.size());
      if (cost.rows() != expected) {
        throw new JobFailure(
            strategy
                + ": '"
                + query.name()
                + "' found "
                + cost.rows()
                + " rows through partitions.json, but events/ holds "
                + expected);
      }
      costs.add(cost);
    }
    return costs;
  }

  private JobClient start(TimestampJob job, String label, FlinkSession session) {
    try {
      return job.start(
          session.environment(),
          "timestamp " + label,
          options.parallelism(),
          maxParallelism,
          options.checkpointInterval());
    } catch (Exception failed) {
      throw JobFailure.because(label + ": cannot submit the run", failed);
    }
  }
}
