package org.partitioners.hadoop;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.partitioners.KeyPartitioner;
import org.partitioners.map.PartitionMap;
import org.partitioners.range.CompoundKey;
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

  /** Adds the paths of all partitions that may hold keys of a span. */
  void collectPaths(Span<K> span, Collection<String> paths) {
    if (span.isEmpty()) {
      return;
    }
    try {
      partitions(span)
          .distinct()
          .sorted()
          .forEach(partition -> paths.addAll(map.locations().of(partition)));
    } catch (ClassCastException e) {
      throw new IllegalArgumentException(
          "key: is not of the type that the map of epoch "
              + map.epoch()
              + " places by "
              + map.partitioner().description().type()
              + ": "
              + e.getMessage(),
          e);
    }
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
      return IntStream.of(buckets.partitions(from, span.withUpper() ? to.plusMillis(1) : to));
    }
    if (lower != null && span.isOne()) {
      return IntStream.of(((KeyPartitioner<K>) partitioner).partition(lower));
    }
    if (partitioner instanceof RangePartitioner<?> ranges
        && ranges.boundaries().order().equals(span.order())) {
      return meeting((RangePartitioner<K>) ranges, lower, upper, span.inclusive());
    }
    if (partitioner instanceof CompoundPartitioner<?, ?> compound
        && lower instanceof CompoundKey<?, ?> first
        && upper instanceof CompoundKey<?, ?> last
        && first.partition().equals(last.partition())) {
      return ((CompoundPartitioner<Object, Object>) compound)
          .partitions(
              first.partition(),
              range(
                  (RangePartitioner<Object>) compound.ranges(),
                  first.clustering(),
                  last.clustering(),
                  span.inclusive()));
    }
    return IntStream.range(0, partitioner.numPartitions());
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
