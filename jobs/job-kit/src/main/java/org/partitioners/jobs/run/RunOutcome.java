package org.partitioners.jobs.run;

import java.util.List;
import org.partitioners.jobs.report.LoadOverTime;
import org.partitioners.jobs.report.StageLoad;

/**
 * How a run went.
 *
 * @param wallMillis its run time as the engine accounts it
 * @param stages the load of each stage
 * @param loadOverTime how that grew, as far as it was watched
 */
public record RunOutcome(long wallMillis, List<StageLoad> stages, List<LoadOverTime> loadOverTime) {
  public RunOutcome {
    stages = List.copyOf(stages);
    loadOverTime = List.copyOf(loadOverTime);
  }
}
