package org.partitioners.skew;

import java.util.SplittableRandom;

/**
 * Draws keys by Zipf's law: key i in [0..keys) with a probability proportional to 1/(i + 1)^z.
 * Exact but for rounding, in constant time: Vose, "A linear algorithm for generating random numbers
 * with a given distribution" (IEEE Transactions on Software Engineering 17(9), 1991,
 * doi:10.1109/32.92917).
 */
public final class ZipfKeys {

  private final double[] stay;
  private final int[] alias;

  /** The law for so many keys with exponent z. */
  public ZipfKeys(int keys, double z) {
    double[] height = shares(keys, z);
    this.stay = new double[keys];
    this.alias = new int[keys];
    int[] low = new int[keys];
    int[] high = new int[keys];
    int lows = 0;
    int highs = 0;
    for (int i = 0; i < keys; i++) {
      height[i] *= keys;
      if (height[i] < 1) {
        low[lows++] = i;
      } else {
        high[highs++] = i;
      }
    }
    while (lows > 0 && highs > 0) {
      int small = low[--lows];
      int large = high[--highs];
      stay[small] = height[small];
      alias[small] = large;
      height[large] += height[small] - 1;
      if (height[large] < 1) {
        low[lows++] = large;
      } else {
        high[highs++] = large;
      }
    }
    while (highs > 0) {
      stay[high[--highs]] = 1;
    }
    while (lows > 0) {
      stay[low[--lows]] = 1;
    }
  }

  /** The share of each key, the first being the largest. */
  public static double[] shares(int keys, double z) {
    double[] shares = new double[keys];
    double sum = 0;
    for (int i = keys - 1; i >= 0; i--) {
      shares[i] = StrictMath.pow(i + 1.0, -z);
      sum += shares[i];
    }
    for (int i = 0; i < keys; i++) {
      shares[i] /= sum;
    }
    return shares;
  }

  /** The next key. */
  public int next(SplittableRandom random) {
    int key = random.nextInt(stay.length);
    return random.nextDouble() < stay[key] ? key : alias[key];
  }
}
