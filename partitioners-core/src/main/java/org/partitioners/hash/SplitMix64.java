package org.partitioners.hash;

/**
 * The output function of SplitMix64: Steele, Lea and Flood, "Fast splittable pseudorandom number
 * generators" (OOPSLA 2014, doi:10.1145/2660193.2660195).
 */
final class SplitMix64 {

  /** 2⁶⁴ divided by the golden ratio, odd. */
  static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private SplitMix64() {}

  /** The i-th output of the generator seeded with 0: a bijection, so distinct i never collide. */
  static long output(long i) {
    long z = (i + 1) * GOLDEN_GAMMA;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
