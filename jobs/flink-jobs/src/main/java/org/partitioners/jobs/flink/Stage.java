package org.partitioners.jobs.flink;

import java.util.List;
import org.partitioners.jobs.report.Work;

/**
 * A step of a pipeline whose load is watched.
 *
 * @param name what a report calls it
 * @param work whether it works for each record, or only merges parts
 * @param operators the names of the operators that share its work; what reaches subtask i of each
 *     is the load of its subtask i
 */
record Stage(String name, Work work, List<String> operators) {
  static final Stage AGGREGATE = of("aggregate", Work.PER_RECORD);
  static final Stage MERGE = of("merge", Work.MERGES_PARTIALS);

  /** Sorts events and writes them. */
  static final Stage WRITE = of("write", Work.PER_RECORD);

  /** {@link #AGGREGATE} with the places where hot keys are combined. */
  static final Stage AGGREGATE_AT_PLACES =
      new Stage("aggregate", Work.PER_RECORD, List.of("aggregate", "place"));

  private static Stage of(String name, Work work) {
    return new Stage(name, work, List.of(name));
  }
}
