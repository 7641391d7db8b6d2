package org.partitioners.flink;

import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.partitioners.KeyPartitioner;
import org.partitioners.hash.KeyHasher;

/** Flink's own ways of placing keys, as {@link KeyPartitioner}s to compare with. */
@PublicEvolving
public final class FlinkPartitioners {
  private FlinkPartitioners() {}

  /**
   * The subtask that a plain {@code stream.keyBy(selector)} sends a key to, by Flink's own {@link
   * KeyGroupRangeAssignment}. The same in every JVM only if the key's {@code hashCode()} is, which
   * Flink demands of every key; those of enums and arrays are not.
   *
   * @param maxParallelism number of key groups, in [1..32768]
   * @param parallelism of the keyed operator, in [1..maxParallelism]; the number of partitions
   * @throws IllegalArgumentException if a number is out of range
   */
  public static KeyPartitioner<Object> keyBy(int maxParallelism, int parallelism) {
    return new KeyBy(maxParallelism, parallelism);
  }

  /**
   * Hashes keys as {@code keyBy} knows them, by their own {@code hashCode()}, mixed by a bijection:
   * what is no key there is none here. Where keys have a hasher that knows their content, take that
   * one.
   */
  public static KeyHasher<Object> hashCodes() {
    return new HashCodes();
  }

  private record HashCodes() implements KeyHasher<Object> {
    @Override
    public long hash(Object key) {
      return KeyGroups.mix(key.hashCode());
    }

    @Override
    public String fingerprint() {
      return "hashCode";
    }
  }

  private record KeyBy(int maxParallelism, int numPartitions) implements KeyPartitioner<Object> {
    KeyBy {
      Placement.requireWithin(maxParallelism, Placement.LARGEST, "maxParallelism");
      Placement.requireWithin(numPartitions, maxParallelism, "parallelism");
    }

    @Override
    public int partition(Object key) {
      return KeyGroupRangeAssignment.assignKeyToParallelOperator(
          key, maxParallelism, numPartitions);
    }

    @Override
    public String fingerprint() {
      return "flink-keyBy(maxParallelism=" + maxParallelism + ",parallelism=" + numPartitions + ")";
    }
  }
}
