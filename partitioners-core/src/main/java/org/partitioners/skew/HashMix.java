package org.partitioners.skew;

/**
 * Places drawn from a key's hash. The mixing is the output function of SplitMix64: Steele, Lea and
 * Flood, "Fast splittable pseudorandom number generators" (OOPSLA 2014,
 * doi:10.1145/2660193.2660195), a bijection.
 */
final class HashMix {

  /** 2⁶⁴ divided by the golden ratio, odd. */
  static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private HashMix() {}

  /**
   * The i-th of independent random numbers that belong to a hash. For one hash no two of them are
   * equal.
   */
  static long draw(long hash, int i) {
    long z = hash + (i + 1) * GOLDEN_GAMMA;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** The i-th of independent places in [0..numPlaces) that belong to a hash; some may be equal. */
  static int choice(long hash, int i, int numPlaces) {
    return (int) (((draw(hash, i) >>> 32) * numPlaces) >>> 32);
  }
}
