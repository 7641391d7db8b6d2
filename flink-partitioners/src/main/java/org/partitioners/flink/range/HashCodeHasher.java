package org.partitioners.flink.range;

import org.partitioners.hash.KeyHasher;

/**
 * Spreads keys within a key group by their {@code hashCode()}, which a {@code keyBy} rests on too.
 * The mixing is that of MurmurHash3's 64-bit finalizer (Appleby, public domain), a bijection.
 */
record HashCodeHasher<K>() implements KeyHasher<K> {

  @Override
  public long hash(K key) {
    long x = key.hashCode();
    x = (x ^ (x >>> 33)) * 0xff51afd7ed558ccdL;
    x = (x ^ (x >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return x ^ (x >>> 33);
  }

  @Override
  public String fingerprint() {
    return "hashCode";
  }
}
