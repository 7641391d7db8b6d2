package org.partitioners.jobs.run;

import org.partitioners.jobs.cli.JobFailure;
import org.partitioners.jobs.events.CountsDigest;
import org.partitioners.jobs.events.InputSurvey;
import org.partitioners.jobs.report.RunReport;

/**
 * Checks the counts that a strategy has written against an exact count of the input that the engine
 * had no part in.
 *
 * @param input what was counted
 * @param output where the counts are
 * @param parallelism the job's subtasks
 */
public record CountsCheck<S>(SurveyedInput input, OutputFolder output, int parallelism)
    implements JobRuns.Check<S> {

  @Override
  public RunReport check(S strategy, RunOutcome outcome) {
    InputSurvey survey = input.survey();
    WrittenCounts written = WrittenCounts.read(output.files(), output.counts(strategy.toString()));
    SurveyedInput.verify(strategy + ": events in counts/", written.events(), survey.accepted());
    if (written.digest() != survey.countsDigest()) {
      throw new JobFailure(strategy + ": counts/ differs from the input; the result is not exact");
    }
    return new RunReport(
        strategy.toString(),
        written.events(),
        survey.rejected(),
        survey.late(),
        outcome.wallMillis(),
        outcome.stages(),
        outcome.loadOverTime(),
        input.hotKeys(parallelism),
        CountsDigest.text(written.digest()));
  }
}
