package org.partitioners.jobs.beam;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;
import org.partitioners.PartitionLoad;
import org.partitioners.jobs.check.CountsCheck;
import org.partitioners.jobs.cli.ProgressLine;
import org.partitioners.jobs.events.EventGenerator;
import org.partitioners.jobs.events.InputSurvey;
import org.partitioners.jobs.events.Lateness;
import org.partitioners.jobs.report.JobReport;
import org.partitioners.jobs.run.CountsByKey;
import org.partitioners.jobs.run.CsvTable;
import org.partitioners.jobs.run.Engine;
import org.partitioners.jobs.run.EventInput;
import org.partitioners.jobs.run.JobRuns;
import org.partitioners.jobs.run.OutputFolder;
import org.partitioners.jobs.run.RunOutcome;
import org.partitioners.jobs.run.SurveyedInput;
import org.partitioners.jobs.run.WindowCount;
import org.partitioners.skew.SaltingPlan;

/** One run of the celebrity job for each strategy, over an input that was read once before. */
final class CelebrityRuns implements Engine<CelebrityStrategy> {
  private static final EventInput WARM_UP =
      new EventInput.Generated(new EventGenerator(2_000, 20, 1.2, 0.3, 0), new Lateness(60_000, 0));
  private static final List<StageMeter> STAGES = List.of(StageMeter.AGGREGATE, StageMeter.MERGE);

  private final CelebrityOptions options;
  private final RunnerSession session;
  private final ProgressLine progress;
  private final SurveyedInput input;

  /** Reads the input once. */
  CelebrityRuns(CelebrityOptions options, RunnerSession session, ProgressLine progress) {
    this.options = options;
    this.session = session;
    this.progress = progress;
    this.input = SurveyedInput.read(options.input(), progress, event -> {});
    input.warnOfAbsent(options.hotKeys(), progress);
  }

  JobReport run() {
    CountsCheck<CelebrityStrategy> check =
        CountsCheck.of(
            input,
            options.output(),
            options.parallelism(),
            strategy -> CountsByKey.hashed(options.parallelism()),
            progress);
    return new JobRuns(
            "beam-celebrity",
            input,
            options.parallelism(),
            options.output(),
            options.commandLine(),
            progress)
        .run(options.strategies(), this, check, check.show(options.shown()));
  }

  @Override
  public String description() {
    return session.description();
  }

  @Override
  public void warmUp(CelebrityStrategy strategy) {
    if (!session.isWorthWarmingUp()) {
      return;
    }
    String label = strategy + " (warm-up)";
    progress.show(label);
    Pipeline pipeline = session.pipeline("beam-celebrity-warm-up");
    count(strategy, 0, pipeline.apply("Rows", read(WARM_UP)));
    session.runQuietly(pipeline, label, STAGES);
  }

  @Override
  public RunOutcome run(CelebrityStrategy strategy, @Nullable OutputFolder aside) {
    String label = strategy.toString();
    Pipeline pipeline = session.pipeline("beam-celebrity-" + label);
    ReadRows read = read(options.input());
    PCollectionTuple rows = pipeline.apply("Rows", aside == null ? read : read.withLeftovers());
    count(strategy, options.workMicros(), rows)
        .apply(
            "Counts",
            new CsvFiles<>(
                options.output().counts(label),
                CsvTable.COUNTS,
                WindowCount::key,
                options.parallelism()));
    if (aside != null) {
      Leftovers.write(rows, input.survey(), aside);
    }
    return session.run(pipeline, label, STAGES, input.survey().rows(), progress);
  }

  private ReadRows read(EventInput events) {
    return ReadRows.of(events, input.survey(), options.parallelism());
  }

  private PCollection<WindowCount> count(
      CelebrityStrategy strategy, long workMicros, PCollectionTuple rows) {
    return rows.get(ReadRows.KEYS)
        .apply(
            "Windows", Window.into(FixedWindows.of(Duration.millis(options.window().toMillis()))))
        .apply(
            "Count",
            new Counting(
                strategy, options.parallelism(), pieces(), ThreadsWork.ofMicros(workMicros)));
  }

  /** How many pieces each hot key needs for no piece to fill a subtask. */
  private Map<String, Integer> pieces() {
    InputSurvey survey = input.survey();
    Map<String, Long> hot =
        SurveyedInput.keysToSplit(survey, options.hotKeys(), options.parallelism());
    long[] nothing = new long[options.parallelism()];
    SaltingPlan<String> plan = SaltingPlan.balanced(hot, PartitionLoad.of(nothing));
    Map<String, Integer> pieces = new HashMap<>();
    hot.forEach((key, count) -> pieces.put(key, plan.pieces(key)));
    return pieces;
  }
}
