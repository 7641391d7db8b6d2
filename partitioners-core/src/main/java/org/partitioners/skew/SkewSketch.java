package org.partitioners.skew;

import static java.util.Objects.requireNonNull;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import org.apache.datasketches.hll.HllSketch;
import org.apache.datasketches.hll.TgtHllType;
import org.apache.datasketches.hll.Union;
import org.partitioners.KeyPartitioner;
import org.partitioners.PartitionLoad;

/**
 * A mergeable summary of a stream's keys that is enough to tell how skewed the stream is: how many
 * records, how many different keys, and which keys came often.
 *
 * <p>It keeps counts alone. What follows from them under some partitioner is a {@link SkewReport},
 * derived by {@link #report(KeyPartitioner)}, so sketches of several senders are merged first and
 * reported on after.
 *
 * <p>{@link HeavyHitters} with at least 7/share counters knows every count to within half of the
 * share. Distinct keys are counted by HyperLogLog with 4096 registers (Flajolet et al.,
 * "HyperLogLog: the analysis of a near-optimal cardinality estimation algorithm", AofA 2007, <a
 * href="https://doi.org/10.46298/dmtcs.3545">doi:10.46298/dmtcs.3545</a>), as Apache DataSketches
 * does.
 *
 * <p>Adding a record takes amortised constant time. Memory is 4 KB and up to 43 bytes and a key for
 * each counter, of which there are between 4096 and 14/share: 1.4 MB for 100 places; a quarter of
 * the counters stays free. Streams of few keys take less. Mutable and not thread-safe; serializable
 * if its keys are. Keys need a stable {@code equals} and {@code hashCode} (not arrays).
 *
 * @param <K> the type of key
 */
public final class SkewSketch<K> implements Serializable {
  private static final long serialVersionUID = 1;

  /** With them, exponents of Zipf's law can be told for few places, too. */
  private static final int MIN_COUNTERS = 1 << 12;

  /** The error of the counts is at most 3.5/counters, which is to be half of the share. */
  private static final int COUNTERS_PER_SHARE = 7;

  private static final double MIN_SHARE = 1.0 / (1 << 21);
  private static final int LOG_REGISTERS = 12;

  private final double share;
  private final HeavyHitters<K> hitters;
  private transient HllSketch distinct;

  private SkewSketch(double share, HeavyHitters<K> hitters, HllSketch distinct) {
    this.share = share;
    this.hitters = hitters;
    this.distinct = distinct;
  }

  /**
   * An empty sketch that finds the keys that are hot for so many places, by {@link
   * HotKeys#share(int)}.
   *
   * @param numPlaces in [1..65536]
   * @throws IllegalArgumentException if the number is out of range
   */
  public static <K> SkewSketch<K> forPlaces(int numPlaces) {
    return forShare(HotKeys.share(Groupings.checkPlaces(numPlaces)));
  }

  /**
   * An empty sketch that finds the keys with more than a share of all records.
   *
   * @param share in [2⁻²¹..1]
   * @throws IllegalArgumentException if the share is out of range
   */
  public static <K> SkewSketch<K> forShare(double share) {
    if (!(share >= MIN_SHARE && share <= 1)) {
      throw new IllegalArgumentException("share: " + share + " not in [" + MIN_SHARE + "..1]");
    }
    return new SkewSketch<>(
        share, new HeavyHitters<>(counters(share)), new HllSketch(LOG_REGISTERS, TgtHllType.HLL_8));
  }

  private static int counters(double share) {
    int needed = Math.max(MIN_COUNTERS, (int) Math.ceil(COUNTERS_PER_SHARE / share));
    return Integer.highestOneBit(needed - 1) << 1;
  }

  /**
   * The sketch of an image: it has the same counts, and knows them as well.
   *
   * @throws IllegalArgumentException if the image's share is out of range
   */
  public static <K> SkewSketch<K> restored(Image<K> image) {
    double share = SkewSketch.<K>forShare(image.share()).share();
    return new SkewSketch<>(
        share,
        HeavyHitters.restored(counters(share), image.counts(), image.error(), image.records()),
        HllSketch.heapify(image.distinct()));
  }

  /**
   * What {@link #restored} makes a sketch of again, for carriers that serialize keys themselves.
   */
  public Image<K> image() {
    return new Image<>(
        share, records(), hitters.error(), hitters.counts(), distinct.toCompactByteArray());
  }

