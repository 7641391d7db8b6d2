package org.partitioners.flink;

import java.io.Serializable;
import java.util.Objects;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.typeutils.TypeExtractor;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.jspecify.annotations.Nullable;
import org.partitioners.KeyPartitioner;
import org.partitioners.hash.HashPartitioner;
import org.partitioners.hash.KeyHasher;

/**
 * Places keys by any {@link KeyPartitioner} and keeps all that a {@code keyBy} gives: keyed state,
 * timers, windows, savepoints and rescaling. Instead of {@code stream.keyBy(selector)} write {@code
 * placement.keyBy(stream, selector, Types.STRING)}.
 *
 * <p>Partition {@code p} of {@code n} owns the key groups that Flink gives subtask {@code p} of
 * {@code n}; its keys are spread evenly over them by their own hash. So a job with parallelism
 * {@code n} runs partition {@code p} on subtask {@code p}; with as many partitions as key groups,
 * partition {@code p} is key group {@code p}. At any other parallelism Flink moves whole key
 * groups, and state is found again.
 *
 * <p>The placement belongs to the job's state, which keeps its {@link #fingerprint}: a restore
 * under another placement fails with an error that names both. Among the things it embeds is the
 * maximum parallelism. An operator running with a different one still computes right results, but
 * its keys are elsewhere than wanted; so {@link #keyBy} demands the same of the environment, and
 * operators after it must not set their own.
 *
 * <p>Immutable and thread-safe if partitioner and hasher are, as their contracts demand. Placing
 * costs one call of each, some integer arithmetic and one small object.
 *
 * @param <K> the user's key
 */
@PublicEvolving
public final class Placement<K> implements Serializable {
  private static final long serialVersionUID = 1L;
  static final int LARGEST = KeyGroupRangeAssignment.UPPER_BOUND_MAX_PARALLELISM;

  private final KeyPartitioner<? super K> partitioner;
  private final KeyHasher<? super K> spread;

  /** The partitioner, where the hash that spreads is the one it needs: a key is hashed once. */
  private final @Nullable HashPartitioner<?> byHash;

  private final int numPartitions;
  private final int maxParallelism;

  private Placement(
      KeyPartitioner<? super K> partitioner, KeyHasher<? super K> spread, int maxParallelism) {
    this.partitioner = Objects.requireNonNull(partitioner, "partitioner");
    this.spread = Objects.requireNonNull(spread, "spread");
    this.byHash =
        partitioner instanceof HashPartitioner<?> hash
                && hash.hasher().fingerprint().equals(spread.fingerprint())
            ? hash
            : null;
    this.numPartitions = partitioner.numPartitions();
    this.maxParallelism = requireWithin(maxParallelism, LARGEST, "maxParallelism");
  }

  /**
   * Partition {@code p} is key group {@code p}: the classic fixed number of partitions, many more
   * than subtasks, that move as wholes when the job is rescaled.
   *
   * @param spread hashes keys so that their hash codes differ within a key group
   * @param maxParallelism number of key groups, in [1..32768]; equal to the number of partitions
   * @throws IllegalArgumentException if {@code maxParallelism} is out of range or not the number of
   *     partitions
   */
  public static <K> Placement<K> onKeyGroups(
      KeyPartitioner<? super K> partitioner, KeyHasher<? super K> spread, int maxParallelism) {
    Placement<K> placement = new Placement<>(partitioner, spread, maxParallelism);
    if (placement.numPartitions != maxParallelism) {
      throw new IllegalArgumentException(
          "numPartitions: "
              + placement.numPartitions
              + " is not maxParallelism: "
              + maxParallelism
              + ": make the partitioner for "
              + maxParallelism
              + " partitions, or use Placement.onSubtasks for one partition per subtask");
    }
    return placement;
  }

  /** {@link #onKeyGroups(KeyPartitioner, KeyHasher, int)}, spreading by the partitioner's hash. */
  public static <K> Placement<K> onKeyGroups(
      HashPartitioner<? super K> partitioner, int maxParallelism) {
    return onKeyGroups(partitioner, partitioner.hasher(), maxParallelism);
  }

  /**
   * Partition {@code p} of {@code n} is subtask {@code p} of a job with parallelism {@code n}. The
   * best choice for few keys, or where a plan says which subtask does what. The job may still be
   * rescaled: state is found, only partitions then are no longer subtasks. In batch mode say {@code
   * setParallelism} on the keyed operator, or Flink's adaptive scheduler chooses another.
   *
   * @param partitioner of 1 to {@code maxParallelism} partitions
   * @param spread hashes keys so that they spread over the key groups of their subtask and their
   *     hash codes differ within a key group
   * @param maxParallelism number of key groups, in [1..32768]
   * @throws IllegalArgumentException if a number is out of range
   */
  public static <K> Placement<K> onSubtasks(
      KeyPartitioner<? super K> partitioner, KeyHasher<? super K> spread, int maxParallelism) {
    Placement<K> placement = new Placement<>(partitioner, spread, maxParallelism);
    requireWithin(placement.numPartitions, maxParallelism, "numPartitions");
    return placement;
  }

  /** {@link #onSubtasks(KeyPartitioner, KeyHasher, int)}, spreading by the partitioner's hash. */
  public static <K> Placement<K> onSubtasks(
      HashPartitioner<? super K> partitioner, int maxParallelism) {
    return onSubtasks(partitioner, partitioner.hasher(), maxParallelism);
  }

