package org.partitioners.jobs.flink;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.jspecify.annotations.Nullable;
import org.partitioners.jobs.check.SurveyedLayouts;
import org.partitioners.jobs.cli.JobFailure;
import org.partitioners.jobs.cli.ProgressLine;
import org.partitioners.jobs.events.InputSurvey;
import org.partitioners.jobs.events.Lateness;
import org.partitioners.jobs.events.SensorGenerator;
import org.partitioners.jobs.layout.LayoutStrategy;
import org.partitioners.jobs.report.JobReport;
import org.partitioners.jobs.run.Engine;
import org.partitioners.jobs.run.EventInput;
import org.partitioners.jobs.run.JobRuns;
import org.partitioners.jobs.run.OutputFolder;
import org.partitioners.jobs.run.RunOutcome;
import org.partitioners.jobs.run.SimulatedWork;
import org.partitioners.jobs.run.TimestampOptions;

/** One run of the timestamp job for each strategy, over an input that was read once before. */
final class TimestampRuns {
  private static final long WARM_UP_WINDOW = 3_600_000;
  private static final EventInput WARM_UP =
      new EventInput.Generated(
          new SensorGenerator(100_000, 10_000, 0.5, 2, 0, 0, new Lateness(WARM_UP_WINDOW, 0)),
          new Lateness(WARM_UP_WINDOW, 0));

  private final TimestampOptions options;
  private final FlinkOptions flink;
  private final SurveyedLayouts layouts;
  private final InputSurvey survey;
  private final int maxParallelism;
  private final ProgressLine progress;

  private TimestampRuns(
      TimestampOptions options,
      FlinkOptions flink,
      SurveyedLayouts layouts,
      ProgressLine progress) {
    this.options = options;
    this.flink = flink;
    this.layouts = layouts;
    this.survey = layouts.input().survey();
    this.maxParallelism =
        KeyGroupRangeAssignment.computeDefaultMaxParallelism(options.parallelism());
    this.progress = progress;
  }

  /** Reads the input once. */
  static TimestampRuns prepare(
      TimestampOptions options, FlinkOptions flink, ProgressLine progress) {
    return new TimestampRuns(options, flink, SurveyedLayouts.read(options, progress), progress);
  }

  JobReport run(FlinkSession session) {
    FlinkRest rest = new FlinkRest(session.rest());
    rest.requireSlots(options.parallelism());
    Map<String, String> shown = layouts.shown();
    flink.show(shown);
    return new JobRuns(
            "timestamp",
            layouts.input(),
            options.parallelism(),
            options.output(),
            options.commandLine(),
            progress)
        .run(options.strategies(), new OnFlink(session, rest), layouts, shown);
  }

  private final class OnFlink implements Engine<LayoutStrategy> {
    private final FlinkSession session;
    private final FlinkRest rest;

    OnFlink(FlinkSession session, FlinkRest rest) {
      this.session = session;
      this.rest = rest;
    }

    @Override
    public String description() {
      return session.description();
    }

    @Override
    public void warmUp(LayoutStrategy strategy) {
      TimestampJob job =
          new TimestampJob(
              FlinkSources.of(WARM_UP, survey, options.parallelism()),
              Duration.ZERO,
              layouts.layout(strategy),
              WARM_UP_WINDOW,
              SimulatedWork.none(),
              new DiscardingSink<>());
      String label = strategy + " (warm-up)";
      progress.show(label);
      RunWatch.quietly(rest).await(start(job, label), label, List.of(Stage.WRITE), 0);
    }

    @Override
    public RunOutcome run(LayoutStrategy strategy, @Nullable OutputFolder aside) {
      String label = strategy.toString();
      TimestampJob job =
          new TimestampJob(
              FlinkSources.of(options.input(), survey, options.parallelism()),
              options.input().lateness().outOfOrderness(),
              layouts.layout(strategy),
              options.window().toMillis(),
              SimulatedWork.ofMicros(options.workMicros()),
              RunFiles.sink(options.output().events(label)));
      if (aside != null) {
        job.withLeftovers(Leftovers.in(aside));
      }
      return new RunWatch(rest, progress)
          .await(start(job, label), label, List.of(Stage.WRITE), survey.rows());
    }

    private JobClient start(TimestampJob job, String label) {
      try {
        return job.start(
            session.environment(),
            "timestamp " + label,
            options.parallelism(),
            maxParallelism,
            flink.checkpointInterval());
      } catch (Exception failed) {
        throw JobFailure.because(label + ": cannot submit the run", failed);
      }
    }
  }
}
