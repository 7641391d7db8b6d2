package org.partitioners.skew;

import java.util.HashMap;
import java.util.Map;

/**
 * Which keys are hot: those with more than 1/({@value #PIECES_PER_PLACE}·P) of the traffic, P being
 * the number of places.
 *
 * <p>The share is chosen from what it leaves: when no piece of a hot key and no cold key exceeds
 * 1/32 of a place's fair share, placing the pieces greedily ends within 1/32 of even, provided the
 * hot keys carry enough to fill up what the cold ones left uneven. There are fewer than 32·P hot
 * keys, so what must be known and merged about them stays small.
 */
public final class HotKeys {

  /** How many pieces of the size that is just not hot make up one place's fair share. */
  public static final int PIECES_PER_PLACE = 32;

  private HotKeys() {}

  /**
   * The share of the traffic above which a key is hot, in (0..1/32].
   *
   * @param numPlaces P, at least 1
   * @throws IllegalArgumentException if P is less than 1
   */
  public static double share(int numPlaces) {
    return 1.0 / pieces(numPlaces);
  }

  /**
   * The count above which a key is hot, rounded down.
   *
   * @param total all records, not negative
   * @param numPlaces P, at least 1
   * @throws IllegalArgumentException if a parameter is out of range
   */
  public static long threshold(long total, int numPlaces) {
    if (total < 0) {
      throw new IllegalArgumentException("total: " + total + " not in [0.." + Long.MAX_VALUE + "]");
    }
    return total / pieces(numPlaces);
  }

  /**
   * The hot ones among counted keys.
   *
   * @param counts every key with its count
   * @param numPlaces P, at least 1
   * @return keys and counts above {@link #threshold} of the counts' total
   * @throws IllegalArgumentException if a parameter is out of range
   */
  public static <K> Map<K, Long> among(Map<K, Long> counts, int numPlaces) {
    long total = 0;
    for (long count : counts.values()) {
      total = Math.addExact(total, count);
    }
    long threshold = threshold(total, numPlaces);
    Map<K, Long> hot = new HashMap<>();
    counts.forEach(
        (key, count) -> {
          if (count > threshold) {
            hot.put(key, count);
          }
        });
    return hot;
  }

  private static long pieces(int numPlaces) {
    if (numPlaces < 1) {
      throw new IllegalArgumentException(
          "numPlaces: " + numPlaces + " not in [1.." + Integer.MAX_VALUE + "]");
    }
    return (long) PIECES_PER_PLACE * numPlaces;
  }
}
