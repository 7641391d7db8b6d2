package org.partitioners.skew;

/**
 * Chooses, record by record, the place that a record goes to, mindful of how much this sender has
 * sent to each place already: keys that are hot spread over several places.
 *
 * <p>There is one grouping per sending subtask; senders do not talk to each other. A grouping is
 * mutable and <em>not</em> thread-safe. It is deterministic: the same records in the same order go
 * to the same places, in every JVM. What becomes of a key's parts is the receivers' business: each
 * place holds a partial result, and the partial results meet at the key's {@linkplain #home home}.
 * So whatever a grouping decides affects speed, never the result; none of it need be in a snapshot,
 * and after a restart a new grouping finds the hot keys anew.
 *
 * <p>Keys are known by their 64-bit hash, which must be the same in all senders and well mixed.
 * Keys with equal hashes are routed as one key, which costs balance at worst. Choosing a place
 * allocates nothing, except now and then when a key's places grow in number or counts are aged.
 *
 * <p>{@link Groupings} makes them.
 */
public interface Grouping {

  /** The number of places, at least 1. */
  int numPlaces();

  /**
   * The place of a key that is not split, unless the caller names another: a pure function of hash
   * and number of places, uniform over keys.
   */
  default int home(long keyHash) {
    return HashMix.choice(keyHash, 0, numPlaces());
  }

  /**
   * The place for a record of a key whose home is {@link #home(long)}. Counts the record, if the
   * grouping counts.
   *
   * @return a place in [0..{@link #numPlaces()})
   */
  default int place(long keyHash) {
    return place(keyHash, home(keyHash));
  }

  /**
   * The place for a record of a key with a home of the caller's choice, such as the partition where
   * a job without relief would aggregate it. Counts the record.
   *
   * @param home a place in [0..{@link #numPlaces()}), always the same for a key
   * @return a place in [0..{@link #numPlaces()})
   * @throws IndexOutOfBoundsException if the home is no place
   */
  int place(long keyHash, int home);

  /**
   * The distinct places that this sender chooses from for a key at present, the home first. Not all
   * where the key's records are: places are given up as counts age, and other senders have others.
   * One place means that the key is not split. A new array.
   *
   * @param home as given to {@link #place(long, int)}
   * @throws IndexOutOfBoundsException if the home is no place
   */
  int[] places(long keyHash, int home);

  /** As {@link #places(long, int)}, with the key's home being {@link #home(long)}. */
  default int[] places(long keyHash) {
    return places(keyHash, home(keyHash));
  }
}
