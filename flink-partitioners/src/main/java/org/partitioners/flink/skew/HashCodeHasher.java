package org.partitioners.flink.skew;

import org.partitioners.hash.KeyHasher;

/**
 * Mixes a key's own {@code hashCode()}, by which Flink's {@code keyBy} places keys too: what is no
 * key there is none here.
 */
record HashCodeHasher<K>() implements KeyHasher<K> {

  @Override
  public long hash(K key) {
    return KeyHash.of(key);
  }

  @Override
  public String fingerprint() {
    return "hashCode";
  }
}
