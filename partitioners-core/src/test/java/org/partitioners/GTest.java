package org.partitioners;

/**
 * The G-test of goodness of fit (a likelihood-ratio test): how improbable are these counts if each
 * item falls into cell i with the expected share?
 */
public final class GTest {

  private GTest() {}

  /**
   * The probability of counts at least as uneven by chance. Cells with an expected share of 0 are
   * left out of the degrees of freedom; a count there has probability 0.
   */
  public static double pValue(long[] counts, double[] shares) {
    long total = 0;
    for (long count : counts) {
      total += count;
    }
    double g = 0;
    int cells = 0;
    for (int i = 0; i < counts.length; i++) {
      if (shares[i] > 0) {
        cells++;
      } else if (counts[i] > 0) {
        return 0;
      }
      if (counts[i] > 0) {
        g += 2 * counts[i] * StrictMath.log(counts[i] / (total * shares[i]));
      }
    }
    return cells == 1 ? 1 : chiSquareTail(g, cells - 1);
  }

  /**
   * P(X ≥ x) for chi-square with that many degrees of freedom, by the approximation of Wilson and
   * Hilferty (1931): its cube root is nearly normal. Within a tenth from 2 degrees on; for 1 it is
   * some tenths too large far out, the lenient side.
   */
  static double chiSquareTail(double x, int degrees) {
    double variance = 2.0 / (9.0 * degrees);
    return normalTail((StrictMath.cbrt(x / degrees) - (1 - variance)) / StrictMath.sqrt(variance));
  }

  /** P(Z ≥ z) for the standard normal: Abramowitz and Stegun 26.2.17, error below 7.5e-8. */
  static double normalTail(double z) {
    if (z < 0) {
      return 1 - normalTail(-z);
    }
    double t = 1 / (1 + 0.2316419 * z);
    double polynomial =
        t
            * (0.319381530
                + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
    return StrictMath.exp(-z * z / 2) / StrictMath.sqrt(2 * Math.PI) * polynomial;
  }
}
