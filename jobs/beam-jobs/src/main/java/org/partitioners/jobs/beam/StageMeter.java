package org.partitioners.jobs.beam;

import java.io.Serializable;
import org.apache.beam.sdk.metrics.Metrics;
import org.partitioners.jobs.report.Work;

/**
 * A stage whose load is measured: a Beam counter {@code STAGE.WORKER} for each worker, in the
 * namespace {@value #NAMESPACE}.
 *
 * @param name what a report calls it
 * @param work whether it works for each record, or only merges parts
 */
record StageMeter(String name, Work work) implements Serializable {
  static final String NAMESPACE = "org.partitioners.jobs";

  static final StageMeter AGGREGATE = new StageMeter("aggregate", Work.PER_RECORD);
  static final StageMeter MERGE = new StageMeter("merge", Work.MERGES_PARTIALS);
  static final StageMeter WRITE = new StageMeter("write", Work.PER_RECORD);

  /** Hands counts to the runner's metrics, and starts them anew. */
  void report(WorkerCounts counts) {
    counts.forEach((worker, count) -> Metrics.counter(NAMESPACE, name + "." + worker).inc(count));
    counts.clear();
  }
}
