package org.partitioners.flink.skew;

/** The 64-bit hash by which senders know a key. */
final class KeyHash {
  private KeyHash() {}

  /**
   * Mixes the key's hash code, by which Flink places the key too: its contract is that all JVMs
   * agree. The finalizer of SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number
   * Generators, OOPSLA 2014).
   */
  static long of(Object key) {
    long x = key.hashCode() + 0x9e3779b97f4a7c15L;
    x = (x ^ (x >>> 30)) * 0xbf58476d1ce4e5b9L;
    x = (x ^ (x >>> 27)) * 0x94d049bb133111ebL;
    return x ^ (x >>> 31);
  }
}
