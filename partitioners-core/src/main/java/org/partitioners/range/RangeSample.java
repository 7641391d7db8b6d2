package org.partitioners.range;

import static java.util.Objects.requireNonNull;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.datasketches.kll.KllItemsSketch;
import org.apache.datasketches.kll.KllSketch;
import org.apache.datasketches.memory.Memory;
import org.apache.datasketches.quantilescommon.QuantilesGenericSketchIterator;
import org.jspecify.annotations.Nullable;
import org.partitioners.PartitionLoad;

/**
 * A mergeable sample of keys, from which boundaries are made that share out the weight evenly.
 *
 * <p>It is the quantile sketch of Karnin, Lang and Liberty, "Optimal quantile approximation in
 * streams" (FOCS 2016, <a href="https://doi.org/10.1109/FOCS.2016.17">doi:10.1109/FOCS.2016.17</a>)
 * as Apache DataSketches has it. With parameter k it keeps some 3·k keys however many come, and
 * knows the rank of any to within {@link #rankError()}. As long as the total weight is at most k,
 * it is exact.
 *
 * <p><b>Not repeatable beyond that:</b> the sketch draws random bits that cannot be seeded, so two
 * samples of the same records may give boundaries that differ a little. What is made from a sample
 * is a plain value: make it once and hand it out.
 *
 * <p>Adding a record takes amortised time O(log k), one with a weight as many times that as its
 * weight has bits set; a thousand of these wait to be added together. Mutable and not thread-safe;
 * serializable, without loss, if its keys are. Keys must never be modified.
 *
 * @param <K> the type of key
 */
public final class RangeSample<K> implements Serializable {
  private static final long serialVersionUID = 1;

  /** As many levels as a sketch may have. */
  private static final long MOST_WEIGHT = 1L << 60;

  private static final int MIN_K = 8;
  private static final int MAX_K = KllSketch.MAX_K;

  private static final int LEAST_K_FOR_PARTITIONS = 200;
  private static final int K_PER_PARTITION = 24;

  private final transient Comparator<? super K> order;
  private final transient KeyNumbers<K> keyNumbers;
  private final transient KllItemsSketch<K> added;

  /** Weighted keys that are still to be added. */
  private transient @Nullable WeightedBatch<K> batch;

  private RangeSample(
      Comparator<? super K> order, KeyNumbers<K> keyNumbers, KllItemsSketch<K> sketch) {
    this.order = order;
    this.keyNumbers = keyNumbers;
    this.added = sketch;
  }

  /** The sketch of all keys. */
  private KllItemsSketch<K> sketch() {
    WeightedBatch<K> waiting = batch;
    if (waiting != null) {
      waiting.moveTo(added, order);
    }
    return added;
  }

  /**
   * An empty sample of keys in their natural order, fine enough to divide into so many ranges.
   *
   * @param numPartitions how many ranges are to be made, at least 1
   * @throws IllegalArgumentException if the number is not positive
   */
  public static <K extends Comparable<? super K>> RangeSample<K> forPartitions(int numPartitions) {
    return forPartitions(numPartitions, Comparator.<K>naturalOrder());
  }

  /**
   * An empty sample that is fine enough to divide into so many ranges: k is 24 for each, but at
   * least 200 and at most 65535. Up to 2730 ranges of light keys then have at most 1.1 times the
   * mean weight.
   *
   * @param numPartitions how many ranges are to be made, at least 1
   * @param order the order of keys; serializable
   * @throws IllegalArgumentException if the number is not positive or the order not serializable
   */
  public static <K> RangeSample<K> forPartitions(int numPartitions, Comparator<? super K> order) {
    checkPartitions(numPartitions);
    long k = Math.max(LEAST_K_FOR_PARTITIONS, (long) K_PER_PARTITION * numPartitions);
    return ofSize((int) Math.min(MAX_K, k), order);
  }

  /**
   * An empty sample of chosen size.
   *
   * @param k the parameter of the sketch, in [8..65535]
   * @param order the order of keys; serializable
   * @throws IllegalArgumentException if k is out of range or the order not serializable
   */
  public static <K> RangeSample<K> ofSize(int k, Comparator<? super K> order) {
    KeyRange.requireSerializable(order);
    if (k < MIN_K || k > MAX_K) {
      throw new IllegalArgumentException("k: " + k + " not in [" + MIN_K + ".." + MAX_K + "]");
    }
    KeyNumbers<K> keyNumbers = new KeyNumbers<>();
    return new RangeSample<>(
        order, keyNumbers, KllItemsSketch.newHeapInstance(k, order, keyNumbers));
  }

