package org.partitioners.jobs.events;

/**
 * SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, OOPSLA 2014),
 * with the finalizer's constants of Stafford's Mix13.
 */
final class SplitMix {
  /** The odd integer nearest to 2^64 / golden ratio. */
  static final long GAMMA = 0x9e3779b97f4a7c15L;

  private SplitMix() {}

  /** A bijection in which every input bit changes half of the output bits. */
  static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
