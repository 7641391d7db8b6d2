package org.partitioners.jobs.check;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.partitioners.jobs.cli.JobFailure;
import org.partitioners.jobs.cli.ProgressLine;
import org.partitioners.jobs.events.CountsDigest;
import org.partitioners.jobs.events.InputSurvey;
import org.partitioners.jobs.lookup.CountQueries;
import org.partitioners.jobs.lookup.DataMaps;
import org.partitioners.jobs.report.RunReport;
import org.partitioners.jobs.run.JobRuns;
import org.partitioners.jobs.run.OutputFolder;
import org.partitioners.jobs.run.RunOutcome;
import org.partitioners.jobs.run.SurveyedInput;
import org.partitioners.jobs.run.WrittenCounts;
import org.partitioners.map.PartitionMap;

/**
 * Checks the counts that a strategy has written against an exact count of the input that the engine
 * had no part in, and has them looked up by key.
 *
 * @param <S> the type of strategy
 */
public final class CountsCheck<S> implements JobRuns.Check<S> {
  private final SurveyedInput input;
  private final OutputFolder output;
  private final int parallelism;
  private final @Nullable CountQueries<S> queries;

  private CountsCheck(
      SurveyedInput input,
      OutputFolder output,
      int parallelism,
      @Nullable CountQueries<S> queries) {
    this.input = input;
    this.output = output;
    this.parallelism = parallelism;
    this.queries = queries;
  }

  /**
   * The check of a job's runs.
   *
   * @param input what was counted
   * @param output where the counts are
   * @param parallelism the job's subtasks
   * @param maps where a strategy's counts are to be found by key
   * @param progress is told if they cannot be
   */
  public static <S> CountsCheck<S> of(
      SurveyedInput input,
      OutputFolder output,
      int parallelism,
      Function<S, PartitionMap> maps,
      ProgressLine progress) {
    return new CountsCheck<>(
        input,
        output,
        parallelism,
        DataMaps.obstacle(input.survey(), output.root(), progress) == null
            ? CountQueries.about(input.survey(), maps)
            : null);
  }

  /** Adds what is asked about to the settings that a report shows. */
  public Map<String, String> show(Map<String, String> shown) {
    if (queries != null) {
      shown.put("queries about", queries.subject());
    }
    return shown;
  }

  @Override
  public RunReport check(S strategy, RunOutcome outcome) {
    InputSurvey survey = input.survey();
    String name = String.valueOf(strategy);
    WrittenCounts written = WrittenCounts.read(output.files(), output.counts(name));
    SurveyedInput.verify(name + ": events in counts/", written.events(), survey.accepted());
    if (written.digest() != survey.countsDigest()) {
      throw new JobFailure(name + ": counts/ differs from the input; the result is not exact");
    }
    return new RunReport(
        name,
        written.events(),
        survey.rejected(),
        survey.late(),
        outcome.wallMillis(),
        outcome.stages(),
        outcome.loadOverTime(),
        input.hotKeys(parallelism),
        CountsDigest.text(written.digest()),
        List.of(),
        queries == null ? List.of() : queries.ask(strategy, output));
  }
}
