package org.partitioners.hadoop;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.partitioners.KeyPartitioner;
import org.partitioners.map.PartitionMap;
import org.partitioners.range.CompoundKey;
import org.partitioners.range.CompoundOrder;
import org.partitioners.range.CompoundPartitioner;
import org.partitioners.range.Inclusive;
import org.partitioners.range.KeyRange;
import org.partitioners.range.RangePartitioner;
import org.partitioners.range.TimeBuckets;

/**
 * A map with its partitioner made again, as it is asked where keys may be.
 *
 * @param <K> the type of key
 */
@SuppressWarnings("unchecked") // A key of another type shows as a ClassCastException, told below.
record PlacedMap<K>(PartitionMap map, KeyPartitioner<?> partitioner) {

  static <K> PlacedMap<K> of(PartitionMap map) {
    return new PlacedMap<>(map, map.partitioner().rebuild());
  }

  /** The paths of all partitions that may hold keys of a span. */
  Stream<String> holding(Span<K> span) {
    if (span.isEmpty()) {
      return Stream.empty();
    }
    try {
      // At once, for a key of another type shows here.
      return paths(IntStream.of(partitions(span).toArray()));
    } catch (ClassCastException e) {
      throw otherType("key", e);
    }
  }

  /**
   * The paths of all partitions that may hold compound keys whose clustering key is in a range.
   *
   * @throws IllegalArgumentException if the map does not place by compound keys
   */
  Stream<String> clustered(KeyRange<?> range) {
    if (!(partitioner instanceof CompoundPartitioner<?, ?> compound)) {
      throw new IllegalArgumentException(
          "range: the map of epoch "
              + map.epoch()
              + " places by "
              + map.partitioner().form().type()
              + ", not by compound keys; ask for a range of keys");
    }
    RangePartitioner<Object> ranges = (RangePartitioner<Object>) compound.ranges();
    if (!ranges.boundaries().order().equals(range.order())) {
      return paths(IntStream.range(0, partitioner.numPartitions()));
    }
    try {
      int[] found = ranges.partitions((KeyRange<Object>) range).toArray();
      return paths(
          IntStream.iterate(
                  0, first -> first < partitioner.numPartitions(), n -> n + ranges.numPartitions())
              .flatMap(first -> IntStream.of(found).map(each -> first + each)));
    } catch (ClassCastException e) {
      throw otherType("range", e);
    }
  }

  /** Whether a compound key's clustering key is in a range. */
  static boolean clusteringIsIn(KeyRange<?> range, Object key) {
    return ((KeyRange<Object>) range).contains(((CompoundKey<?, ?>) key).clustering());
  }

  private Stream<String> paths(IntStream partitions) {
    return partitions
        .distinct()
        .sorted()
        .boxed()
        .flatMap(partition -> map.locations().of(partition).stream());
  }

  private IllegalArgumentException otherType(String what, ClassCastException e) {
    return new IllegalArgumentException(
        what
            + ": is not of the type that the map of epoch "
            + map.epoch()
            + " places by "
            + map.partitioner().form().type()
            + ": "
            + String.valueOf(e.getMessage()).replaceFirst(" \\(.*", ""),
        e);
  }

  /** For a salted key those listed, which are all. */
  private IntStream partitions(Span<K> span) {
    if (span.isOne()) {
      List<Integer> listed = map.salted().get(span.lower());
      return listed == null ? placed(span) : wholes(listed);
    }
    return IntStream.concat(placed(span), salted(span));
  }

  /** The partitions that the partitioner gives; all, if it does not tell of ranges of keys. */
  private IntStream placed(Span<K> span) {
    K lower = span.lower();
    K upper = span.upper();
    Instant from = time(lower);
    Instant to = time(upper);
    if (partitioner instanceof TimeBuckets buckets && from != null && to != null) {
      // A time is placed by its millisecond: the range begins with that, and is rounded up.
      return IntStream.of(
          buckets.partitions(
              Instant.ofEpochMilli(from.toEpochMilli()), span.withUpper() ? to.plusMillis(1) : to));
    }
    if (lower != null && span.isOne()) {
      return IntStream.of(((KeyPartitioner<K>) partitioner).partition(lower));
    }
    if (partitioner instanceof RangePartitioner<?> ranges
        && ranges.boundaries().order().equals(span.order())) {
      return meeting((RangePartitioner<K>) ranges, lower, upper, span.inclusive());
    }
    if (partitioner instanceof CompoundPartitioner<?, ?> compound
        && span.order() instanceof CompoundOrder<?, ?> order
        && lower instanceof CompoundKey<?, ?> first
        && upper instanceof CompoundKey<?, ?> last) {
      return compound(
          (CompoundPartitioner<Object, Object>) compound,
          (CompoundOrder<Object, Object>) order,
          (CompoundKey<Object, Object>) first,
          (CompoundKey<Object, Object>) last,
          span.inclusive());
    }
    return IntStream.range(0, partitioner.numPartitions());
  }

  private static IntStream compound(
      CompoundPartitioner<Object, Object> keys,
      CompoundOrder<Object, Object> order,
      CompoundKey<Object, Object> first,
      CompoundKey<Object, Object> last,
      Inclusive inclusive) {
    RangePartitioner<Object> ranges = keys.ranges();
    if (first.partition().equals(last.partition())) {
      return ranges.boundaries().order().equals(order.clusterings())
          ? keys.partitions(
              first.partition(), range(ranges, first.clustering(), last.clustering(), inclusive))
          : keys.partitions(first.partition());
    }
    if (keys.partitionKeys() instanceof RangePartitioner<?> firsts
        && firsts.boundaries().order().equals(order.partitions())) {
      return ((RangePartitioner<Object>) firsts)
          .partitions(first.partition(), last.partition())
          .flatMap(
              each ->
                  IntStream.range(
                      each * ranges.numPartitions(), (each + 1) * ranges.numPartitions()));
    }
    return IntStream.range(0, keys.numPartitions());
  }

  private static <T> IntStream meeting(
      RangePartitioner<T> ranges, @Nullable T lower, @Nullable T upper, Inclusive inclusive) {
    return ranges.partitions(range(ranges, lower, upper, inclusive));
  }

  private static <T> KeyRange<T> range(
      RangePartitioner<T> ranges, @Nullable T lower, @Nullable T upper, Inclusive inclusive) {
    return KeyRange.of(lower, upper, ranges.boundaries().order(), inclusive);
  }

  private static @Nullable Instant time(@Nullable Object key) {
    return key instanceof Long millis
        ? Instant.ofEpochMilli(millis)
        : key instanceof Instant instant ? instant : null;
  }

  private IntStream salted(Span<K> span) {
    return map.salted().entrySet().stream()
        .filter(entry -> span.contains((K) entry.getKey()))
        .map(Map.Entry::getValue)
        .flatMapToInt(PlacedMap::wholes);
  }

  private static IntStream wholes(List<Integer> numbers) {
    return numbers.stream().mapToInt(Integer::intValue);
  }
}
