package org.partitioners.flink;

import java.util.Objects;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.functions.Partitioner;
import org.partitioners.KeyPartitioner;

/**
 * Routes records by a {@link KeyPartitioner}: partition {@code p} is subtask {@code p}. For {@code
 * stream.partitionCustom(FlinkPartitioner.of(partitioner), selector)}.
 *
 * <p>Routing is all this gives. The result is a plain {@code DataStream}: there is no keyed state,
 * no timer and no keyed window behind it, and Flink 2.3 switches unaligned checkpoints off on its
 * edge. Where any of these is needed, use a {@link Placement}.
 *
 * <p>Immutable and thread-safe if the partitioner is.
 *
 * @param <K> key selected from a record
 */
@PublicEvolving
public final class FlinkPartitioner<K> implements Partitioner<K> {
  private static final long serialVersionUID = 1L;

  private final KeyPartitioner<? super K> partitioner;

  private FlinkPartitioner(KeyPartitioner<? super K> partitioner) {
    this.partitioner = Objects.requireNonNull(partitioner, "partitioner");
  }

  /** Routes by the given partitioner, whose partitions are the subtasks of the next operator. */
  public static <K> FlinkPartitioner<K> of(KeyPartitioner<? super K> partitioner) {
    return new FlinkPartitioner<>(partitioner);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the parallelism of the next operator is not the number of
   *     partitions
   */
  @Override
  public int partition(K key, int parallelism) {
    int partitions = partitioner.numPartitions();
    if (parallelism != partitions) {
      throw new IllegalArgumentException(
          "numPartitions: "
              + partitions
              + " is not the parallelism: "
              + parallelism
              + " of the operator behind partitionCustom: call setParallelism("
              + partitions
              + ") on that operator or make the partitioner for "
              + parallelism
              + " partitions");
    }
    return partitioner.partition(key);
  }

  @Override
  public String toString() {
    return "FlinkPartitioner(" + partitioner.fingerprint() + ")";
  }
}
