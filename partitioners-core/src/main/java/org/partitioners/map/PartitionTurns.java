package org.partitioners.map;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.partitioners.KeyPartitioner;

/**
 * The partition that each record of a writer goes to by a {@link PartitionMap}: that of its key
 * and, for a salted key, each of those that it is salted over in turn. Readers look into all of
 * them, so which one it is matters for the load alone.
 *
 * <p>Every writer has its own and starts with a key's first partition. O(1) beyond the partitioner,
 * without allocation; a look-up in a hash map more if the map has salted keys. Not thread-safe.
 *
 * @param <K> the type of key
 */
@SuppressWarnings("serial") // The salted keys can be described, so they are serializable.
public final class PartitionTurns<K> implements Serializable {
  private static final long serialVersionUID = 1;

  private final KeyPartitioner<K> partitioner;
  private final Map<Object, Turn> salted;

  private static final class Turn implements Serializable {
    private static final long serialVersionUID = 1;

    private final int[] partitions;
    private int next;

    Turn(List<Integer> partitions) {
      this.partitions = partitions.stream().mapToInt(Integer::intValue).toArray();
    }

    int take() {
      int taken = next;
      next = taken + 1 == partitions.length ? 0 : taken + 1;
      return partitions[taken];
    }
  }

  private PartitionTurns(KeyPartitioner<K> partitioner, Map<Object, Turn> salted) {
    this.partitioner = partitioner;
    this.salted = salted;
  }

  /**
   * By a map.
   *
   * @param keys the type of the map's keys
   * @throws IllegalArgumentException if the map's partitioner cannot be made
   */
  public static <K> PartitionTurns<K> of(PartitionMap map, Class<K> keys) {
    Map<Object, Turn> salted = new HashMap<>();
    map.salted().forEach((key, partitions) -> salted.put(key, new Turn(partitions)));
    return new PartitionTurns<>(map.partitioner().rebuild(keys), salted);
  }

  /** The partition of the next record of a key. */
  public int next(K key) {
    if (!salted.isEmpty()) {
      Turn turn = salted.get(requireNonNull(key, "key: null is not a key"));
      if (turn != null) {
        return turn.take();
      }
    }
    return partitioner.partition(key);
  }
}
