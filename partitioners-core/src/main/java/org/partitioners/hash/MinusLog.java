package org.partitioners.hash;

/**
 * Minus the natural logarithm of fractions between 0 and 1: as exact as {@link StrictMath}, and
 * quickly to within a known error, so that the former is needed only where that leaves a comparison
 * open.
 */
final class MinusLog {

  /** The relative error of {@link #quick} is below this. */
  static final double MAX_ERROR = 0x1p-40;

  /** How many leading bits a fraction has. */
  static final int BITS = 52;

  private static final int BINS = 128;
  private static final int MIN_NORMAL_EXPONENT = 1022;
  private static final long MANTISSA = (1L << BITS) - 1;
  private static final double LN_2 = StrictMath.log(2);

  /** Of the middle of each bin of [1/2..1]: the inverse, and minus the logarithm. */
  private static final double[] INVERSES = new double[BINS + 1];

  private static final double[] MINUS_LOGS = new double[BINS + 1];

  static {
    for (int bin = BINS / 2; bin <= BINS; bin++) {
      INVERSES[bin] = (double) BINS / bin;
      MINUS_LOGS[bin] = StrictMath.log((double) BINS / bin);
    }
  }

  private MinusLog() {}

  /**
   * The fraction in (0..1) that a score stands for: its 52 leading bits and a half, so that it is
   * never 0 or 1; higher for a higher score, taken as signed, or equal.
   */
  static double fraction(long score) {
    return (((score ^ Long.MIN_VALUE) >>> (Long.SIZE - BITS)) + 0.5) * 0x1p-52;
  }

  /** As {@link StrictMath} has it. */
  static double exact(double fraction) {
    return -StrictMath.log(fraction);
  }

  /**
   * To within {@link #MAX_ERROR}, which is relative: the logarithm of the middle of the fraction's
   * bin, and Taylor's series for the rest. 1 is the middle of a bin, for there the result is small.
   *
   * @param fraction in (0..1)
   */
  static double quick(double fraction) {
    long bits = Double.doubleToRawLongBits(fraction);
    int halvings = MIN_NORMAL_EXPONENT - (int) (bits >>> BITS);
    double mantissa =
        Double.longBitsToDouble((bits & MANTISSA) | (long) MIN_NORMAL_EXPONENT << BITS);
    int bin = (int) (mantissa * BINS + 0.5);
    double x = (bin * (1.0 / BINS) - mantissa) * INVERSES[bin];
    double rest =
        x * (1 + x * (1 / 2.0 + x * (1 / 3.0 + x * (1 / 4.0 + x * (1 / 5.0 + x * (1 / 6.0))))));
    return halvings * LN_2 + MINUS_LOGS[bin] + rest;
  }
}
