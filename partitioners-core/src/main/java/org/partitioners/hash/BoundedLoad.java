package org.partitioners.hash;

import static java.util.Objects.requireNonNull;

import com.dynatrace.hash4j.hashing.Hashing;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import org.partitioners.Described;
import org.partitioners.Description;
import org.partitioners.PartitionLoad;

/**
 * Places a given set of keys so that no node has more than its bound: consistent hashing with
 * bounded loads, Mirrokni, Thorup and Zadimoghaddam (SODA 2018, <a
 * href="https://doi.org/10.1137/1.9781611975031.39">doi:10.1137/1.9781611975031.39</a>). For keys
 * that are known and heavy each: shards, tenants, the partitions of a topic.
 *
 * <p>Of m keys a node of weight w takes at most ⌈c·m·w/W⌉, where W is the weight of all nodes and c
 * ≥ 1 says how much unevenness is allowed: 1.25, say. Each key goes to the first node of its
 * {@linkplain NodePartitioner#preferenceList preference list} that has room left, where keys take
 * their turns in an order drawn from their hashes. So the order in which keys are given does not
 * matter, and what is placed depends on the set of keys, the partitioner and c alone.
 *
 * <p><b>What moves.</b> When nodes change, the keys that the partitioner moves, and keys that were
 * turned away where there is room now or are turned away where there is none any more. When a key
 * comes or goes, it and a short chain of others: with ε = c − 1 the paper proves O(1/ε²) of them
 * expected for each key, and O(m/(n·ε²)) for each of n nodes, that comes or goes. The bound of all
 * nodes may change with m, n and W. So the nearer c is to 1, the more even and the less stable.
 *
 * <p>It is the partitioner of those keys: look-ups take O(log m) time and allocate nothing. A key
 * that is not among them is placed where the partitioner places it, without regard to bounds.
 * Placing takes O(m·(log m + r)) time, r being the length to which preference lists are read, and
 * 10 bytes a key; serialization keeps 8. Immutable and thread-safe.
 *
 * @param <K> the type of key
 */
public final class BoundedLoad<K> implements HashPartitioner<K>, Described {
  private static final long serialVersionUID = 1;

  private static final long GOLDEN_GAMMA_INVERSE = 0xF1DE83E19937733DL;

  private final NodePartitioner<K> partitioner;
  private final double c;

  /** The keys' hashes times {@link SplitMix64#GOLDEN_GAMMA}, ascending: the order of turns. */
  private final long[] turns;

  /** The partition of each key. Null only between deserialization and {@link #readResolve()}. */
  private final transient char[] partitions;

  private BoundedLoad(NodePartitioner<K> partitioner, double c, long[] turns) {
    this.partitioner = partitioner;
    this.c = c;
    this.turns = turns;
    this.partitions = place();
  }

