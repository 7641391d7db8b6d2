package org.partitioners.jobs.flink;

import org.partitioners.jobs.report.Work;

/**
 * An aggregating step of a pipeline, by the name its operator bears.
 *
 * @param name operator name
 * @param work whether it works for each record, or only merges parts
 */
record Stage(String name, Work work) {
  static final Stage AGGREGATE = new Stage("aggregate", Work.PER_RECORD);
  static final Stage MERGE = new Stage("merge", Work.MERGES_PARTIALS);
}
