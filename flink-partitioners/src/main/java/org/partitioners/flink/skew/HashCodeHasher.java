package org.partitioners.flink.skew;

import org.partitioners.hash.KeyHasher;

/**
 * Mixes a key's own {@code hashCode()}, by which Flink's {@code keyBy} places keys too: what is no
 * key there is none here. The mixing is the finalizer of SplitMix64 (Steele, Lea, Flood: Fast
 * Splittable Pseudorandom Number Generators, OOPSLA 2014), a bijection.
 */
record HashCodeHasher<K>() implements KeyHasher<K> {

  @Override
  public long hash(K key) {
    long x = key.hashCode() + 0x9e3779b97f4a7c15L;
    x = (x ^ (x >>> 30)) * 0xbf58476d1ce4e5b9L;
    x = (x ^ (x >>> 27)) * 0x94d049bb133111ebL;
    return x ^ (x >>> 31);
  }

  @Override
  public String fingerprint() {
    return "hashCode";
  }
}
