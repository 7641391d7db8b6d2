package org.partitioners.benchmarks.terasort;

/**
 * The linear congruential generator of gensort: {@code x = a·x + c} modulo 2^128, from 0, which can
 * go to any place of its sequence at once.
 *
 * <p>The multiplier is from L'Ecuyer, "Tables of linear congruential generators of different sizes
 * and good lattice structure", Mathematics of Computation 68, 1999 (<a
 * href="https://doi.org/10.1090/S0025-5718-99-00996-5">doi:10.1090/S0025-5718-99-00996-5</a>), the
 * constant says "JimGrayRIP". A step takes constant time, a jump by n O(log n). Not thread-safe.
 */
final class Random128 {
  private static final int POWERS = Long.SIZE;
  private static final long[] MULTIPLIER_HIGH = new long[POWERS];
  private static final long[] MULTIPLIER_LOW = new long[POWERS];
  private static final long[] CONSTANT_HIGH = new long[POWERS];
  private static final long[] CONSTANT_LOW = new long[POWERS];

  static {
    MULTIPLIER_HIGH[0] = 0x2360ED051FC65DA4L;
    MULTIPLIER_LOW[0] = 0x4385DF649FCCF645L;
    CONSTANT_HIGH[0] = 0x4A696D4772617952L;
    CONSTANT_LOW[0] = 0x4950202020202001L;
    // 2^i steps are one with multiplier a·a and constant a·c + c of those of 2^(i−1).
    Random128 twice = new Random128();
    for (int i = 1; i < POWERS; i++) {
      twice.high = CONSTANT_HIGH[i - 1];
      twice.low = CONSTANT_LOW[i - 1];
      twice.step(i - 1);
      CONSTANT_HIGH[i] = twice.high;
      CONSTANT_LOW[i] = twice.low;
      long high = MULTIPLIER_HIGH[i - 1];
      long low = MULTIPLIER_LOW[i - 1];
      MULTIPLIER_HIGH[i] = timesHigh(high, low, high, low);
      MULTIPLIER_LOW[i] = low * low;
    }
  }

  private long high;
  private long low;

  /** Goes to the number after so many others, counted without sign. */
  void goTo(long index) {
    high = CONSTANT_HIGH[0];
    low = CONSTANT_LOW[0];
    for (long left = index; left != 0; left &= left - 1) {
      step(Long.numberOfTrailingZeros(left));
    }
  }

  /** Goes to the next number. */
  void next() {
    step(0);
  }

  private void step(int power) {
    long nextLow = low * MULTIPLIER_LOW[power];
    long nextHigh = timesHigh(high, low, MULTIPLIER_HIGH[power], MULTIPLIER_LOW[power]);
    low = nextLow + CONSTANT_LOW[power];
    int carry = Long.compareUnsigned(low, nextLow) < 0 ? 1 : 0;
    high = nextHigh + CONSTANT_HIGH[power] + carry;
  }

  /** The second 64 bits of a product of two numbers of 128. */
  private static long timesHigh(long high1, long low1, long high2, long low2) {
    long carried = Math.multiplyHigh(low1, low2) + ((low1 >> 63) & low2) + ((low2 >> 63) & low1);
    return carried + high1 * low2 + low1 * high2;
  }

  /** The upper 64 bits. */
  long high() {
    return high;
  }

  /** The lower 64 bits. */
  long low() {
    return low;
  }
}
