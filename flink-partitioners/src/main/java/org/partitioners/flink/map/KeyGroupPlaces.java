package org.partitioners.flink.map;

import java.util.function.ToIntFunction;
import org.partitioners.KeyPartitioner;
import org.partitioners.flink.FlinkPartitioners;
import org.partitioners.flink.Placement;
import org.partitioners.flink.window.Announcement;
import org.partitioners.flink.window.PlanReader;
import org.partitioners.map.PartitionMap;

/**
 * Puts the partitions of maps on Flink's key groups.
 *
 * @param maxParallelism how many key groups there are
 */
record KeyGroupPlaces<K>(int maxParallelism) implements PlanReader<K> {
  private static final long serialVersionUID = 1L;

  @Override
  public ToIntFunction<K> read(byte[] plan, ClassLoader loader) {
    return of(Announcement.ofBytes(PartitionMap.class, plan, loader))::keyGroup;
  }

  /**
   * Partition p of n as subtask p of n would be; neighbours share a key group where there are more
   * partitions than key groups.
   */
  @SuppressWarnings("unchecked") // The map's keys are the job's, as the user says.
  Placement<K> of(PartitionMap map) {
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
