package org.partitioners.skew;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.partitioners.Described;
import org.partitioners.DescribedKeys;
import org.partitioners.Description;
import org.partitioners.KeyPartitioner;
import org.partitioners.PartitionLoad;

/**
 * A partitioner for few, known keys that spreads them evenly: hashing as many keys as partitions
 * leaves about a third of the partitions idle, this leaves none.
 *
 * <p>The heaviest key is placed first, each where then the load is least: the LPT rule of Graham,
 * "Bounds on multiprocessing timing anomalies" (SIAM Journal on Applied Mathematics 17(2), 1969, <a
 * href="https://doi.org/10.1137/0117039">doi:10.1137/0117039</a>). What it promises of K keys on n
 * partitions, and keeps through every change:
 *
 * <ul>
 *   <li>no partition is empty while another has two keys, so none at all if K ≥ n;
 *   <li>the largest load exceeds the least by at most the heaviest key's weight;
 *   <li>the largest load is at most 4/3 − 1/(3n) times the least possible one;
 *   <li>if all weights are equal, each partition has ⌊K/n⌋ or ⌈K/n⌉ keys: the largest load is at
 *       most 1 + 1/⌊K/n⌋ times the mean where K ≥ n.
 * </ul>
 *
 * <p><b>Changes move few keys.</b> {@link #with}, {@link #without}, {@link #reassigned} and {@link
 * #withPartitions(int)} return another partitioner in which every key stays where it is as long as
 * the above holds; {@link org.partitioners.PartitionChange#between(KeyPartitioner, KeyPartitioner,
 * Iterable)} lists those that had to move. They are never more than placing all keys anew would
 * move. With equal weights at most one other key moves when a key is added or removed, and another
 * number of partitions moves the least keys possible. So a mapping depends on the changes that led
 * to it; a job keeps the partitioner itself, not only its keys.
 *
 * <p><b>Other keys</b> are refused with an {@link IllegalArgumentException}, unless there is a
 * {@linkplain #withFallback fallback} for them; what they add to the load is not foreseen.
 *
 * <p>A mapping depends on keys and weights alone, not on the order of the map: keys of equal weight
 * are taken in their natural order or the given comparator's. Placing anew takes O(K log K) time, a
 * change O(K + n) more for each key that moves. A look-up is one in a hash map of K entries and
 * allocates nothing. Immutable and thread-safe; serializable if keys, comparator and fallback are.
 * Keys need a stable {@code equals} (not arrays). The {@link #fingerprint()} is of the mapping:
 * weights that move nothing do not change it.
 *
 * @param <K> the type of key
 */
public final class BalancedKeys<K> implements KeyPartitioner<K>, Described {
  private static final long serialVersionUID = 1;

  /** The largest number of partitions. */
  public static final int MAX_PARTITIONS = 1 << 16;

  /** Serializable where the user's is. */
  @SuppressWarnings("serial")
  private final Comparator<? super K> order;

  private final KeyTable<K> table;

  /** In the order of the table's keys. */
  private final long[] weights;

  private BalancedKeys(Comparator<? super K> order, KeyTable<K> table, long[] weights) {
    this.order = order;
    this.table = table;
    this.weights = weights;
  }

  /**
   * Keys that all weigh the same.
   *
   * @param keys the keys, with a natural order; none if all are left to a fallback
   * @param numPartitions n, in [1..65536]
   * @throws IllegalArgumentException if n is out of range, or the order takes two keys for equal
   */
  public static <K extends Comparable<? super K>> BalancedKeys<K> of(
      Set<K> keys, int numPartitions) {
    Map<K, Long> weights = new LinkedHashMap<>();
    keys.forEach(key -> weights.put(key, 1L));
    return of(weights, numPartitions);
  }

  /**
   * Weighted keys with a natural order.
   *
   * @param weights what each key brings, in whatever unit, at least 1
   * @param numPartitions n, in [1..65536]
   * @throws IllegalArgumentException if n or a weight is out of range, or the sum overflows
   */
  public static <K extends Comparable<? super K>> BalancedKeys<K> of(
      Map<K, Long> weights, int numPartitions) {
    return of(weights, numPartitions, Comparator.naturalOrder());
  }

