package org.partitioners.range;

import static java.util.Objects.requireNonNull;

import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.partitioners.Described;
import org.partitioners.Description;
import org.partitioners.KeyPartitioner;

/**
 * Places compound keys: the partition key by any partitioner, as a rule by hash, and within that
 * the clustering key by ranges.
 *
 * <p>Keys are spread as evenly as the first partitioner spreads partition keys, and yet a range
 * query on the clustering key of one partition key reads only the ranges it touches. More than one
 * range divides a partition key that would be too large for one place; with a single range, {@code
 * RangeBoundaries.undivided()}, partition keys stay whole, as in Cassandra.
 *
 * <p>The n hash partitions of m ranges each are n·m partitions: range r of hash partition h is
 * number h·m + r, and its name is the two names with a slash between. A look-up is one in each of
 * the two. Immutable and thread-safe.
 *
 * @param <P> the type of partition key
 * @param <C> the type of clustering key
 */
public final class CompoundPartitioner<P, C>
    implements KeyPartitioner<CompoundKey<P, C>>, Described {
  private static final long serialVersionUID = 1;

  private final KeyPartitioner<? super P> hashed;
  private final RangePartitioner<C> ranged;
  private final int ranges;

  private CompoundPartitioner(KeyPartitioner<? super P> hashed, RangePartitioner<C> ranged) {
    this.hashed = hashed;
    this.ranged = ranged;
    this.ranges = ranged.numPartitions();
  }

  /**
   * Partition keys by one partitioner, clustering keys by another.
   *
   * @throws IllegalArgumentException if there were more than 2147483647 partitions
   */
  public static <P, C> CompoundPartitioner<P, C> of(
      KeyPartitioner<? super P> hashed, RangePartitioner<C> ranged) {
    requireNonNull(hashed, "hashed");
    requireNonNull(ranged, "ranged");
    long partitions = (long) hashed.numPartitions() * ranged.numPartitions();
    if (partitions > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "ranged: "
              + ranged.numPartitions()
              + " ranges of each of "
              + hashed.numPartitions()
              + " partitions are more than "
              + Integer.MAX_VALUE
              + " partitions");
    }
    return new CompoundPartitioner<>(hashed, ranged);
  }

  /**
   * The partitioner that was described.
   *
   * @param hashed makes the partitioner of partition keys from its description
   * @throws IllegalArgumentException if a part is missing, is not known or is out of range
   */
  public static CompoundPartitioner<?, ?> described(
      Description description, Function<Description, ? extends KeyPartitioner<?>> hashed) {
    description.requireParts("hashed", "ranged");
    return of(
        hashed.apply(description.description("hashed")),
        RangePartitioner.described(description.description("ranged")));
  }

  @Override
  public Description description() {
    return Description.of("compound")
        .with("hashed", Description.of("hashed", hashed))
        .with("ranged", ranged.description());
  }

  @Override
  public int partition(CompoundKey<P, C> key) {
    requireNonNull(key, "key: null is not a key");
    return first(key.partition()) + ranged.partition(key.clustering());
  }

  /** The number of the first range of a partition key. */
  private int first(P partitionKey) {
    return hashed.partition(partitionKey) * ranges;
  }

  @Override
  public int numPartitions() {
    return hashed.numPartitions() * ranges;
  }

  /** {@inheritDoc} Slashes within the first name are escaped by a backslash. */
  @Override
  public String partitionName(int partition) {
    Objects.checkIndex(partition, numPartitions());
    String hash = hashed.partitionName(partition / ranges);
    return hash.replace("\\", "\\\\").replace("/", "\\/")
        + "/"
        + ranged.partitionName(partition % ranges);
  }

  /** The partitioner of partition keys. */
  public KeyPartitioner<? super P> partitionKeys() {
    return hashed;
  }

  /** The ranges of clustering keys, the same for every partition key. */
  public RangePartitioner<C> ranges() {
    return ranged;
  }

  /** The partitions that may hold keys with this partition key, ascending. */
  public IntStream partitions(P partitionKey) {
    int first = first(partitionKey);
    return IntStream.range(first, first + ranges);
  }

  /**
   * The partitions that may hold keys with this partition key and a clustering key in {@code [from,
   * to]}, both included, ascending.
   *
   * @throws IllegalArgumentException if {@code from} is after {@code to}
   */
  public IntStream partitions(P partitionKey, C from, C to) {
    int first = first(partitionKey);
    return ranged.partitions(from, to).map(range -> first + range);
  }

  /**
   * The partitions that may hold keys with this partition key and a clustering key in a range,
   * ascending.
   */
  public IntStream partitions(P partitionKey, KeyRange<C> range) {
    int first = first(partitionKey);
    return ranged.partitions(range).map(r -> first + r);
  }

  @Override
  public String fingerprint() {
    return "compound(" + hashed.fingerprint() + ", " + ranged.fingerprint() + ")";
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CompoundPartitioner<?, ?> that
        && hashed.equals(that.hashed)
        && ranged.equals(that.ranged);
  }

  @Override
  public int hashCode() {
    return 31 * hashed.hashCode() + ranged.hashCode();
  }

  @Override
  public String toString() {
    return "CompoundPartitioner[" + hashed + ", " + ranged + "]";
  }
}
