package org.partitioners.hash;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Places keys on named nodes, any of which may come, go or change weight. Partition i is {@code
 * nodes().node(i)}.
 *
 * @param <K> the type of key
 */
public interface NodePartitioner<K> extends HashPartitioner<K> {

  /** The nodes. */
  Nodes nodes();

  /**
   * The first nodes for keys with a hash, best first: what holds the key, its replicas, and where
   * the key goes when they fail. The first is {@link #partitionOf}; all are distinct; a longer list
   * starts with the shorter one. Allocates nothing.
   *
   * @param hash the hash
   * @param partitions filled with the numbers of as many nodes as it is long, which must be in
   *     [1..{@link #numPartitions()}]
   * @throws IllegalArgumentException if the array is empty or longer than there are nodes
   */
  void preferenceList(long hash, int[] partitions);

  /**
   * This partitioner for other nodes. How little moves is what partitioners differ in.
   *
   * @param nodes the new nodes; those that stay are recognised by name
   */
  NodePartitioner<K> withNodes(Nodes nodes);

  /** With one more node or, where there is one of its name, with that one's weight and zone. */
  default NodePartitioner<K> with(Node node) {
    return withNodes(nodes().with(node));
  }

  /**
   * Without a node.
   *
   * @throws IllegalArgumentException if there is no such node, or no other
   */
  default NodePartitioner<K> without(String name) {
    return withNodes(nodes().without(name));
  }

  /** The node of a key. */
  default Node node(K key) {
    return nodes().node(partition(key));
  }

  /**
   * The nodes that hold a key and its replicas, best first, all distinct.
   *
   * @param replicas how many, in [1..{@link #numPartitions()}]
   * @throws IllegalArgumentException if the number is out of range
   */
  default List<Node> preferenceList(K key, int replicas) {
    return preferenceList(key, replicas, Spread.OVER_NODES);
  }

  /**
   * The nodes that hold a key and its replicas, best first, all distinct, spread as told: of the
   * whole preference list those are passed over whose zone has a replica already, while another
   * zone has none.
   *
   * @param replicas how many, in [1..{@link #numPartitions()}]
   * @throws IllegalArgumentException if the number is out of range
   */
  default List<Node> preferenceList(K key, int replicas, Spread spread) {
    HashPartitioners.checkIn("replicas", replicas, numPartitions());
    requireNonNull(spread, "spread");
    long hash = hasher().hash(key);
    int[] ranked = new int[spread == Spread.OVER_NODES ? replicas : numPartitions()];
    preferenceList(hash, ranked);
    if (spread == Spread.OVER_NODES) {
      return Arrays.stream(ranked).mapToObj(nodes()::node).toList();
    }
    List<Node> preferred = Arrays.stream(ranked).mapToObj(nodes()::node).toList();
    Set<String> zones = new HashSet<>();
    Set<Node> firstOfZones = new LinkedHashSet<>();
    for (Node node : preferred) {
      if (zones.add(node.zone())) {
        firstOfZones.add(node);
      }
    }
    Stream<Node> others = preferred.stream().filter(node -> !firstOfZones.contains(node));
    return Stream.concat(firstOfZones.stream(), others).limit(replicas).toList();
  }

  @Override
  default int numPartitions() {
    return nodes().size();
  }

  @Override
  default String partitionName(int partition) {
    return nodes().node(partition).name();
  }
}
