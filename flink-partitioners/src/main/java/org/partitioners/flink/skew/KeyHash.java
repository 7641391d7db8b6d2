package org.partitioners.flink.skew;

import org.partitioners.flink.FlinkPartitioners;
import org.partitioners.hash.KeyHasher;

/** The 64-bit hash by which senders know a key. */
final class KeyHash {
  private static final KeyHasher<Object> HASHER = FlinkPartitioners.hashCodes();

  private KeyHash() {}

  static long of(Object key) {
    return HASHER.hash(key);
  }
}
