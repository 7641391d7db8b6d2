package org.partitioners.skew;

/**
 * The most likely exponent of Zipf's law, cut off after the last of the ranks given.
 *
 * <p>With counts c₁ ≥ … ≥ c_h it is the z with Σ c_i·ln i / Σ c_i = Σ i^−z·ln i / Σ i^−z: the mean
 * logarithm of a record's rank is as observed. The right side falls as z grows, so halving the
 * interval finds it.
 */
final class ZipfFit {

  /** From as many keys on there is a law to speak of. */
  static final int MIN_KEYS = 5;

  /** Further keys would tell next to nothing. */
  static final int MAX_KEYS = 1_000;

  private static final double MAX_EXPONENT = 10;
  private static final int STEPS = 40;

  private ZipfFit() {}

  /**
   * The exponent, in [0..10]; NaN if there are fewer than {@value #MIN_KEYS} counts.
   *
   * @param counts in descending order, at least 1
   */
  static double exponent(long[] counts) {
    if (counts.length < MIN_KEYS) {
      return Double.NaN;
    }
    double[] logRanks = new double[counts.length];
    double records = 0;
    double sum = 0;
    for (int i = 0; i < counts.length; i++) {
      logRanks[i] = StrictMath.log(i + 1.0);
      records += counts[i];
      sum += counts[i] * logRanks[i];
    }
    double observed = sum / records;
    double low = 0;
    double high = MAX_EXPONENT;
    if (meanLogRank(logRanks, low) <= observed) {
      return low;
    }
    for (int step = 0; step < STEPS; step++) {
      double z = (low + high) / 2;
      if (meanLogRank(logRanks, z) > observed) {
        low = z;
      } else {
        high = z;
      }
    }
    return (low + high) / 2;
  }

  private static double meanLogRank(double[] logRanks, double z) {
    double weights = 0;
    double sum = 0;
    for (double logRank : logRanks) {
      double weight = StrictMath.exp(-z * logRank);
      weights += weight;
      sum += weight * logRank;
    }
    return sum / weights;
  }
}
