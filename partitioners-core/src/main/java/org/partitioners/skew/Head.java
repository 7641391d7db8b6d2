package org.partitioners.skew;

import java.util.Locale;

/**
 * Which keys of a sender's stream are its head, the ones that may be split, and how they are found.
 *
 * @param share the share of the sender's records from which on a key belongs to the head, in (0..1]
 * @param counters how many keys are counted at a time, in [⌈1/share⌉..{@value #MAX_COUNTERS}], of
 *     21 to 43 bytes each. Counts may be too low: in the flattest of streams, with no end of keys,
 *     a key is found from {@code share + 2/counters} on; in skewed streams close to the share
 * @param halfLife after how many of the sender's records a record counts half, in [1..{@value
 *     #MAX_HALF_LIFE}]; what was hot before is forgotten so fast. It should be several times
 *     1/share, or chance makes keys hot
 */
public record Head(double share, int counters, int halfLife) {

  /** The largest number of counters. */
  public static final int MAX_COUNTERS = 1 << 24;

  /** The largest half-life. */
  public static final int MAX_HALF_LIFE = 1 << 29;

  /** Checks the ranges. */
  public Head {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException("share: " + share + " not in (0..1]");
    }
    double least = Math.ceil(1 / share);
    if (counters < least || counters > MAX_COUNTERS) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "counters: %d not in [%.0f..%d], with a share of %s",
              counters,
              least,
              MAX_COUNTERS,
              share));
    }
    if (halfLife < 1 || halfLife > MAX_HALF_LIFE) {
      throw new IllegalArgumentException(
          "halfLife: " + halfLife + " not in [1.." + MAX_HALF_LIFE + "]");
    }
  }

  /** The same with another share. */
  public Head withShare(double newShare) {
    return new Head(newShare, counters, halfLife);
  }

  /** The same with another number of counters. */
  public Head withCounters(int newCounters) {
    return new Head(share, newCounters, halfLife);
  }

  /** The same with another half-life. */
  public Head withHalfLife(int newHalfLife) {
    return new Head(share, counters, newHalfLife);
  }

  /**
   * The head of the paper on D-Choices and W-Choices: keys above 1/(5·n), 10·n counters; with a
   * half-life of 1000·n.
   *
   * @param numPlaces n, in [1..65536]
   * @throws IllegalArgumentException if the number is out of range
   */
  public static Head published(int numPlaces) {
    int n = Groupings.checkPlaces(numPlaces);
    return new Head(1 / (5.0 * n), 10 * n, 1000 * n);
  }

  /**
   * The head of {@link Groupings#growing}: keys above 1/(50·n), of which few are ever split; 100·n
   * counters and a half-life of 1000·n.
   *
   * @param numPlaces n, in [1..65536]
   * @throws IllegalArgumentException if the number is out of range
   */
  public static Head fine(int numPlaces) {
    int n = Groupings.checkPlaces(numPlaces);
    return new Head(1 / (50.0 * n), 100 * n, 1000 * n);
  }
}
