package org.partitioners.flink.map;

import org.partitioners.KeyPartitioner;
import org.partitioners.flink.FlinkPartitioners;
import org.partitioners.flink.Placement;
import org.partitioners.map.PartitionMap;

/** The partitions of a map on Flink's key groups. */
final class KeyGroupPlaces {

  private KeyGroupPlaces() {}

  /**
   * Partition p of n as subtask p of n would be; neighbours share a key group where there are more
   * partitions than key groups.
   */
  @SuppressWarnings("unchecked") // The map's keys are the job's, as the user says.
  static <K> Placement<K> of(PartitionMap map, int maxParallelism) {
    KeyPartitioner<K> partitioner = (KeyPartitioner<K>) map.partitioner().rebuild();
    KeyPartitioner<K> fitting =
        partitioner.numPartitions() <= maxParallelism
            ? partitioner
            : new Neighbours<>(partitioner, maxParallelism);
    return Placement.onSubtasks(fitting, FlinkPartitioners.hashCodes(), maxParallelism);
  }

  /** Fewer partitions, each of several neighbours. */
  private record Neighbours<K>(KeyPartitioner<K> partitioner, int numPartitions)
      implements KeyPartitioner<K> {

    @Override
    public int partition(K key) {
      return (int)
          ((long) partitioner.partition(key) * numPartitions / partitioner.numPartitions());
    }

    @Override
    public String fingerprint() {
      return "neighbours(" + numPartitions + "," + partitioner.fingerprint() + ")";
    }
  }
}
