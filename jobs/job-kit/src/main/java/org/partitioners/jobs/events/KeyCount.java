package org.partitioners.jobs.events;

import java.util.Comparator;

/**
 * How many events a key has.
 *
 * @param key the key
 * @param count its events, at least 1
 */
public record KeyCount(String key, long count) {
  /** The most frequent first; keys of equal count in the order of {@link String#compareTo}. */
  public static final Comparator<KeyCount> HOTTEST_FIRST =
      Comparator.comparingLong(KeyCount::count).reversed().thenComparing(KeyCount::key);
}
