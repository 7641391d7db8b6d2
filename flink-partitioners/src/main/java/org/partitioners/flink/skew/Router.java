package org.partitioners.flink.skew;

/**
 * Decides for each record which way it goes. Every decision leads to the same result; some are
 * faster. One for each sending subtask; mutable.
 *
 * @param <K> the user's key
 */
interface Router<K> {
  /** Straight home, as {@code keyBy} would send it. */
  int HOME = -1;

  /** Combined here; its part travels home. */
  int COMBINE = -2;

  /**
   * Takes note of a record.
   *
   * @return {@link #HOME}, {@link #COMBINE}, or the place where it is combined
   */
  int route(K key);

  /** How many keys are relieved at present; -1 if the router does not know. */
  int numRelieved();

  /** The keys that are hot, if they are told rather than found. */
  default void tell(Iterable<? extends K> hotKeys) {}

  /** From now on what is to be combined here goes home instead. */
  default void cannotCombine() {}

  /** Whether {@link #combined} wants to know how long the next combined record takes. */
  default boolean wantsTime() {
    return false;
  }

  /** A record was combined here, in so many nanoseconds. */
  default void combined(long nanos) {}

  /** So many records have left here, in so many parts. */
  default void flushed(long records, long parts) {}
}
