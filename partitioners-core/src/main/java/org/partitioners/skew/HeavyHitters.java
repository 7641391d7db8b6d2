package org.partitioners.skew;

import static java.util.Objects.requireNonNull;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.datasketches.frequencies.ErrorType;
import org.apache.datasketches.frequencies.ItemsSketch;

/**
 * A mergeable summary of the most frequent keys of a stream, with bounds on how often each came.
 *
 * <p>With C counters and N records in all, every count is known to within 3.5·N/C at worst, and in
 * skewed streams to within far less: 1024 counters tell exactly which of 10⁶ keys by Zipf's law
 * (exponent 1.2) have more than 1/500 of the traffic. {@link #error()} is what it came to. It is
 * the frequent-items sketch of Apache DataSketches: Anderson et al., "A high-performance algorithm
 * for identifying frequent items in data streams" (IMC 2017, <a
 * href="https://doi.org/10.1145/3131365.3131407">doi:10.1145/3131365.3131407</a>).
 *
 * <p>To notice keys that become hot now, {@link #halve()} at regular intervals: an exponential
 * decay in steps, with which the bounds hold for the decayed counts.
 *
 * <p>Adding a record takes amortised constant time. Memory is in proportion to the counters.
 * Mutable and not thread-safe; serializable if its keys are. Keys need a stable {@code equals} and
 * {@code hashCode} (not arrays).
 *
 * @param <K> the type of key
 */
public final class HeavyHitters<K> implements Serializable {
  private static final long serialVersionUID = 1;

  private static final int MIN_COUNTERS = 8;
  private static final int MAX_COUNTERS = 1 << 24;

  private final int counters;
  private transient ItemsSketch<K> sketch;

  /** By how much counts may be too low beyond what the sketch knows of. */
  private long inheritedError;

  private long total;

  /**
   * An empty summary.
   *
   * @param counters how many keys are counted at a time, a power of two in [8..2²⁴]; a quarter of
   *     them stays free
   * @throws IllegalArgumentException if the number is no such power
   */
  public HeavyHitters(int counters) {
    if (counters < MIN_COUNTERS || counters > MAX_COUNTERS || Integer.bitCount(counters) != 1) {
      throw new IllegalArgumentException(
          "counters: "
              + counters
              + " not a power of two in ["
              + MIN_COUNTERS
              + ".."
              + MAX_COUNTERS
              + "]");
    }
    this.counters = counters;
    this.sketch = new ItemsSketch<>(counters);
  }

  /** Adds a record. */
  public void add(K key) {
    add(key, 1);
  }

  /**
   * Adds records of a key.
   *
   * @param count how many, not negative
   * @throws IllegalArgumentException if the count is negative, or the total exceeds 2⁶³ − 1
   */
  public void add(K key, long count) {
    requireNonNull(key, "key");
    if (count < 0) {
      throw new IllegalArgumentException("count: " + count + " not in [0.." + Long.MAX_VALUE + "]");
    }
    total = sum(total, count);
    sketch.update(key, count);
  }

  /**
   * Adds all that another summary has seen; the other stays as it is.
   *
   * @throws IllegalArgumentException if the other is this summary itself, or the total exceeds 2⁶³
   *     − 1
   */
  public void merge(HeavyHitters<K> other) {
    if (other == this) {
      throw new IllegalArgumentException("other: is this summary itself");
    }
    total = sum(total, other.total);
    sketch.merge(other.sketch);
    inheritedError += other.inheritedError;
    if (other.sketch.isEmpty()) {
      // All its keys have been purged, and then the sketch passes it over with its error.
      inheritedError += other.sketch.getMaximumError();
    }
  }

  private static long sum(long total, long count) {
    if (count > Long.MAX_VALUE - total) {
      throw new IllegalArgumentException(
          "count: "
              + count
              + " not in [0.."
              + (Long.MAX_VALUE - total)
              + "], what "
              + total
              + " leaves of a long");
    }
    return total + count;
  }

