package org.partitioners.benchmarks.contenders;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Streams of few keys that are frequent and many that are not. */
public final class SkewedKeys {
  private static final int DISTINCT = 10_000;
  private static final double EXPONENT = 1.2;

  private SkewedKeys() {}

  /** Keys whose frequencies follow Zipf's law with exponent 1.2 over 10 000; the same each time. */
  public static String[] stream(int length) {
    double[] upTo = new double[DISTINCT];
    double sum = 0;
    for (int rank = 0; rank < DISTINCT; rank++) {
      sum += StrictMath.pow(rank + 1, -EXPONENT);
      upTo[rank] = sum;
    }
    SplittableRandom random = new SplittableRandom(3);
    String[] stream = new String[length];
    for (int i = 0; i < length; i++) {
      int found = Arrays.binarySearch(upTo, random.nextDouble(sum));
      stream[i] = String.format("%016x", 0x9E3779B97F4A7C15L * (found < 0 ? -found : found + 1));
    }
    return stream;
  }
}
