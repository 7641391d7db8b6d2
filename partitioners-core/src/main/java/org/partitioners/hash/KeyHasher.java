package org.partitioners.hash;

import java.io.Serializable;

/**
 * A stable 64-bit hash of keys.
 *
 * <p>Contract: equal keys have equal hashes in every call, thread, process and machine; the hashes
 * of distinct keys look uniform and independent in all 64 bits (a raw counter or a {@link
 * Object#hashCode()} does not); null keys are refused with a {@link NullPointerException}. A hasher
 * is immutable, thread-safe and serializable, and allocates nothing per call unless it says so.
 *
 * @param <K> the type of key
 */
public interface KeyHasher<K> extends Serializable {

  /**
   * The hash of a key: 64 well-mixed bits.
   *
   * @param key the key, not null
   * @throws NullPointerException if the key is null
   */
  long hash(K key);

  /**
   * Names the hash function, seed included: two hashers with equal fingerprints hash every key
   * alike. Short, printable and the same in every process.
   */
  String fingerprint();
}