  /**
   * Weighted keys ordered by a comparator, which must tell all of them apart.
   *
   * @param weights what each key brings, in whatever unit, at least 1
   * @param numPartitions n, in [1..65536]
   * @param order serializable, if the partitioner is to be
   * @throws IllegalArgumentException if n or a weight is out of range, the sum overflows, or the
   *     comparator takes two keys for equal
   */
  public static <K> BalancedKeys<K> of(
      Map<K, Long> weights, int numPartitions, Comparator<? super K> order) {
    checkPartitions(numPartitions);
    SortedMap<K, Long> sorted = sorted(weights, requireNonNull(order, "order"));
    long[] values = values(sorted);
    return new BalancedKeys<>(
        order,
        new KeyTable<>(
            numPartitions,
            new ArrayList<>(sorted.keySet()),
            Rebalancing.anew(values, numPartitions),
            null),
        values);
  }

  /**
   * The same, with a partitioner for all keys that are not known.
   *
   * @param fallback has as many partitions
   * @throws IllegalArgumentException if it has another number of partitions
   */
  public BalancedKeys<K> withFallback(KeyPartitioner<? super K> fallback) {
    KeyTable<K> withFallback =
        new KeyTable<>(
            numPartitions(),
            table.keys(),
            table.partitions(),
            requireNonNull(fallback, "fallback"));
    return new BalancedKeys<>(order, withFallback, weights);
  }

  /**
   * With one more key or, where it is known, with another weight for it.
   *
   * @param weight at least 1
   * @throws IllegalArgumentException if the weight is out of range, or the sum overflows
   */
  public BalancedKeys<K> with(K key, long weight) {
    Map<K, Long> changed = weights();
    changed.put(requireNonNull(key, "key: null is not a key"), weight);
    return reassigned(changed);
  }

  /**
   * Without a key.
   *
   * @throws IllegalArgumentException if the key is not known
   */
  public BalancedKeys<K> without(K key) {
    if (!table.knows(key)) {
      throw new IllegalArgumentException("key: " + key + " is not known; keys() lists those");
    }
    Map<K, Long> changed = weights();
    changed.remove(key);
    return reassigned(changed);
  }

  /**
   * With other keys and weights. Keys that are in both stay where the promises allow it.
   *
   * @param newWeights all keys, with what each brings, at least 1
   * @throws IllegalArgumentException as {@link #of(Map, int, Comparator)}
   */
  public BalancedKeys<K> reassigned(Map<K, Long> newWeights) {
    return mended(newWeights, numPartitions(), table.fallback());
  }

  /**
   * On another number of partitions. Partitions are added or taken away at the end.
   *
   * @param numPartitions n, in [1..65536]
   * @throws IllegalArgumentException if n is out of range, or there is a fallback: see {@link
   *     #withPartitions(int, KeyPartitioner)}
   */
  public BalancedKeys<K> withPartitions(int numPartitions) {
    return mended(weights(), checkPartitions(numPartitions), table.fallback());
  }

  /**
   * On another number of partitions, with another fallback for unknown keys.
   *
   * @param numPartitions n, in [1..65536]
   * @param fallback has as many partitions
   * @throws IllegalArgumentException if n is out of range or the fallback has another number
   */
  public BalancedKeys<K> withPartitions(int numPartitions, KeyPartitioner<? super K> fallback) {
    return mended(weights(), checkPartitions(numPartitions), requireNonNull(fallback, "fallback"));
  }

  private BalancedKeys<K> mended(
      Map<K, Long> newWeights, int numPartitions, @Nullable KeyPartitioner<? super K> fallback) {
    SortedMap<K, Long> sorted = sorted(newWeights, order);
    List<K> keys = new ArrayList<>(sorted.keySet());
    long[] values = values(sorted);
    int[] before = new int[keys.size()];
    Arrays.setAll(
        before, i -> table.knows(keys.get(i)) ? table.partition(keys.get(i)) : Rebalancing.NOWHERE);
    int[] after = Rebalancing.mend(values, before, numPartitions);
    return new BalancedKeys<>(order, new KeyTable<>(numPartitions, keys, after, fallback), values);
  }

  /** The known keys, in their order. Immutable. */
  public List<K> keys() {
    return table.keys();
  }

  /** The known keys with their weights, in their order. A copy. */
  public Map<K, Long> weights() {
    Map<K, Long> copy = new LinkedHashMap<>();
    for (int i = 0; i < weights.length; i++) {
      copy.put(table.keys().get(i), weights[i]);
    }
    return copy;
  }

