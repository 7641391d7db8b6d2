package org.partitioners.jobs.report;

import static java.util.Objects.requireNonNull;

/**
 * A frequent key and how often it occurred.
 *
 * @param key the key as read; may be empty
 * @param countLower the least number of records it can have had, at least 0
 * @param countUpper the most it can have had, at least {@code countLower}; equal when counted
 *     exactly
 * @param share its part of all counted records, in [0, 1]
 */
public record HotKey(String key, long countLower, long countUpper, double share) {
  public HotKey {
    requireNonNull(key, "key");
    Checks.atLeast("countLower", countLower, 0);
    Checks.atLeast("countUpper", countUpper, countLower);
    Checks.fraction("share", share);
  }

  /** A key counted exactly among {@code events} records. */
  public static HotKey exact(String key, long count, long events) {
    return new HotKey(key, count, count, events == 0 ? 0 : (double) count / events);
  }

  /** Whether the two bounds agree. */
  public boolean isExact() {
    return countLower == countUpper;
  }
}
