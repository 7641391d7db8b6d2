package org.partitioners.skew;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;

/**
 * Into which pieces a hot key is split and where each goes.
 *
 * <p>All pieces carry equally much, so a sender that cycles through them, record by record, keeps
 * the plan. A place that is to carry more of the key has several pieces, spread evenly over the
 * cycle. Senders that start at different pieces do not meet at the same place.
 *
 * <p>Immutable and thread-safe; {@link #place} is one array read.
 */
public final class KeySplit implements Serializable {
  private static final long serialVersionUID = 1;

  private final int rank;
  private final long count;
  private final int[] places;

  KeySplit(int rank, long count, int[] places) {
    this.rank = rank;
    this.count = count;
    this.places = places;
  }

  /**
   * The key's number in [0..hot keys of the plan), the heaviest being 0: an index for what a sender
   * keeps per hot key.
   */
  public int rank() {
    return rank;
  }

  /** The records expected of the key. */
  public long count() {
    return count;
  }

  /** The number of pieces, at least 1. */
  public int pieces() {
    return places.length;
  }

  /**
   * The place of a piece.
   *
   * @param piece a number in [0..{@link #pieces()})
   * @throws IndexOutOfBoundsException if there is no such piece
   */
  public int place(int piece) {
    return places[Objects.checkIndex(piece, places.length)];
  }

  /**
   * The place of a sender's n-th record of the key: the salts taken in turn.
   *
   * @param n any number
   */
  public int salt(long n) {
    return places[(int) Math.floorMod(n, (long) places.length)];
  }

  /** The distinct places of the pieces, ascending: where a reader finds all of the key. A copy. */
  public int[] replicas() {
    return Arrays.stream(places).distinct().sorted().toArray();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KeySplit that
        && rank == that.rank
        && count == that.count
        && Arrays.equals(places, that.places);
  }

  @Override
  public int hashCode() {
    return 31 * rank + Arrays.hashCode(places);
  }

  /** As {@code KeySplit[rank 0, count 300, places [0, 2, 1]]}. */
  @Override
  public String toString() {
    return "KeySplit[rank "
        + rank
        + ", count "
        + count
        + ", places "
        + Arrays.toString(places)
        + "]";
  }
}