  /** Adds a record of weight 1. */
  public void add(K key) {
    added.update(requireNonNull(key, "key"));
  }

  /**
   * Adds a key with a weight: records, bytes.
   *
   * @param weight in [0..2⁶⁰]; the sum of all weights must be less than 2⁶³
   * @throws IllegalArgumentException if the weight is out of range
   */
  public void add(K key, long weight) {
    requireNonNull(key, "key");
    if (weight < 0 || weight > MOST_WEIGHT) {
      throw new IllegalArgumentException("weight: " + weight + " not in [0.." + MOST_WEIGHT + "]");
    }
    if (weight == 0) {
      return;
    }
    WeightedBatch<K> waiting = batch;
    if (waiting == null && weight <= added.getK() - added.getN()) {
      for (long i = 0; i < weight; i++) {
        added.update(key); // still exact: there is room for each record
      }
    } else {
      if (waiting == null) {
        waiting = new WeightedBatch<>();
        batch = waiting;
      }
      waiting.add(key, weight);
      if (waiting.isFull()) {
        waiting.moveTo(added, order);
      }
    }
  }

  /**
   * Adds all that another sample of the same order has seen; the other stays as it is.
   *
   * @throws IllegalArgumentException if the other is this sample itself, or of another order
   */
  public void merge(RangeSample<K> other) {
    if (other == this) {
      throw new IllegalArgumentException("other: is this sample itself");
    }
    if (!order.equals(other.order) && !space().equals(other.space())) {
      throw new IllegalArgumentException("other: a sample in another order of keys");
    }
    added.merge(other.sketch());
  }

  private String space() {
    return RangePartitioner.of(RangeBoundaries.of(List.<K>of(), order, Inclusive.LOWER)).space();
  }

  /** The total weight added. */
  public long total() {
    return sketch().getN();
  }

  /**
   * By what fraction of the total weight the rank of a key may be wrong, with 99 % confidence:
   * about 2.3/k^0.9, or 0 while all is exact.
   */
  public double rankError() {
    return sketch().isEstimationMode() ? added.getNormalizedRankError(false) : 0;
  }

  /** The boundaries of a {@link #plan}. */
  public RangeBoundaries<K> boundaries(int numPartitions) {
    return plan(numPartitions).boundaries();
  }

  /** A plan of ranges {@code [lower, upper)}. */
  public RangePlan<K> plan(int numPartitions) {
    return plan(numPartitions, Inclusive.LOWER);
  }

  /**
   * The boundaries under which the busiest range has the least weight possible, as far as the
   * sample knows, and the keys that are too heavy for any. A heavy key gets a range of its own
   * where that relieves others, and the remaining ranges share the remaining keys.
   *
   * @param numPartitions how many ranges to make, at least 1; if the sample holds fewer distinct
   *     keys, there will be no more ranges than keys
   * @param inclusive which end belongs to a range
   * @throws IllegalArgumentException if the number is not positive, or so large that the sample's
   *     {@link #rankError()} exceeds a range's share
   */
  public RangePlan<K> plan(int numPartitions, Inclusive inclusive) {
    checkDivisible(numPartitions);
    WeightedKeys<K> keys = weightedKeys();
    int[] firsts = keys.divide(numPartitions);
    return new RangePlan<>(
        keys.boundaries(firsts, order, inclusive),
        keys.heavyKeys(numPartitions),
        keys.load(firsts));
  }

  /**
   * Ranges that are even to within 1 % and the sample's error, for the records of a key that weighs
   * enough may go to several of them.
   *
   * @param numPartitions how many to make, in [1..2²⁴]
   * @throws IllegalArgumentException if the number is out of range, or so large that the sample's
   *     {@link #rankError()} exceeds a range's share
   */
  public SharedRanges<K> share(int numPartitions) {
    checkDivisible(numPartitions);
    return weightedKeys().share(numPartitions, order);
  }

