package org.partitioners.jobs.run;

import org.jspecify.annotations.Nullable;

/**
 * What runs a job's strategies.
 *
 * @param <S> the job's strategies
 */
public interface Engine<S> {

  /**
   * Runs a strategy over the job's input, into its output folder.
   *
   * @param aside takes the rows that are no events; null where another run has written them
   * @throws org.partitioners.jobs.cli.JobFailure if the run fails
   */
  RunOutcome run(S strategy, @Nullable OutputFolder aside);

  /**
   * Runs a strategy on a small sample that nobody sees. Without it the first strategy of several
   * would pay for what the engine has yet to load and compile, and every other look faster by
   * comparison.
   */
  void warmUp(S strategy);

  /** Engine, version and where it runs, in a few words. */
  String description();
}
