package org.partitioners.jobs.beam;

import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.jspecify.annotations.Nullable;
import org.partitioners.jobs.check.SurveyedLayouts;
import org.partitioners.jobs.cli.ProgressLine;
import org.partitioners.jobs.events.InputSurvey;
import org.partitioners.jobs.layout.LayoutStrategy;
import org.partitioners.jobs.report.JobReport;
import org.partitioners.jobs.run.Engine;
import org.partitioners.jobs.run.JobRuns;
import org.partitioners.jobs.run.OutputFolder;
import org.partitioners.jobs.run.RunOutcome;
import org.partitioners.jobs.run.TimestampOptions;

/** One run of the timestamp job for each strategy, over an input that was read once before. */
final class TimestampRuns implements Engine<LayoutStrategy> {
  private final TimestampOptions options;
  private final RunnerSession session;
  private final ProgressLine progress;
  private final SurveyedLayouts layouts;

  /** Reads the input once. */
  TimestampRuns(TimestampOptions options, RunnerSession session, ProgressLine progress) {
    this.options = options;
    this.session = session;
    this.progress = progress;
    this.layouts = SurveyedLayouts.read(options, progress);
  }

  JobReport run() {
    return new JobRuns(
            "beam-timestamp",
            layouts.input(),
            options.parallelism(),
            options.output(),
            options.commandLine(),
            progress)
        .run(options.strategies(), this, layouts, layouts.shown());
  }

  @Override
  public String description() {
    return session.description();
  }

  /** Not at all: sorting and writing are the same classes for every strategy. */
  @Override
  public void warmUp(LayoutStrategy strategy) {}

  @Override
  public RunOutcome run(LayoutStrategy strategy, @Nullable OutputFolder aside) {
    String label = strategy.toString();
    InputSurvey survey = layouts.input().survey();
    Pipeline pipeline = session.pipeline("beam-timestamp-" + label);
    ReadRows read = ReadRows.of(options.input(), survey, options.parallelism());
    PCollectionTuple rows = pipeline.apply("Rows", aside == null ? read : read.withLeftovers());
    rows.get(ReadRows.KEYS)
        .apply(
            "Write",
            new WriteRuns(
                options.output().events(label),
                layouts.layout(strategy),
                options.input().lateness(),
                ThreadsWork.ofMicros(options.workMicros())));
    if (aside != null) {
      Leftovers.write(rows, survey, aside);
    }
    return session.run(pipeline, label, List.of(StageMeter.WRITE), survey.rows(), progress);
  }
}
