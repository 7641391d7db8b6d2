package org.partitioners.map;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.partitioners.Described;
import org.partitioners.DescribedKeys;
import org.partitioners.Description;
import org.partitioners.KeyPartitioner;
import org.partitioners.skew.SaltingPlan;

/**
 * One version of where keys go and where that is: what a reader needs to open the partitions that
 * can hold a key, and no others.
 *
 * <p>A key is in the partition that the partitioner gives or, if it is salted, in those that are
 * listed for it, and in no other. The first map has epoch 1 and each that follows the next number.
 * Of the maps with {@code validFrom ≤ t} the one of the highest epoch holds for records of event
 * time t: a later map takes the place of all before it from its {@code validFrom} on. Immutable and
 * thread-safe.
 *
 * @param epoch the version, at least 1
 * @param validFrom the event time from which it holds, in whole milliseconds
 * @param partitioner the partition of every key
 * @param locations where each partition lies
 * @param salted the partitions of hot keys whose records are spread: for each such key, all that
 *     may hold it, ascending; that which the partitioner gives is one of them only if it is listed.
 *     Not for keys that are arrays
 */
@SuppressWarnings("serial") // The map is a copy of a serializable type; its keys can be described.
public record PartitionMap(
    long epoch,
    Instant validFrom,
    PartitionerDescription partitioner,
    PartitionLocations locations,
    Map<Object, List<Integer>> salted)
    implements Described, Serializable {

  /** The version of the form written, and the only one read. */
  public static final int VERSION = 1;

  /** The event time from which a map holds for every record. */
  public static final Instant ALWAYS = Instant.ofEpochMilli(Long.MIN_VALUE);

  private static final String TYPE = "partition-map";

  /** Checks that the parts fit, and copies the salted keys. */
  public PartitionMap {
    if (epoch < 1) {
      throw new IllegalArgumentException("epoch: " + epoch + " not in [1.." + Long.MAX_VALUE + "]");
    }
    checkMillis(validFrom);
    if (partitioner.numPartitions() != locations.numPartitions()) {
      throw new IllegalArgumentException(
          "locations: "
              + locations.numPartitions()
              + " for "
              + partitioner.numPartitions()
              + " partitions; give each its own");
    }
    Map<Object, List<Integer>> copy = new LinkedHashMap<>();
    for (Map.Entry<Object, List<Integer>> entry : salted.entrySet()) {
      List<Integer> ascending = List.copyOf(new TreeSet<>(entry.getValue()));
      if (ascending.isEmpty()) {
        throw new IllegalArgumentException("salted[" + entry.getKey() + "]: no partition");
      }
      checkPartitions(entry.getKey(), ascending, locations.numPartitions());
      copy.put(requireNonNull(entry.getKey(), "salted: null is not a key"), ascending);
    }
    DescribedKeys.of(List.copyOf(copy.keySet()));
    salted = Collections.unmodifiableMap(copy);
  }

  private static void checkMillis(Instant validFrom) {
    boolean whole;
    try {
      whole = Instant.ofEpochMilli(validFrom.toEpochMilli()).equals(validFrom);
    } catch (ArithmeticException e) {
      whole = false;
    }
    if (!whole) {
      throw new IllegalArgumentException(
          "validFrom: "
              + validFrom
              + " is not a whole number of milliseconds of 64 bits; truncate it to milliseconds");
    }
  }

  private static void checkPartitions(Object key, List<Integer> partitions, int numPartitions) {
    for (int partition : partitions) {
      if (partition < 0 || partition >= numPartitions) {
        throw new IllegalArgumentException(
            "salted["
                + key
                + "]: partition "
                + partition
                + " not in [0.."
                + (numPartitions - 1)
                + "]; name partitions that the map has");
      }
    }
  }

  /**
   * The first map, for records of any time, with no key salted.
   *
   * @throws IllegalArgumentException if the partitioner cannot be described
   */
  public static PartitionMap first(KeyPartitioner<?> partitioner, PartitionLocations locations) {
    return new PartitionMap(
        1, ALWAYS, PartitionerDescription.describe(partitioner), locations, Map.of());
  }

  /**
   * The next map, with another partitioner and locations and no key salted.
   *
   * @param from the event time from which it holds, in whole milliseconds
   */
  public PartitionMap next(
      Instant from, KeyPartitioner<?> newPartitioner, PartitionLocations newLocations) {
    return new PartitionMap(
        epoch + 1, from, PartitionerDescription.describe(newPartitioner), newLocations, Map.of());
  }

  /** The same as another epoch, from another event time on. */
  public PartitionMap asEpoch(long newEpoch, Instant from) {
    return new PartitionMap(newEpoch, from, partitioner, locations, salted);
  }

  /**
   * With these hot keys salted and no others, each over all the partitions that may hold it.
   *
   * @throws IllegalArgumentException if a key cannot be described, or has no partition or one that
   *     there is not
   */
  public PartitionMap withSalted(Map<?, List<Integer>> newSalted) {
    return new PartitionMap(
        epoch, validFrom, partitioner, locations, new LinkedHashMap<>(newSalted));
  }

  /**
   * With the hot keys of a plan salted over its places, which are the partitions, and in no other:
   * for data that is all written by this map, as by {@link PartitionTurns}.
   *
   * @throws IllegalArgumentException if the plan has another number of places
   */
  public <K> PartitionMap withSalted(SaltingPlan<K> plan) {
    return salted(plan, key -> IntStream.empty());
  }

  /**
   * With the hot keys of a plan salted over its places, which are the partitions, besides the one
   * that the partitioner gives: for data of which some was written by the partitioner alone, as
   * before a key was hot.
   *
   * @throws IllegalArgumentException if the plan has another number of places
   */
  public <K> PartitionMap withSalted(SaltingPlan<K> plan, KeyPartitioner<? super K> home) {
    return salted(plan, key -> IntStream.of(home.partition(key)));
  }

  private <K> PartitionMap salted(SaltingPlan<K> plan, Function<K, IntStream> besides) {
    if (plan.numPlaces() != locations.numPartitions()) {
      throw new IllegalArgumentException(
          "plan: has "
              + plan.numPlaces()
              + " places for "
              + locations.numPartitions()
              + " partitions; plan over the partitions");
    }
    Map<K, List<Integer>> newSalted = new LinkedHashMap<>();
    for (K key : plan.hotKeys()) {
      newSalted.put(
          key,
          IntStream.concat(IntStream.of(plan.replicas(key)), besides.apply(key)).boxed().toList());
    }
    return withSalted(newSalted);
  }

  @Override
  public Description description() {
    return Description.of(TYPE)
        .with("version", VERSION)
        .with("epoch", epoch)
        .with("validFromMillis", validFrom.toEpochMilli())
        .with("partitioner", partitioner.description())
        .with("locations", locations.description())
        .with(
            "salted",
            Description.of("salted")
                .with("keys", DescribedKeys.of(List.copyOf(salted.keySet())))
                .with("partitions", salted.values().stream().map(PartitionMap::wholes).toList()));
  }

  private static List<Long> wholes(List<Integer> numbers) {
    return numbers.stream().map(Integer::longValue).toList();
  }

  /**
   * The map that was {@linkplain #description() described}.
   *
   * @throws IllegalArgumentException if the version is unknown, or a part is missing, is not known
   *     or is out of range. Whether the partitioner can be made again shows when it is
   */
  public static PartitionMap described(Description description) {
    Versions.check(TYPE, description, VERSION);
    description.requireParts(
        "version", "epoch", "validFromMillis", "partitioner", "locations", "salted");
    return new PartitionMap(
        description.whole("epoch"),
        Instant.ofEpochMilli(description.whole("validFromMillis")),
        PartitionerDescription.described(description.description("partitioner")),
        PartitionLocations.described(description.description("locations")),
        saltedKeys(description.description("salted").requireParts("keys", "partitions")));
  }

  private static Map<Object, List<Integer>> saltedKeys(Description description) {
    List<Object> keys = new ArrayList<>(DescribedKeys.keys(description.description("keys")));
    int[][] partitions = description.integerLists("partitions");
    Map<Object, List<Integer>> salted = new LinkedHashMap<>();
    for (int i = 0; i < keys.size() && i < partitions.length; i++) {
      salted.put(keys.get(i), IntStream.of(partitions[i]).boxed().toList());
    }
    if (keys.size() != partitions.length || salted.size() != keys.size()) {
      throw new IllegalArgumentException(
          "salted: "
              + keys.size()
              + " keys and "
              + partitions.length
              + " lists of partitions; name each key once and give it one list");
    }
    return salted;
  }
}