  /**
   * Places keys.
   *
   * @param partitioner says which nodes a key prefers
   * @param c the most that a node may have, as a multiple of its fair share, in [1..∞)
   * @param keys all keys, each once; only their hashes are kept
   * @throws IllegalArgumentException if c is out of range, or two keys have one hash: they are
   *     equal or, once in 2⁶⁴ pairs, would have to be told apart by another seed of the hasher
   */
  public static <K> BoundedLoad<K> of(
      NodePartitioner<K> partitioner, double c, Collection<? extends K> keys) {
    requireNonNull(partitioner, "partitioner");
    checkFactor(c);
    long[] turns = new long[requireNonNull(keys, "keys").size()];
    int next = 0;
    for (K key : keys) {
      turns[next++] = turn(partitioner.hasher().hash(key));
    }
    Arrays.sort(turns);
    for (int i = 1; i < turns.length; i++) {
      if (turns[i] == turns[i - 1]) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "keys: two have the hash %016x; give each key once, or another seed to the hasher",
                hash(turns[i])));
      }
    }
    return new BoundedLoad<>(partitioner, c, turns);
  }

  /** As it was {@linkplain #description() described}. */
  static <K> BoundedLoad<K> restored(NodePartitioner<K> partitioner, double c, long[] turns) {
    if (!Arrays.equals(turns, Arrays.stream(turns).sorted().distinct().toArray())) {
      throw new IllegalArgumentException("turns: not ascending, each once");
    }
    return new BoundedLoad<>(partitioner, checkFactor(c), turns);
  }

  private static double checkFactor(double c) {
    if (!(c >= 1 && c < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("c: " + c + " not in [1..∞)");
    }
    return c;
  }

  private Object readResolve() {
    return new BoundedLoad<>(partitioner, c, turns);
  }

  /** A bijection that tears neighbours apart: turns must not follow the circle of a ring. */
  private static long turn(long hash) {
    return hash * SplitMix64.GOLDEN_GAMMA;
  }

  private static long hash(long turn) {
    return turn * GOLDEN_GAMMA_INVERSE;
  }

  private char[] place() {
    int[] room = new int[numPartitions()];
    double totalWeight = partitioner.nodes().totalWeight();
    Arrays.setAll(room, partition -> bound(partition, totalWeight));
    char[] placed = new char[turns.length];
    for (int i = 0; i < placed.length; i++) {
      int partition = firstWithRoom(hash(turns[i]), room);
      room[partition]--;
      placed[i] = (char) partition;
    }
    return placed;
  }

  /** Reads the preference list only as far as needed: four times further each time. */
  private int firstWithRoom(long hash, int[] room) {
    int first = partitioner.partitionOf(hash);
    if (room[first] > 0) {
      return first;
    }
    int seen = 1;
    while (seen < room.length) {
      int[] preferred = new int[Math.min(room.length, 4 * seen)];
      partitioner.preferenceList(hash, preferred);
      for (; seen < preferred.length; seen++) {
        if (room[preferred[seen]] > 0) {
          return preferred[seen];
        }
      }
    }
    throw new AssertionError("the bounds sum up to the number of keys at least");
  }

  /**
   * The most keys that a node may have: ⌈c·m·w/W⌉.
   *
   * @throws IndexOutOfBoundsException if there is no node of that number
   */
  public int bound(int partition) {
    return bound(partition, partitioner.nodes().totalWeight());
  }

  private int bound(int partition, double totalWeight) {
    double weight = partitioner.nodes().node(partition).weight();
    return (int) Math.min(turns.length, Math.ceil(c * turns.length * weight / totalWeight));
  }

  /** How many of the keys each node has. */
  public PartitionLoad load() {
    long[] counts = new long[numPartitions()];
    for (char partition : partitions) {
      counts[partition]++;
    }
    return PartitionLoad.of(counts);
  }

  /** The node of a key. */
  public Node node(K key) {
    return partitioner.nodes().node(partition(key));
  }

  /** The same keys and c for other nodes. */
  public BoundedLoad<K> withNodes(Nodes nodes) {
    return new BoundedLoad<>(partitioner.withNodes(nodes), c, turns);
  }

  @Override
  public int partitionOf(long hash) {
    int i = Arrays.binarySearch(turns, turn(hash));
    return i >= 0 ? partitions[i] : partitioner.partitionOf(hash);
  }

  @Override
  public KeyHasher<K> hasher() {
    return partitioner.hasher();
  }

  @Override
  public int numPartitions() {
    return partitioner.numPartitions();
  }

  @Override
  public String partitionName(int partition) {
    return partitioner.partitionName(partition);
  }

  /** With the hashes of its keys, in the order of their turns. */
  @Override
  public Description description() {
    return Description.of("bounded-load")
        .with("c", c)
        .with("turns", Arrays.stream(turns).boxed().toList())
        .with("partitioner", Description.of("partitioner", partitioner));
  }

  @Override
  public String fingerprint() {
    return String.format(
        Locale.ROOT,
        "boundedLoad(%s, %d keys#%016x)/%s",
        c,
        turns.length,
        Hashing.xxh3_64().hashStream().putLongArray(turns).getAsLong(),
        partitioner.fingerprint());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BoundedLoad<?> that
        && partitioner.equals(that.partitioner)
        && c == that.c
        && Arrays.equals(turns, that.turns);
  }

  @Override
  public int hashCode() {
    return 31 * partitioner.hashCode() + Arrays.hashCode(turns);
  }

  @Override
  public String toString() {
    return fingerprint();
  }
}
