package org.partitioners.skew;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.partitioners.KeyPartitioner;

/**
 * The partitions of known keys, and a partitioner for all others if there is one. Serialized as a
 * list of keys and their partitions, so its fingerprint names the mapping alone, not the weights
 * that led to it.
 */
final class KeyTable<K> implements KeyPartitioner<K> {
  private static final long serialVersionUID = 1;

  private final int numPartitions;

  /** In the order of the comparator: the serialized form must not depend on a map's order. */
  private final List<K> keys;

  private final int[] partitions;
  private final @Nullable KeyPartitioner<? super K> fallback;

  /** Null only between deserialization and {@link #readResolve()}. */
  private final transient Map<K, Integer> partitionsByKey;

  KeyTable(
      int numPartitions,
      List<K> keys,
      int[] partitions,
      @Nullable KeyPartitioner<? super K> fallback) {
    if (fallback != null && fallback.numPartitions() != numPartitions) {
      throw new IllegalArgumentException(
          "fallback: has "
              + fallback.numPartitions()
              + " partitions, not "
              + numPartitions
              + " as the known keys; give one with as many");
    }
    this.numPartitions = numPartitions;
    this.keys = List.copyOf(keys);
    this.partitions = partitions;
    this.fallback = fallback;
    this.partitionsByKey = new HashMap<>();
    for (int i = 0; i < partitions.length; i++) {
      partitionsByKey.put(this.keys.get(i), partitions[i]);
    }
  }

  private Object readResolve() {
    return new KeyTable<>(numPartitions, keys, partitions, fallback);
  }

  List<K> keys() {
    return keys;
  }

  int[] partitions() {
    return partitions.clone();
  }

  @Nullable KeyPartitioner<? super K> fallback() {
    return fallback;
  }

  boolean knows(K key) {
    return partitionsByKey.containsKey(requireNonNull(key, "key: null is not a key"));
  }

  @Override
  public int partition(K key) {
    Integer partition = partitionsByKey.get(requireNonNull(key, "key: null is not a key"));
    if (partition != null) {
      return partition;
    }
    if (fallback == null) {
      throw new IllegalArgumentException(
          "key: "
              + key
              + " is not among the "
              + keys.size()
              + " known keys; add it by with(key, weight), or give others a place by withFallback");
    }
    return fallback.partition(key);
  }

  @Override
  public int numPartitions() {
    return numPartitions;
  }

  /**
   * The fallback by its own fingerprint: its serialized form may vary while its mapping does not.
   */
  @Override
  public String fingerprint() {
    return fallback == null
        ? KeyPartitioner.super.fingerprint()
        : new KeyTable<>(numPartitions, keys, partitions, null).fingerprint()
            + " else "
            + fallback.fingerprint();
  }
}