  /**
   * Whole ranges over more places than partitions, as key groups are, such that a partition owns
   * consecutive places: partition p of n those from p·places/n on, rounded up. The partitions are
   * as even as those of {@link #plan}, the places within each as even as keys allow.
   *
   * @param numPartitions how many partitions to make, in [1..places]
   * @param places how many ranges, in [1..2²⁴]; keys too few or heavy leave some empty
   * @throws IllegalArgumentException if a number is out of range, or there are so many partitions
   *     that the sample's {@link #rankError()} exceeds a partition's share
   */
  public SharedRanges<K> nest(int numPartitions, int places) {
    checkDivisible(numPartitions);
    if (places < numPartitions) {
      throw new IllegalArgumentException(
          "places: " + places + " not in [" + numPartitions + "..16777216]");
    }
    return weightedKeys().nest(numPartitions, places, order);
  }

  /** The weight that each partition of some ranges would get, as far as this sample knows. */
  public PartitionLoad load(SharedRanges<K> ranges) {
    return weightedKeys().load(ranges);
  }

  /**
   * What {@link #restored} makes a sample of again, for carriers that serialize keys themselves.
   */
  public Image<K> image() {
    keyNumbers.clear();
    byte[] image = sketch().toByteArray();
    @SuppressWarnings("unchecked")
    List<K> keys = (List<K>) List.of(keyNumbers.keys());
    keyNumbers.clear();
    return new Image<>(image, keys);
  }

  /**
   * The sample of an image.
   *
   * @param order the order that the sample had
   */
  public static <K> RangeSample<K> restored(Image<K> image, Comparator<? super K> order) {
    KeyRange.requireSerializable(order);
    KeyNumbers<K> keyNumbers = new KeyNumbers<>(image.keys().toArray());
    KllItemsSketch<K> sketch =
        KllItemsSketch.heapify(Memory.wrap(image.structure()), order, keyNumbers);
    return new RangeSample<>(order, keyNumbers, sketch);
  }

  /**
   * A sample without its order, in two parts.
   *
   * @param structure what is known of the keys, by their numbers
   * @param keys the keys by number
   */
  @SuppressWarnings("ArrayRecordComponent") // moved as it is, never compared
  public record Image<K>(byte[] structure, List<K> keys) {

    /** Copies the list. */
    public Image {
      requireNonNull(structure, "structure");
      keys = List.copyOf(keys);
    }
  }

  /** The keys kept, each once, with their weights. */
  WeightedKeys<K> weightedKeys() {
    List<WeightedKeys.Weighted<K>> retained = new ArrayList<>();
    QuantilesGenericSketchIterator<K> iterator = sketch().iterator();
    while (iterator.next()) {
      retained.add(new WeightedKeys.Weighted<>(iterator.getQuantile(), iterator.getWeight()));
    }
    return new WeightedKeys<>(retained, order);
  }

  /** The order of keys. */
  public Comparator<? super K> order() {
    return order;
  }

  private void checkDivisible(int numPartitions) {
    checkPartitions(numPartitions);
    if (rankError() * numPartitions > 1) {
      throw new IllegalArgumentException(
          "numPartitions: "
              + numPartitions
              + " not in [1.."
              + (int) (1 / rankError())
              + "], as finely as this sample can divide; take RangeSample.forPartitions("
              + numPartitions
              + ")");
    }
  }

  private static void checkPartitions(int numPartitions) {
    if (numPartitions < 1) {
      throw new IllegalArgumentException(
          "numPartitions: " + numPartitions + " not in [1.." + Integer.MAX_VALUE + "]");
    }
  }

  private Object writeReplace() {
    Image<K> image = image();
    return new Form<>(image.structure(), image.keys().toArray(), order);
  }

  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw new InvalidObjectException("written as a Form only");
  }

  /** What is serialized: the sketch's image with numbers for keys, and the keys. */
  private static final class Form<K> implements Serializable {
    private static final long serialVersionUID = 1;

    private final byte[] image;
    private final Object[] keys;
    private final Comparator<? super K> order;

    Form(byte[] image, Object[] keys, Comparator<? super K> order) {
      this.image = image;
      this.keys = keys;
      this.order = order;
    }

    private Object readResolve() {
      @SuppressWarnings("unchecked")
      List<K> list = (List<K>) List.of(keys);
      return restored(new Image<>(image, list), order);
    }
  }

  /** As {@code RangeSample[k = 2400, total weight 10000000]}. */
  @Override
  public String toString() {
    return "RangeSample[k = " + added.getK() + ", total weight " + total() + "]";
  }
}