  /** What each partition carries of the known keys, if they bring what they weigh. */
  public PartitionLoad expectedLoad() {
    long[] loads = new long[numPartitions()];
    int[] partitions = table.partitions();
    for (int i = 0; i < weights.length; i++) {
      loads[partitions[i]] += weights[i];
    }
    return PartitionLoad.of(loads);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the key is not known and there is no fallback
   */
  @Override
  public int partition(K key) {
    return table.partition(key);
  }

  @Override
  public int numPartitions() {
    return table.numPartitions();
  }

  @Override
  public String fingerprint() {
    return table.fingerprint();
  }

  @Override
  public Description description() {
    Description description =
        Description.of("balanced-keys")
            .with("partitions", numPartitions())
            .with("order", DescribedKeys.order(order))
            .with("keys", DescribedKeys.of(keys()))
            .with("weights", Arrays.stream(weights).boxed().toList())
            .with("places", Arrays.stream(table.partitions()).asLongStream().boxed().toList());
    KeyPartitioner<? super K> fallback = table.fallback();
    return fallback == null
        ? description
        : description.with("fallback", Description.of("fallback", fallback));
  }

  /**
   * The partitioner that was described, its keys where they were.
   *
   * @param fallback makes the partitioner for other keys from its description, if there is one
   * @throws IllegalArgumentException if a part is missing, is not known or is out of range
   */
  public static BalancedKeys<?> described(
      Description description, Function<Description, ? extends KeyPartitioner<?>> fallback) {
    boolean withFallback = description.has("fallback");
    description.requireParts(
        Stream.of("partitions", "order", "keys", "weights", "places", "fallback")
            .filter(part -> withFallback || !part.equals("fallback"))
            .toArray(String[]::new));
    int numPartitions = checkPartitions(description.integer("partitions"));
    Comparator<Object> order = DescribedKeys.order(description.description("order"));
    List<Object> keys = DescribedKeys.keys(description.description("keys"));
    long[] weights = description.wholes("weights");
    int[] places = description.integers("places");
    if (weights.length != keys.size() || places.length != keys.size()) {
      throw new IllegalArgumentException(
          "balanced-keys: "
              + keys.size()
              + " keys, "
              + weights.length
              + " weights, "
              + places.length
              + " places; give each key one of both");
    }
    Map<Object, Long> weighed = new LinkedHashMap<>();
    for (int i = 0; i < weights.length; i++) {
      Objects.checkIndex(places[i], numPartitions);
      weighed.put(keys.get(i), weights[i]);
    }
    if (!List.copyOf(sorted(weighed, order).keySet()).equals(keys)) {
      throw new IllegalArgumentException("keys: not in their order, each once");
    }
    KeyPartitioner<Object> others =
        withFallback ? widened(fallback.apply(description.description("fallback"))) : null;
    return new BalancedKeys<>(order, new KeyTable<>(numPartitions, keys, places, others), weights);
  }

  /** Keys of all types: another than it knows, it refuses. */
  @SuppressWarnings("unchecked")
  private static KeyPartitioner<Object> widened(KeyPartitioner<?> partitioner) {
    return (KeyPartitioner<Object>) partitioner;
  }

  /** As {@code BalancedKeys[8 keys on 4 partitions]}. */
  @Override
  public String toString() {
    return "BalancedKeys[" + weights.length + " keys on " + numPartitions() + " partitions]";
  }

  private static int checkPartitions(int numPartitions) {
    if (numPartitions < 1 || numPartitions > MAX_PARTITIONS) {
      throw new IllegalArgumentException(
          "numPartitions: " + numPartitions + " not in [1.." + MAX_PARTITIONS + "]");
    }
    return numPartitions;
  }

  private static <K> SortedMap<K, Long> sorted(Map<K, Long> weights, Comparator<? super K> order) {
    SortedMap<K, Long> sorted = new TreeMap<>(order);
    long total = 0;
    for (Map.Entry<K, Long> entry : weights.entrySet()) {
      K key = requireNonNull(entry.getKey(), "weights: null is not a key");
      long weight = requireNonNull(entry.getValue(), "weights: null is not a weight");
      if (weight < 1) {
        throw new IllegalArgumentException(
            "weights[" + key + "]: " + weight + " not in [1.." + Long.MAX_VALUE + "]");
      }
      total += weight;
      if (total < 0) {
        throw new IllegalArgumentException("weights: their sum exceeds " + Long.MAX_VALUE);
      }
      if (sorted.put(key, weight) != null) {
        throw new IllegalArgumentException(
            "order: takes the key " + key + " and another for equal; it must tell all keys apart");
      }
    }
    return Collections.unmodifiableSortedMap(sorted);
  }

  private static long[] values(SortedMap<?, Long> weights) {
    return weights.values().stream().mapToLong(Long::longValue).toArray();
  }
}
