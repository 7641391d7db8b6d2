package org.partitioners.hash;

import org.partitioners.KeyPartitioner;

/**
 * A partitioner that sees of a key only its 64-bit hash.
 *
 * <p>Besides the contract of {@link KeyPartitioner}: {@code partition(key) ==
 * partitionOf(hasher().hash(key))} for every key, so a caller that has hashed its keys already, or
 * places one key several times, need not hash again.
 *
 * @param <K> the type of key
 */
public interface HashPartitioner<K> extends KeyPartitioner<K> {

  /** The hash function that goes before. */
  KeyHasher<K> hasher();

  /**
   * The partition of a key with this hash. Any 64 bits are allowed; the load is even only if hashes
   * are uniform in all their bits, as a {@link KeyHasher} makes them.
   *
   * @return a number in [0..{@link #numPartitions()})
   */
  int partitionOf(long hash);

  @Override
  default int partition(K key) {
    return partitionOf(hasher().hash(key));
  }
}
