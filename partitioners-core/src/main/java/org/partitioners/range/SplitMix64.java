package org.partitioners.range;

/**
 * The output function of SplitMix64: Steele, Lea and Flood, "Fast splittable pseudorandom number
 * generators" (OOPSLA 2014, doi:10.1145/2660193.2660195), a bijection.
 */
final class SplitMix64 {

  /** 2⁶⁴ divided by the golden ratio, odd: what a generator's state grows by. */
  static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private SplitMix64() {}

  /** The next output of a generator in this state. */
  static long output(long state) {
    long z = state + GOLDEN_GAMMA;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