  /**
   * The parts of a sketch.
   *
   * @param share from which share of the records on a key is a heavy hitter
   * @param records how many were added
   * @param error by how much counts may be too low
   * @param counts how often each known key came, at least
   * @param distinct the HyperLogLog sketch, as Apache DataSketches writes it
   */
  @SuppressWarnings("ArrayRecordComponent") // moved as it is, never compared
  public record Image<K>(
      double share, long records, long error, Map<K, Long> counts, byte[] distinct) {}

  /**
   * Adds a record.
   *
   * @param keyHash a hash of the key, equal for equal keys everywhere. Different keys of one hash
   *     count as one distinct key: of 32-bit hashes, that makes 10⁸ keys seem 1.2 % fewer
   */
  public void add(K key, long keyHash) {
    hitters.add(key);
    distinct.update(keyHash);
  }

  /**
   * Adds all that another sketch has seen; the other stays as it is.
   *
   * @throws IllegalArgumentException if the other is this sketch itself or has another share
   */
  public void merge(SkewSketch<K> other) {
    if (other == this) {
      throw new IllegalArgumentException("other: is this sketch itself");
    }
    if (other.share != share) {
      throw new IllegalArgumentException(
          "other: its share " + other.share + " is not " + share + ", this sketch's");
    }
    hitters.merge(other.hitters);
    Union union = new Union(LOG_REGISTERS);
    union.update(distinct);
    union.update(other.distinct);
    distinct = union.getResult(TgtHllType.HLL_8);
  }

  /**
   * The same counts of other keys, as by {@link HeavyHitters#mapKeys}.
   *
   * @param toKey maps every key to another one, no two to the same
   */
  public <L> SkewSketch<L> mapKeys(Function<? super K, ? extends L> toKey) {
    return new SkewSketch<>(share, hitters.mapKeys(toKey), distinct.copy());
  }

  /** From which share of the records on a key is a heavy hitter. */
  public double share() {
    return share;
  }

  /** How many records were added. */
  public long records() {
    return hitters.total();
  }

  /** How many different keys they had: an estimate with a standard error of 1.6 %. */
  public double distinctKeys() {
    return distinct.getEstimate();
  }

  /** How often each key came, with bounds. */
  public HeavyHitters<K> heavyHitters() {
    return hitters;
  }

  /**
   * What the counts say of a stream placed by a partitioner that spreads keys it has not seen
   * evenly.
   */
  public SkewReport<K> report(KeyPartitioner<? super K> keyBy) {
    long[] even = new long[keyBy.numPartitions()];
    Arrays.fill(even, 1);
    return report(keyBy, PartitionLoad.of(even));
  }

  /**
   * What the counts say of a stream placed by a partitioner. Takes time in proportion to the
   * counters and, with P places, to P·log²P.
   *
   * @param rest in what proportion the partitioner spreads the many keys that are too rare to be
   *     known; of as many partitions
   * @throws IllegalArgumentException if the rest has another number of partitions or is empty
   */
  public SkewReport<K> report(KeyPartitioner<? super K> keyBy, PartitionLoad rest) {
    requireNonNull(rest, "rest");
    if (rest.numPartitions() != keyBy.numPartitions()) {
      throw new IllegalArgumentException(
          "rest: has "
              + rest.numPartitions()
              + " partitions and the partitioner "
              + keyBy.numPartitions());
    }
    if (rest.total() == 0) {
      throw new IllegalArgumentException("rest: at least one count must be positive");
    }
    return SkewDerivation.of(this, keyBy, rest);
  }

  private Object writeReplace() {
    return new Form<>(share, hitters, distinct.toCompactByteArray());
  }

  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw new InvalidObjectException("written as a Form only");
  }

  /** What is serialized. */
  private static final class Form<K> implements Serializable {
    private static final long serialVersionUID = 1;

    private final double share;
    private final HeavyHitters<K> hitters;
    private final byte[] distinct;

    Form(double share, HeavyHitters<K> hitters, byte[] distinct) {
      this.share = share;
      this.hitters = hitters;
      this.distinct = distinct;
    }

    private Object readResolve() {
      return new SkewSketch<>(share, hitters, HllSketch.heapify(distinct));
    }
  }

  /** As {@code SkewSketch[3400 records of about 12 keys]}. */
  @Override
  public String toString() {
    return "SkewSketch[" + records() + " records of about " + Math.round(distinctKeys()) + " keys]";
  }
}
