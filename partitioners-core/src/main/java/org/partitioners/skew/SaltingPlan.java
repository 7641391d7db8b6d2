package org.partitioners.skew;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.partitioners.PartitionLoad;

/**
 * Where the pieces of hot keys go, so that hot and cold keys together load all places alike.
 *
 * <p>A hot key is split into equal pieces, none larger than 1/(32·P) of all traffic (see {@link
 * HotKeys}), and the pieces of all hot keys are placed largest first, each onto the place that then
 * carries least, over the load that cold keys bring. This is the LPT rule of Graham, "Bounds on
 * multiprocessing timing anomalies" (SIAM Journal on Applied Mathematics 17(2), 1969, <a
 * href="https://doi.org/10.1137/0117039">doi:10.1137/0117039</a>). The largest load then exceeds
 * the mean by at most one piece, 1/32, unless cold keys alone exceed that somewhere; {@link
 * #expectedLoad()} tells.
 *
 * <p>A plan depends on the counts and the cold load alone, not on the order of the map: keys are
 * taken by descending count, among equals by their natural order or the given comparator.
 *
 * <p>There are at most 64·P pieces plus one per hot key; building takes time O(log P) for each, and
 * a plan holds four bytes for each. A look-up is one in a hash map and allocates nothing. Immutable
 * and thread-safe; serializable if its keys are. Keys need a stable {@code equals} (not arrays).
 *
 * @param <K> the type of key
 */
public final class SaltingPlan<K> implements Serializable {
  private static final long serialVersionUID = 1;

  private final Map<K, KeySplit> splits;
  private final PartitionLoad expectedLoad;

  private SaltingPlan(Map<K, KeySplit> splits, PartitionLoad expectedLoad) {
    this.splits = splits;
    this.expectedLoad = expectedLoad;
  }

  /**
   * A plan for keys with a natural order.
   *
   * @param hotCounts the keys to split and the records expected of each, at least 1; may be empty
   * @param coldLoad the records that all other keys bring to each place
   * @throws IllegalArgumentException if a count is less than 1, or the sum of all overflows
   */
  public static <K extends Comparable<? super K>> SaltingPlan<K> balanced(
      Map<K, Long> hotCounts, PartitionLoad coldLoad) {
    return balanced(hotCounts, coldLoad, Comparator.naturalOrder());
  }

  /**
   * A plan for keys ordered by a comparator, which must tell all of them apart.
   *
   * @param hotCounts the keys to split and the records expected of each, at least 1; may be empty
   * @param coldLoad the records that all other keys bring to each place
   * @throws IllegalArgumentException if a count is less than 1, the sum of all overflows, or the
   *     comparator takes two keys for equal
   */
  public static <K> SaltingPlan<K> balanced(
      Map<K, Long> hotCounts, PartitionLoad coldLoad, Comparator<? super K> order) {
    return balanced(hotCounts, coldLoad, order, Integer.MAX_VALUE);
  }

  /**
   * A plan that splits no key into more than the given number of pieces. This bounds over how many
   * places a reader has to look, at the price of balance for keys with more than maxPieces/(32·P)
   * of the traffic.
   *
   * @param maxPieces at least 1
   * @throws IllegalArgumentException as above, or if maxPieces is less than 1
   */
  public static <K> SaltingPlan<K> balanced(
      Map<K, Long> hotCounts, PartitionLoad coldLoad, Comparator<? super K> order, int maxPieces) {
    if (maxPieces < 1) {
      throw new IllegalArgumentException(
          "maxPieces: " + maxPieces + " not in [1.." + Integer.MAX_VALUE + "]");
    }
    List<KeyCount<K>> hotKeys = KeyCount.ranked(hotCounts, order);
    int numPlaces = coldLoad.numPartitions();
    long largestPiece = Math.max(1, HotKeys.threshold(total(hotKeys, coldLoad), numPlaces));

    LargestFirst placement = new LargestFirst();
    for (KeyCount<K> hot : hotKeys) {
      long pieces = numPlaces == 1 ? 1 : (hot.count() - 1) / largestPiece + 1;
      placement.add(hot.count(), (int) Math.min(pieces, maxPieces));
    }
    PartitionLoad load = placement.placeOver(coldLoad);

    Map<K, KeySplit> splits = new HashMap<>();
    for (int rank = 0; rank < hotKeys.size(); rank++) {
      KeyCount<K> hot = hotKeys.get(rank);
      int[] places = Interleaving.of(placement.places(rank));
      splits.put(hot.key(), new KeySplit(rank, hot.count(), places));
    }
    return new SaltingPlan<>(splits, load);
  }

  private static <K> long total(List<KeyCount<K>> hotKeys, PartitionLoad coldLoad) {
    long total = coldLoad.total();
    for (KeyCount<K> hot : hotKeys) {
      total += hot.count();
      if (total < 0) {
        throw new IllegalArgumentException(
            "hotCounts: their sum and the cold load exceed " + Long.MAX_VALUE);
      }
    }
    return total;
  }

  /**
   * How a key is split: the one look-up a sender needs per record.
   *
   * @return the split, or null if the key is cold and goes home whole
   * @throws NullPointerException if the key is null
   */
  public @Nullable KeySplit split(K key) {
    return splits.get(requireNonNull(key, "key: null is not a key"));
  }

  /** Whether the plan splits the key. */
  public boolean isHot(K key) {
    return split(key) != null;
  }

  /** The number of pieces of a key; 0 if it is cold. */
  public int pieces(K key) {
    KeySplit split = split(key);
    return split == null ? 0 : split.pieces();
  }

  /**
   * The place of a piece of a hot key, a number in [0..{@link #numPlaces()}).
   *
   * @param piece a number in [0..{@link #pieces}(key))
   * @throws IllegalArgumentException if the key is cold
   * @throws IndexOutOfBoundsException if there is no such piece
   */
  public int place(K key, int piece) {
    return hot(key).place(piece);
  }

  /**
   * The place of a sender's n-th record of a hot key, for one write: see {@link KeySplit#salt}.
   *
   * @param n any number
   * @throws IllegalArgumentException if the key is cold
   */
  public int salt(K key, long n) {
    return hot(key).salt(n);
  }

  /**
   * The distinct places of a hot key's pieces, ascending: all that a reader has to ask.
   *
   * @throws IllegalArgumentException if the key is cold
   */
  public int[] replicas(K key) {
    return hot(key).replicas();
  }

  private KeySplit hot(K key) {
    KeySplit split = split(key);
    if (split == null) {
      throw new IllegalArgumentException("key: " + key + " is not hot; ask isHot first");
    }
    return split;
  }

  /** The hot keys, the heaviest first. */
  public List<K> hotKeys() {
    return splits.entrySet().stream()
        .sorted(Comparator.comparingInt(entry -> entry.getValue().rank()))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The number of places. */
  public int numPlaces() {
    return expectedLoad.numPartitions();
  }

  /** What each place will carry, cold keys and pieces together, if the counts hold. */
  public PartitionLoad expectedLoad() {
    return expectedLoad;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SaltingPlan<?> that
        && splits.equals(that.splits)
        && expectedLoad.equals(that.expectedLoad);
  }

  @Override
  public int hashCode() {
    return 31 * splits.hashCode() + expectedLoad.hashCode();
  }

  /** As {@code SaltingPlan[3 hot keys in 40 pieces over 8 places]}. */
  @Override
  public String toString() {
    int pieces = splits.values().stream().mapToInt(KeySplit::pieces).sum();
    return "SaltingPlan["
        + splits.size()
        + " hot keys in "
        + pieces
        + " pieces over "
        + numPlaces()
        + " places]";
  }
}
