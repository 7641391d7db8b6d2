package org.partitioners.range;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Ranges of which neighbours may share a key: where an even cut falls inside a heavy key's weight,
 * the key's records go to the partitions on either side in proportion. So partitions are even on
 * any distribution, and still in order: no key of a partition is greater than any of the next.
 *
 * <pre>{@code
 * SharedRanges<String> ranges = sample.share(8);
 * int partition = ranges.partition("alice", ticket);
 * ticket += 0x9E3779B97F4A7C15L; // as even over 64 bits as numbers can be, whatever comes
 * }</pre>
 *
 * <p>For what needs no more than order: sorting, writing files. A key that must stay whole, as for
 * keyed state, is placed by a {@link RangePartitioner}; {@link #of(RangeBoundaries)} makes that a
 * special case of this, in which tickets do not matter.
 *
 * <p>A look-up is one in {@link RangeBoundaries} and, next to a shared key, one comparison more. It
 * allocates nothing. Memory: some 32 bytes a cut beside the keys. Immutable and thread-safe;
 * serializable if the keys are.
 *
 * @param <K> the type of key; keys must never be modified
 */
public final class SharedRanges<K> implements Serializable {
  private static final long serialVersionUID = 1;

  /** Shares are numbers of this many parts. */
  private static final double WHOLE = 0x1p63;

  private static final int MAX_PARTITIONS = 1 << 24;

  /** By how much sums of shares may be wrong. */
  private static final double TOLERANCE = 1e-9;

  /**
   * A key and where it and its successors go.
   *
   * @param key the first key that goes elsewhere than those before it
   * @param first the first partition that holds the key
   * @param shares what share of the key's records goes to that partition and to each that follows,
   *     each in (0..1], in sum 1; just 1 if the key is whole. Greater keys, up to the next cut, go
   *     to the last of these partitions
   */
  public record Cut<K>(K key, int first, List<Double> shares) implements Serializable {

    /** Copies the list, and refuses shares that are not in (0..1] or not 1 in sum. */
    public Cut {
      requireNonNull(key, "key");
      shares = List.copyOf(shares);
      double sum = 0;
      for (double share : shares) {
        if (!(share > 0 && share <= 1 + TOLERANCE)) {
          throw new IllegalArgumentException("shares: " + share + " not in (0..1]");
        }
        sum += share;
      }
      if (Math.abs(sum - 1) > TOLERANCE) {
        throw new IllegalArgumentException("shares: their sum is " + sum + ", not 1");
      }
    }

    /** The last partition that holds the key, and the one that holds the keys after it. */
    public int last() {
      return first + shares.size() - 1;
    }
  }

  private final int numPartitions;
  private final int start;
  private final List<Cut<K>> cuts;
  private final RangeBoundaries<K> points;
  private final int[] first;
  private final int[] last;

  /** For each cut, up to which ticket its key goes to which partition but the last. */
  private final long[][] upTo;

  private SharedRanges(int numPartitions, int start, List<Cut<K>> cuts, RangeBoundaries<K> points) {
    this.numPartitions = numPartitions;
    this.start = start;
    this.cuts = List.copyOf(cuts);
    this.points = points;
    this.first = cuts.stream().mapToInt(Cut::first).toArray();
    this.last = cuts.stream().mapToInt(Cut::last).toArray();
    this.upTo = cuts.stream().map(cut -> upTo(cut.shares())).toArray(long[][]::new);
  }

  private static long[] upTo(List<Double> shares) {
    long[] bounds = new long[shares.size() - 1];
    double sum = 0;
    for (int i = 0; i < bounds.length; i++) {
      sum += shares.get(i);
      bounds[i] = (long) (Math.min(sum, 1) * WHOLE);
    }
    return bounds;
  }

  /** Whole ranges: partition p holds range p, and tickets do not matter. */
  public static <K> SharedRanges<K> of(RangeBoundaries<K> boundaries) {
    List<Cut<K>> cuts = new ArrayList<>();
    for (K point : boundaries.splitPoints()) {
      cuts.add(new Cut<>(point, cuts.size() + 1, List.of(1.0)));
    }
    if (boundaries.inclusive() == Inclusive.UPPER && !cuts.isEmpty()) {
      throw new IllegalArgumentException(
          "boundaries: inclusive UPPER; make them Inclusive.LOWER, as by default");
    }
    return new SharedRanges<>(boundaries.size(), 0, cuts, boundaries);
  }

  /**
   * Ranges with given cuts.
   *
   * @param numPartitions in [1..2²⁴]; those to which no cut leads stay empty
   * @param start the partition of the keys before the first cut
   * @param cuts in ascending order; partitions must not descend
   * @param order the order of keys; serializable
   * @throws IllegalArgumentException if a number is out of range or out of order
   */
  public static <K> SharedRanges<K> of(
      int numPartitions, int start, List<Cut<K>> cuts, Comparator<? super K> order) {
    if (numPartitions < 1 || numPartitions > MAX_PARTITIONS) {
      throw new IllegalArgumentException(
          "numPartitions: " + numPartitions + " not in [1.." + MAX_PARTITIONS + "]");
    }
    int least = start;
    Objects.checkIndex(start, numPartitions);
    for (Cut<K> cut : cuts) {
      if (cut.first() < least || cut.last() >= numPartitions) {
        throw new IllegalArgumentException(
            "cuts: partitions "
                + cut.first()
                + " to "
                + cut.last()
                + " of key "
                + KeyRange.text(cut.key())
                + " not in ["
                + least
                + ".."
                + (numPartitions - 1)
                + "]");
      }
      least = cut.last();
    }
    return new SharedRanges<>(
        numPartitions,
        start,
        cuts,
        RangeBoundaries.of(cuts.stream().map(Cut::key).toList(), order, Inclusive.LOWER));
  }

  /** The number of partitions, at least 1; some may be empty. */
  public int numPartitions() {
    return numPartitions;
  }

  /**
   * The partition of a record.
   *
   * @param ticket any number, even over 64 bits among the records of a key: a counter times an odd
   *     number near 2⁶⁴/φ, or random bits
   * @return in [0..numPartitions); never less for a greater key
   */
  public int partition(K key, long ticket) {
    int i = points.indexOf(key) - 1;
    if (i < 0) {
      return start;
    }
    if (first[i] == last[i] || points.order().compare(key, points.splitPoint(i)) != 0) {
      return last[i];
    }
    long part = ticket >>> 1;
    long[] bounds = upTo[i];
    int p = Arrays.binarySearch(bounds, part);
    return first[i] + (p < 0 ? -p - 1 : p + 1);
  }

  /** The partitions that may hold records of a key, in ascending order; one if it is whole. */
  public IntStream partitions(K key) {
    return IntStream.rangeClosed(partition(key, 0), partition(key, -1));
  }

  /**
   * The partitions that may hold keys in {@code [from, to]}, both included, in ascending order.
   *
   * @throws IllegalArgumentException if {@code from} is after {@code to}
   */
  public IntStream partitions(K from, K to) {
    if (points.order().compare(requireNonNull(from, "from"), requireNonNull(to, "to")) > 0) {
      throw new IllegalArgumentException(
          "from: " + KeyRange.text(from) + " is after to: " + KeyRange.text(to) + "; swap them");
    }
    return IntStream.rangeClosed(partition(from, 0), partition(to, -1));
  }

  /** The keys that several partitions share, in ascending order. */
  public List<K> sharedKeys() {
    return cuts.stream().filter(cut -> cut.shares().size() > 1).map(Cut::key).toList();
  }

  /** The cuts in ascending order of keys. */
  public List<Cut<K>> cuts() {
    return cuts;
  }

  /** The partition of the keys before the first cut. */
  public int start() {
    return start;
  }

  /** The order of keys. */
  public Comparator<? super K> order() {
    return points.order();
  }

  /**
   * The least key that may be in a partition, or in one after it if it is empty; null if there is
   * no lower end.
   */
  public @Nullable K lower(int partition) {
    Objects.checkIndex(partition, numPartitions);
    if (partition <= start) {
      return null;
    }
    for (int i = 0; i < last.length; i++) {
      if (last[i] >= partition) {
        return points.splitPoint(i);
      }
    }
    return null;
  }

  /**
   * The same ranges over fewer partitions, each of which joins consecutive ones of this: partition
   * p of n those from p·{@link #numPartitions}/n on, rounded up.
   *
   * @param n in [1..{@link #numPartitions}]
   * @throws IllegalArgumentException if n is out of range
   */
  public SharedRanges<K> joined(int n) {
    if (n < 1 || n > numPartitions) {
      throw new IllegalArgumentException("n: " + n + " not in [1.." + numPartitions + "]");
    }
    List<Cut<K>> joined = new ArrayList<>();
    int before = joined(start, n);
    for (Cut<K> cut : cuts) {
      int to = joined(cut.first(), n);
      double[] shares = new double[joined(cut.last(), n) - to + 1];
      for (int i = 0; i < cut.shares().size(); i++) {
        shares[joined(cut.first() + i, n) - to] += cut.shares().get(i);
      }
      if (to > before || shares.length > 1) {
        joined.add(new Cut<>(cut.key(), to, DoubleStream.of(shares).boxed().toList()));
      }
      before = to + shares.length - 1;
    }
    return of(n, joined(start, n), joined, points.order());
  }

  private int joined(int partition, int n) {
    return (int) ((long) partition * n / numPartitions);
  }

  /** Adds a weight of a key to that of the partitions that hold it. */
  void addTo(long[] weights, K key, long weight) {
    int i = points.indexOf(key) - 1;
    if (i < 0) {
      weights[start] += weight;
    } else if (first[i] == last[i] || points.order().compare(key, points.splitPoint(i)) != 0) {
      weights[last[i]] += weight;
    } else {
      long given = 0;
      for (int p = 0; p < upTo[i].length; p++) {
        long upToHere = Math.round(weight * (upTo[i][p] / WHOLE));
        weights[first[i] + p] += upToHere - given;
        given = upToHere;
      }
      weights[last[i]] += weight - given;
    }
  }

  /**
   * Names the mapping: equal fingerprints place every record alike. The same in every process;
   * costs a serialization.
   */
  public String fingerprint() {
    long mixed = numPartitions * SplitMix64.GOLDEN_GAMMA + start;
    for (int i = 0; i < first.length; i++) {
      mixed = SplitMix64.output(mixed ^ first[i]);
      for (long bound : upTo[i]) {
        mixed = SplitMix64.output(mixed ^ bound);
      }
      mixed = SplitMix64.output(mixed ^ last[i]);
    }
    return "SharedRanges("
        + numPartitions
        + ")#"
        + String.format("%016x", mixed)
        + " at "
        + RangePartitioner.of(points).fingerprint();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SharedRanges<?> that
        && numPartitions == that.numPartitions
        && start == that.start
        && points.equals(that.points)
        && Arrays.equals(first, that.first)
        && Arrays.deepEquals(upTo, that.upTo);
  }

  @Override
  public int hashCode() {
    return 31 * points.hashCode() + Arrays.hashCode(first);
  }

  /** As {@code SharedRanges[3 partitions, cuts at b, m (0 to 1)]}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("SharedRanges[").append(numPartitions);
    text.append(numPartitions == 1 ? " partition" : " partitions");
    int shown = Math.min(first.length, 8);
    for (int i = 0; i < shown; i++) {
      text.append(i == 0 ? ", cuts at " : ", ").append(KeyRange.text(points.splitPoint(i)));
      if (first[i] < last[i]) {
        text.append(" (").append(first[i]).append(" to ").append(last[i]).append(')');
      }
    }
    return text.append(shown < first.length ? ", …]" : "]").toString();
  }
}