  /**
   * {@link #onSubtasks} where each record carries its partition, chosen by a router upstream, in
   * the second field of its key. The chosen partition is part of the key: the same user's key under
   * two partitions has two states.
   *
   * @param spread hashes the first field
   * @param numPartitions in [1..maxParallelism]
   * @param maxParallelism number of key groups, in [1..32768]
   * @throws IllegalArgumentException if a number is out of range
   */
  public static <K> Placement<Tuple2<K, Integer>> onChosenSubtasks(
      KeyHasher<? super K> spread, int numPartitions, int maxParallelism) {
    return onSubtasks(
        new ChosenPartition<K>(numPartitions),
        new ChosenPartition.FirstFieldHasher<K>(spread),
        maxParallelism);
  }

  /**
   * Keys a stream by this placement.
   *
   * @param selector extracts the user's key; never null
   * @param keyType type of the user's key
   * @throws IllegalArgumentException if the environment's maxParallelism is not the placement's
   */
  public <T> KeyedStream<T, PlacedKey<K>> keyBy(
      DataStream<T> stream, KeySelector<T, K> selector, TypeInformation<K> keyType) {
    int ofEnvironment = stream.getExecutionEnvironment().getMaxParallelism();
    if (ofEnvironment != maxParallelism) {
      throw new IllegalArgumentException(
          "maxParallelism of the environment: "
              + (ofEnvironment < 0 ? "unset" : ofEnvironment)
              + " is not "
              + maxParallelism
              + ", which the placement was made for: call env.setMaxParallelism("
              + maxParallelism
              + ") before placement.keyBy, or make the placement for another maxParallelism");
    }
    return stream.keyBy(keySelector(selector), typeInfo(keyType));
  }

  /**
   * {@link #keyBy(DataStream, KeySelector, TypeInformation)} with the key's type found by Flink's
   * type extraction, as by a plain {@code keyBy}.
   *
   * @throws org.apache.flink.api.common.functions.InvalidTypesException if it cannot be found, as
   *     for a lambda that returns a generic type
   */
  public <T> KeyedStream<T, PlacedKey<K>> keyBy(DataStream<T> stream, KeySelector<T, K> selector) {
    return keyBy(stream, selector, TypeExtractor.getKeySelectorTypes(selector, stream.getType()));
  }

  /** Selects the placed key; with {@link #typeInfo} for APIs other than {@link #keyBy}. */
  public <T> KeySelector<T, PlacedKey<K>> keySelector(KeySelector<T, K> selector) {
    return new PlacedKeySelector<>(this, selector);
  }

  /** Type of this placement's keys, with the serializer that guards its state. */
  public TypeInformation<PlacedKey<K>> typeInfo(TypeInformation<K> keyType) {
    return new PlacedKeyTypeInfo<>(keyType, fingerprint());
  }

  /**
   * Places a key. O(1) beyond the partitioner and the hasher.
   *
   * @throws NullPointerException if the key is null
   * @throws IllegalStateException if the partitioner answers a partition it does not have
   */
  public PlacedKey<K> place(K key) {
    long hash = hash(key);
    long bits = KeyGroups.mix(hash);
    return new PlacedKey<>(
        key, KeyGroups.hashCodeIn(keyGroup(key, hash, bits), maxParallelism, (int) (bits >>> 32)));
  }

  /** The key group, in [0..maxParallelism), that holds the state of a key. */
  public int keyGroup(K key) {
    long hash = hash(key);
    return keyGroup(key, hash, KeyGroups.mix(hash));
  }

  private long hash(K key) {
    Objects.requireNonNull(key, "key: null cannot be placed: reject it or map it to a value");
    return spread.hash(key);
  }

  private int keyGroup(K key, long hash, long bits) {
    int partition = byHash != null ? byHash.partitionOf(hash) : partitioner.partition(key);
    checkPartition(partition, key);
    return keyGroup(partition, (int) bits);
  }

  /**
   * The subtask, in [0..parallelism), that a key's records reach.
   *
   * @param parallelism of the keyed operator, in [1..maxParallelism]
   * @throws IllegalArgumentException if the parallelism is out of range
   */
  public int subtask(K key, int parallelism) {
    requireWithin(parallelism, maxParallelism, "parallelism");
    return KeyGroupRangeAssignment.computeOperatorIndexForKeyGroup(
        maxParallelism, parallelism, keyGroup(key));
  }

  /** Number of key groups, which the environment's maxParallelism has to be. */
  public int maxParallelism() {
    return maxParallelism;
  }

  /** Names the placement: equal for two placements only if they place every key the same. */
  public String fingerprint() {
    return "placement v1, maxParallelism "
        + maxParallelism
        + ", "
        + numPartitions
        + " partitions by "
        + partitioner.fingerprint()
        + ", spread by "
        + spread.fingerprint();
  }

  @Override
  public String toString() {
    return fingerprint();
  }

  private void checkPartition(int partition, K key) {
    if (partition < 0 || partition >= numPartitions) {
      throw new IllegalStateException(
          "partition: "
              + partition
              + " not in [0.."
              + numPartitions
              + ") for key "
              + key
              + ": correct the partitioner "
              + partitioner.fingerprint());
    }
  }

  /** Spreads over the range that KeyGroupRangeAssignment gives subtask p of n. */
  private int keyGroup(int partition, int randomBits) {
    int first = (partition * maxParallelism + numPartitions - 1) / numPartitions;
    int last = ((partition + 1) * maxParallelism - 1) / numPartitions;
    return first + KeyGroups.scale(randomBits, last - first + 1);
  }

  static int requireWithin(int value, int largest, String name) {
    if (value < 1 || value > largest) {
      throw new IllegalArgumentException(
          name + ": " + value + " not in [1.." + largest + "]: choose a value within");
    }
    return value;
  }
}
