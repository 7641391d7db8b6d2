package org.partitioners.jobs.report;

import static java.util.Objects.requireNonNull;

import org.partitioners.PartitionLoad;

/**
 * How many records reached each subtask of one aggregating stage.
 *
 * @param name the stage, such as {@code count} or {@code merge}; not blank
 * @param work what the stage does with a record
 * @param load records by subtask, in the order of the subtasks' indexes
 */
public record StageLoad(String name, Work work, PartitionLoad load) {
  public StageLoad {
    Checks.notBlank("stage name", name);
    requireNonNull(work, "work");
    requireNonNull(load, "load");
  }

  /** A stage that received these records, one number per subtask. */
  public static StageLoad of(String name, Work work, long... subtaskRecords) {
    return new StageLoad(name, work, PartitionLoad.of(subtaskRecords));
  }

  /** The busiest subtask's part of the stage's records, in [0, 1]; 0 when there were none. */
  public double busiestShare() {
    return load.total() == 0 ? 0 : (double) load.max() / load.total();
  }
}
