package org.partitioners.jobs.flink;

import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.jspecify.annotations.Nullable;
import org.partitioners.jobs.check.CountsCheck;
import org.partitioners.jobs.cli.JobFailure;
import org.partitioners.jobs.cli.ProgressLine;
import org.partitioners.jobs.events.EventGenerator;
import org.partitioners.jobs.events.Lateness;
import org.partitioners.jobs.report.JobReport;
import org.partitioners.jobs.run.CsvTable;
import org.partitioners.jobs.run.Engine;
import org.partitioners.jobs.run.EventInput;
import org.partitioners.jobs.run.JobRuns;
import org.partitioners.jobs.run.OutputFolder;
import org.partitioners.jobs.run.RunOutcome;
import org.partitioners.jobs.run.SimulatedWork;
import org.partitioners.jobs.run.SurveyedInput;

/** One run of the celebrity job for each strategy, over an input that was read once before. */
final class CelebrityRuns {
  private static final EventInput WARM_UP =
      new EventInput.Generated(
          new EventGenerator(200_000, 10_000, 1.2, 0.3, 0), new Lateness(60_000, 0));

  private final CelebrityOptions options;
  private final SurveyedInput input;
  private final ProgressLine progress;
  private final CountingPlan plan;

  private CelebrityRuns(CelebrityOptions options, SurveyedInput input, ProgressLine progress) {
    this.options = options;
    this.input = input;
    this.progress = progress;
    this.plan = new CountingPlan(options, input.survey());
  }

  /** Reads the input once. */
  static CelebrityRuns prepare(CelebrityOptions options, ProgressLine progress) {
    SurveyedInput input = SurveyedInput.read(options.input(), progress, event -> {});
    input.warnOfAbsent(options.hotKeys(), progress);
    return new CelebrityRuns(options, input, progress);
  }

  JobReport run(FlinkSession session) {
    FlinkRest rest = new FlinkRest(session.rest());
    rest.requireSlots(options.parallelism());
    CountsCheck<Strategy> check =
        CountsCheck.of(input, options.output(), options.parallelism(), plan::byKey, progress);
    return new JobRuns(
            "celebrity",
            input,
            options.parallelism(),
            options.output(),
            options.commandLine(),
            progress)
        .run(options.strategies(), new OnFlink(session, rest), check, check.show(options.shown()));
  }

  private final class OnFlink implements Engine<Strategy> {
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
    public void warmUp(Strategy strategy) {
      Counting counting = plan.counting(strategy, SimulatedWork.none());
      CelebrityJob job =
          new CelebrityJob(
              FlinkSources.of(WARM_UP, input.survey(), options.parallelism()),
              WARM_UP.lateness().outOfOrderness(),
              counting,
              new DiscardingSink<>());
      String label = strategy + " (warm-up)";
      progress.show(label);
      RunWatch.quietly(rest).await(start(job, label), label, counting.stages(), 0);
    }

    @Override
    public RunOutcome run(Strategy strategy, @Nullable OutputFolder aside) {
      Counting counting = plan.counting(strategy, SimulatedWork.ofMicros(options.workMicros()));
      String label = strategy.toString();
      CelebrityJob job =
          new CelebrityJob(
              FlinkSources.of(options.input(), input.survey(), options.parallelism()),
              options.input().lateness().outOfOrderness(),
              counting,
              CsvLines.sink(options.output().counts(label), CsvTable.COUNTS));
      if (options.detectSkew()) {
        job.withDetector();
      }
      if (aside != null) {
        job.withLeftovers(Leftovers.in(aside));
      }
      return new RunWatch(rest, progress)
          .await(start(job, label), label, counting.stages(), input.survey().rows());
    }

    private JobClient start(CelebrityJob job, String label) {
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
  }
}
