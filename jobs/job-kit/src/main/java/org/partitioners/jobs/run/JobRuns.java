package org.partitioners.jobs.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.partitioners.jobs.cli.ProgressLine;
import org.partitioners.jobs.report.JobReport;
import org.partitioners.jobs.report.RunReport;

/**
 * A run for each strategy of a job, one after the other over the same input, each checked against
 * the input before the next one starts: {@code events + late + rejected = rows read}.
 *
 * @param job the job's name
 * @param input what it reads
 * @param parallelism its subtasks
 * @param output where its results go
 * @param commandLine the command that runs it again
 * @param progress tells of the course
 */
public record JobRuns(
    String job,
    SurveyedInput input,
    int parallelism,
    OutputFolder output,
    String commandLine,
    ProgressLine progress) {

  /** Reads back what a run has written, and fails if it is not what the input holds. */
  public interface Check<S> {
    /** The report of a run that holds. */
    RunReport check(S strategy, RunOutcome outcome);
  }

  /**
   * Runs all strategies and writes the report.
   *
   * @param shown the settings that the report shows
   * @throws org.partitioners.jobs.cli.JobFailure if a run fails or its result is not exact
   */
  public <S> JobReport run(
      List<S> strategies, Engine<S> engine, Check<S> check, Map<String, String> shown) {
    output.clear();
    if (strategies.size() > 1) {
      strategies.forEach(engine::warmUp);
    }
    List<RunReport> runs = new ArrayList<>();
    for (S strategy : strategies) {
      boolean first = runs.isEmpty();
      RunOutcome outcome = engine.run(strategy, first ? output : null);
      runs.add(check.check(strategy, outcome));
      if (first) {
        input.verifyLeftovers(output);
      }
    }
    JobReport report =
        new JobReport(
            job, input.summary(shown), parallelism, runs, engine.description(), commandLine);
    output.write(report);
    return report;
  }
}