  /** Halves all counts, so that what has been counts less against what is to come. */
  public void halve() {
    ItemsSketch<K> halved = new ItemsSketch<>(counters);
    for (ItemsSketch.Row<K> row : rows()) {
      halved.update(row.getItem(), row.getLowerBound() / 2);
    }
    // Rounding loses up to a half, so half the error and another half, rounded up.
    inheritedError = error() / 2 + 1;
    sketch = halved;
    total /= 2;
  }

  /**
   * The same counts of other keys: those that stand for this summary's. To send it, say, where keys
   * have another form.
   *
   * @param toKey maps every key to another one, no two to the same
   */
  public <L> HeavyHitters<L> mapKeys(Function<? super K, ? extends L> toKey) {
    HeavyHitters<L> mapped = new HeavyHitters<>(counters);
    for (ItemsSketch.Row<K> row : rows()) {
      mapped.sketch.update(toKey.apply(row.getItem()), row.getLowerBound());
    }
    mapped.inheritedError = error();
    mapped.total = total;
    return mapped;
  }

  /** How many records there were in all, as decayed. */
  public long total() {
    return total;
  }

  /** By how much counts may be too low: upper bounds exceed lower bounds by so much, not more. */
  public long error() {
    return sketch.getMaximumError() + inheritedError;
  }

  /**
   * The keys that may have come more often than a share of all records, the most frequent first.
   * None that has is missing, provided that the share is at least {@link #error()} of {@link
   * #total()}; nor does any come that has not, provided that its bounds are not on both sides of
   * the share.
   *
   * @param share in [0..1]
   * @throws IllegalArgumentException if the share is out of range
   */
  public List<HeavyHitter<K>> above(double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("share: " + share + " not in [0..1]");
    }
    return ranked().stream().filter(hitter -> hitter.upperBound() > share * total).toList();
  }

  /**
   * The keys known best to be frequent, by descending lower bound.
   *
   * @param limit how many at most, not negative
   * @throws IllegalArgumentException if the limit is negative
   */
  public List<HeavyHitter<K>> top(int limit) {
    if (limit < 0) {
      throw new IllegalArgumentException(
          "limit: " + limit + " not in [0.." + Integer.MAX_VALUE + "]");
    }
    return ranked().stream().limit(limit).toList();
  }

  /** How often a key came. */
  public HeavyHitter<K> count(K key) {
    requireNonNull(key, "key");
    return new HeavyHitter<>(
        key, sketch.getLowerBound(key), sketch.getUpperBound(key) + inheritedError);
  }

  private List<HeavyHitter<K>> ranked() {
    List<HeavyHitter<K>> ranked = new ArrayList<>();
    for (ItemsSketch.Row<K> row : rows()) {
      ranked.add(
          new HeavyHitter<>(
              row.getItem(), row.getLowerBound(), row.getUpperBound() + inheritedError));
    }
    ranked.sort(Comparator.comparingLong((HeavyHitter<K> hitter) -> -hitter.lowerBound()));
    return ranked;
  }

  private ItemsSketch.Row<K>[] rows() {
    return sketch.getFrequentItems(ErrorType.NO_FALSE_NEGATIVES);
  }

  /** Every known key with its lower bound. */
  Map<K, Long> counts() {
    Map<K, Long> counts = new LinkedHashMap<>();
    for (ItemsSketch.Row<K> row : rows()) {
      counts.put(row.getItem(), row.getLowerBound());
    }
    return counts;
  }

  /** The summary that has these counts. */
  static <K> HeavyHitters<K> restored(int counters, Map<K, Long> counts, long error, long total) {
    HeavyHitters<K> restored = new HeavyHitters<>(counters);
    counts.forEach((key, count) -> restored.sketch.update(key, count));
    restored.inheritedError = error;
    restored.total = total;
    return restored;
  }

  private Object writeReplace() {
    return new Form<>(counters, counts(), error(), total);
  }

  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw new InvalidObjectException("written as a Form only");
  }

  /** What is serialized. */
  private record Form<K>(int counters, Map<K, Long> counts, long error, long total)
      implements Serializable {

    private Object readResolve() {
      return restored(counters, counts, error, total);
    }
  }

  /** As {@code HeavyHitters[12 keys of 3400 records]}. */
  @Override
  public String toString() {
    return "HeavyHitters[" + sketch.getNumActiveItems() + " keys of " + total + " records]";
  }
}
