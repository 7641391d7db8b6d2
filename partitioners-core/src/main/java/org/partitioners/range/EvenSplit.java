package org.partitioners.range;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Split points that divide a space of keys evenly. */
final class EvenSplit {

  /** The largest number of partitions. */
  static final int MAX_PARTITIONS = 1 << 16;

  /**
   * At least so many prefixes for each range, so that ranges differ by no more than one in as many.
   */
  private static final long PREFIXES_PER_RANGE = 1 << 16;

  private EvenSplit() {}

  static List<Long> longs(long min, long max, int numPartitions) {
    checkPartitions(numPartitions);
    if (min > max) {
      throw new IllegalArgumentException("min: " + min + " is above max: " + max);
    }
    BigInteger width =
        BigInteger.valueOf(max).subtract(BigInteger.valueOf(min)).add(BigInteger.ONE);
    if (width.compareTo(BigInteger.valueOf(numPartitions)) < 0) {
      throw new IllegalArgumentException(
          "numPartitions: "
              + numPartitions
              + " exceed the whole numbers in ["
              + min
              + ".."
              + max
              + "]; take fewer");
    }
    List<Long> points = new ArrayList<>();
    for (int i = 1; i < numPartitions; i++) {
      points.add(BigInteger.valueOf(min).add(fraction(width, i, numPartitions)).longValueExact());
    }
    return points;
  }

  /** The shortest prefixes over digits in ascending order, most significant digit first. */
  static List<int[]> prefixes(int digits, int numPartitions) {
    checkPartitions(numPartitions);
    int length = 0;
    BigInteger prefixes = BigInteger.ONE;
    BigInteger enough = BigInteger.valueOf(PREFIXES_PER_RANGE * numPartitions);
    while (prefixes.compareTo(enough) < 0) {
      prefixes = prefixes.multiply(BigInteger.valueOf(digits));
      length++;
    }
    List<int[]> points = new ArrayList<>();
    for (int i = 1; i < numPartitions; i++) {
      BigInteger rest = fraction(prefixes, i, numPartitions);
      int[] point = new int[length];
      for (int d = length - 1; d >= 0; d--) {
        BigInteger[] parts = rest.divideAndRemainder(BigInteger.valueOf(digits));
        point[d] = parts[1].intValue();
        rest = parts[0];
      }
      points.add(withoutTrailingZeros(point));
    }
    return points;
  }

  private static int[] withoutTrailingZeros(int[] digits) {
    int length = digits.length;
    while (length > 0 && digits[length - 1] == 0) {
      length--;
    }
    return Arrays.copyOf(digits, length);
  }

  private static BigInteger fraction(BigInteger whole, int i, int n) {
    return whole.multiply(BigInteger.valueOf(i)).divide(BigInteger.valueOf(n));
  }

  private static void checkPartitions(int numPartitions) {
    if (numPartitions < 1 || numPartitions > MAX_PARTITIONS) {
      throw new IllegalArgumentException(
          "numPartitions: " + numPartitions + " not in [1.." + MAX_PARTITIONS + "]");
    }
  }
}
