package org.partitioners.flink.skew;

import java.io.Serializable;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.partitioners.PartitionLoad;
import org.partitioners.flink.FlinkPartitioners;
import org.partitioners.skew.SkewReport;
import org.partitioners.skew.SkewSketch;

/** Where a {@code keyBy} of some parallelism sends keys, and from which share on they are hot. */
record KeyByRoute(int maxParallelism, int parallelism, double share) implements Serializable {

  <K> SkewSketch<K> emptySketch() {
    return SkewSketch.forShare(share);
  }

  /** The subtask of each key group. */
  int[] subtasks() {
    int[] subtasks = new int[maxParallelism];
    for (int keyGroup = 0; keyGroup < maxParallelism; keyGroup++) {
      subtasks[keyGroup] =
          KeyGroupRangeAssignment.computeOperatorIndexForKeyGroup(
              maxParallelism, parallelism, keyGroup);
    }
    return subtasks;
  }

  /** Many keys spread as key groups do, of which some subtasks have one more than others. */
  <K> SkewReport<K> report(SkewSketch<K> sketch) {
    long[] keyGroups = new long[parallelism];
    for (int subtask : subtasks()) {
      keyGroups[subtask]++;
    }
    return sketch.report(
        FlinkPartitioners.keyBy(maxParallelism, parallelism), PartitionLoad.of(keyGroups));
  }
}
