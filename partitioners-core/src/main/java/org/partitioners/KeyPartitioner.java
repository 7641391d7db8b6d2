package org.partitioners;

import java.io.Serializable;

/**
 * Maps every key to one of {@link #numPartitions()} partitions.
 *
 * <p>The contract, which engines rely on when they copy a partitioner to many machines, replay
 * records and restore state:
 *
 * <ul>
 *   <li><b>Range.</b> {@link #partition} returns a number in [0..numPartitions).
 *   <li><b>Deterministic.</b> Equal keys go to the same partition: in every call, thread, process
 *       and machine, and after Java serialization. Hence a partitioner never rests on {@link
 *       Object#hashCode()} where that differs between processes (enums, arrays, plain objects), on
 *       time, or on unseeded randomness.
 *   <li><b>Immutable.</b> Neither the mapping nor the number of partitions ever changes. Another
 *       mapping is another partitioner, with another {@link #fingerprint()}.
 *   <li><b>Thread-safe.</b> Any number of threads may share one instance.
 *   <li><b>Serializable</b> by Java serialization, in a size that suits a task descriptor.
 *   <li><b>No null keys.</b> A null key is refused with a {@link NullPointerException}; who has
 *       null keys maps them to a key of their own first.
 * </ul>
 *
 * <p>The library's own partitioners allocate nothing per call.
 *
 * @param <K> the type of key
 */
public interface KeyPartitioner<K> extends Serializable {

  /**
   * The partition of a key.
   *
   * @param key the key, not null
   * @return a number in [0..{@link #numPartitions()})
   * @throws NullPointerException if the key is null
   */
  int partition(K key);

  /** The number of partitions, at least 1 and the same for the life of this partitioner. */
  int numPartitions();

  /**
   * The name of a partition, unique among this partitioner's and kept when others come and go,
   * whereas numbers may shift then. Its number, unless the partitioner has names: nodes, ranges.
   *
   * @param partition a number in [0..{@link #numPartitions()})
   */
  default String partitionName(int partition) {
    return Integer.toString(partition);
  }

  /**
   * Names the mapping: two partitioners with equal fingerprints place every key alike. Jobs keep it
   * beside their state, so that a restore under another placement is noticed. It is short,
   * printable and the same in every process.
   *
   * <p>Unequal fingerprints promise nothing: two partitioners may still agree.
   *
   * <p>This default suits any partitioner whose fields determine its mapping: the class name, the
   * number of partitions and a checksum of the Java-serialized form. It costs a serialization per
   * call. Declare a {@code serialVersionUID} (records need none), or recompiling may change it.
   * Override it where the serialized form may vary while the mapping does not (a field holding a
   * hash set of objects without a stable hash code, say), or to keep it equal across a renaming of
   * the class.
   *
   * @throws IllegalStateException if the partitioner cannot be serialized
   */
  default String fingerprint() {
    return getClass().getName() + "(" + numPartitions() + ")#" + SerializedForm.checksum(this);
  }
}
