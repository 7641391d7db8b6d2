package org.partitioners.range;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.partitioners.Described;
import org.partitioners.Description;
import org.partitioners.RegionPartitioner;

/**
 * Places keys by the range that holds them, so that keys next to each other in order stay together
 * and a range query reads few partitions. Partition i is range i.
 *
 * <p>A look-up takes O(log n) comparisons and allocates nothing. A single key cannot be divided: a
 * key with more traffic than a partition's share makes its partition the busiest, whatever the
 * boundaries.
 *
 * @param <K> the type of key
 */
public final class RangePartitioner<K> implements RegionPartitioner<K, KeyRange<K>>, Described {
  private static final long serialVersionUID = 1;

  private final RangeBoundaries<K> boundaries;
  private final String @Nullable [] names;

  private RangePartitioner(RangeBoundaries<K> boundaries, String @Nullable [] names) {
    this.boundaries = requireNonNull(boundaries, "boundaries");
    this.names = names;
  }

  /** With partitions named {@code p0}, {@code p1}, … */
  public static <K> RangePartitioner<K> of(RangeBoundaries<K> boundaries) {
    return new RangePartitioner<>(boundaries, null);
  }

  /**
   * With names of partitions, which last when ranges before them are split or merged.
   *
   * @param names one for each range, in order, all different
   * @throws IllegalArgumentException if there are more or fewer names than ranges, or one occurs
   *     twice
   */
  public static <K> RangePartitioner<K> of(RangeBoundaries<K> boundaries, List<String> names) {
    String[] copy = names.toArray(String[]::new);
    if (copy.length != boundaries.size()) {
      throw new IllegalArgumentException(
          "names: " + copy.length + " for " + boundaries.size() + " ranges; give one to each");
    }
    Set<String> distinct = new HashSet<>();
    for (int i = 0; i < copy.length; i++) {
      if (!distinct.add(requireNonNull(copy[i], "names[" + i + "]"))) {
        throw new IllegalArgumentException(
            "names[" + i + "]: " + copy[i] + " again; name each range differently");
      }
    }
    return new RangePartitioner<>(boundaries, copy);
  }

  @Override
  public int partition(K key) {
    return boundaries.indexOf(key);
  }

  @Override
  public int numPartitions() {
    return boundaries.size();
  }

  @Override
  public String partitionName(int partition) {
    Objects.checkIndex(partition, numPartitions());
    return names == null ? "p" + partition : names[partition];
  }

  /**
   * The partitions that may hold keys in {@code [from, to]}, both included: what a range query has
   * to read, in ascending order.
   *
   * @throws IllegalArgumentException if {@code from} is after {@code to}
   */
  public IntStream partitions(K from, K to) {
    if (boundaries.order().compare(requireNonNull(from, "from"), requireNonNull(to, "to")) > 0) {
      throw new IllegalArgumentException(
          "from: " + KeyRange.text(from) + " is after to: " + KeyRange.text(to) + "; swap them");
    }
    return IntStream.rangeClosed(boundaries.indexOf(from), boundaries.indexOf(to));
  }

  /**
   * The partitions that may hold keys of a range, in ascending order.
   *
   * @param range of keys in this partitioner's order, inclusive at either end
   */
  public IntStream partitions(KeyRange<K> range) {
    boolean withLower = range.inclusive() == Inclusive.LOWER;
    K lower = range.lower();
    K upper = range.upper();
    int first =
        lower == null
            ? 0
            : withLower ? boundaries.indexOf(lower) : boundaries.splitPointsUpTo(lower);
    int last =
        upper == null
            ? numPartitions() - 1
            : withLower ? boundaries.splitPointsBelow(upper) : boundaries.indexOf(upper);
    return IntStream.rangeClosed(first, last);
  }

  /**
   * The range of a partition.
   *
   * @throws IndexOutOfBoundsException if there is none of that number
   */
  public KeyRange<K> range(int partition) {
    return boundaries.range(partition);
  }

  /** Where ranges meet. */
  public RangeBoundaries<K> boundaries() {
    return boundaries;
  }

  @Override
  public List<Assignment<KeyRange<K>>> regions() {
    List<Assignment<KeyRange<K>>> regions = new ArrayList<>();
    for (int i = 0; i < numPartitions(); i++) {
      regions.add(new Assignment<>(range(i), partitionName(i)));
    }
    return List.copyOf(regions);
  }

  @Override
  public Description description() {
    Description ranges = Description.of("ranges").with("boundaries", boundaries.description());
    return names == null ? ranges : ranges.with("names", List.of(names));
  }

  /**
   * The partitioner that was described, with keys of the type that is told there.
   *
   * @throws IllegalArgumentException if something else is described, or no partitioner is like this
   */
  public static RangePartitioner<?> described(Description description) {
    if (!description.type().equals("ranges")) {
      throw new IllegalArgumentException("ranges: unknown type " + description.type());
    }
    if (description.has("names")) {
      return of(
          RangeBoundaries.described(
              description.requireParts("boundaries", "names").description("boundaries")),
          description.texts("names"));
    }
    return of(
        RangeBoundaries.described(
            description.requireParts("boundaries").description("boundaries")));
  }

  /** As the default, but without the names: they do not change where keys go. */
  @Override
  public String fingerprint() {
    return names == null
        ? RegionPartitioner.super.fingerprint()
        : new RangePartitioner<>(boundaries, null).fingerprint();
  }

  /** The order of keys, by a checksum of its serialized form, and which end ranges include. */
  @Override
  public String space() {
    RangeBoundaries<K> whole =
        RangeBoundaries.of(List.of(), boundaries.order(), boundaries.inclusive());
    String undivided = of(whole).fingerprint();
    return "keys with order"
        + undivided.substring(undivided.indexOf('#'))
        + ", inclusive "
        + boundaries.inclusive();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RangePartitioner<?> that
        && boundaries.equals(that.boundaries)
        && Arrays.equals(names, that.names);
  }

  @Override
  public int hashCode() {
    return boundaries.hashCode();
  }

  @Override
  public String toString() {
    return "RangePartitioner[" + boundaries + "]";
  }
}
