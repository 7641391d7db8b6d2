package org.partitioners.hash;

import static java.util.Objects.requireNonNull;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.partitioners.Description;

/**
 * The nodes that keys are placed on. Node i is partition i; where its keys come from depends on its
 * name, weight and zone alone, not on its number or the order in which nodes joined, unless a
 * partitioner says otherwise. Immutable and thread-safe.
 */
public final class Nodes implements Serializable {
  private static final long serialVersionUID = 1;

  /** The most nodes there can be. */
  public static final int MAX = 1 << 16;

  private static final Hasher64 XXH3 = Hashing.xxh3_64();

  private final List<Node> list;

  private Nodes(List<Node> list) {
    this.list = list;
  }

  /**
   * These nodes, in this order.
   *
   * @throws IllegalArgumentException if there are none or more than 65536, or two have one name
   */
  public static Nodes of(Collection<Node> nodes) {
    HashPartitioners.checkIn("nodes", nodes.size(), MAX);
    Set<String> names = new HashSet<>();
    for (Node node : nodes) {
      if (!names.add(requireNonNull(node, "node").name())) {
        throw new IllegalArgumentException(
            "nodes: the name " + node.name() + " occurs twice; name each node differently");
      }
    }
    return new Nodes(List.copyOf(nodes));
  }

  /** These nodes, in this order. */
  public static Nodes of(Node... nodes) {
    return of(Arrays.asList(nodes));
  }

  /** Nodes of weight 1 with these names. */
  public static Nodes named(String... names) {
    return of(Arrays.stream(names).map(Node::of).toList());
  }

  /**
   * Nodes of weight 1 that are named by their numbers, from 0.
   *
   * @param size in [1..65536]
   * @throws IllegalArgumentException if the size is out of range
   */
  public static Nodes numbered(int size) {
    HashPartitioners.checkIn("numPartitions", size, MAX);
    return new Nodes(IntStream.range(0, size).mapToObj(i -> Node.of(Integer.toString(i))).toList());
  }

  /** The number of nodes, at least 1. */
  public int size() {
    return list.size();
  }

  /**
   * The node of a partition.
   *
   * @throws IndexOutOfBoundsException if there is none of that number
   */
  public Node node(int partition) {
    return list.get(partition);
  }

  /** All nodes, partition 0 first; unmodifiable. */
  public List<Node> list() {
    return list;
  }

  /** The number of the node of that name, or −1. Linear time. */
  public int indexOf(String name) {
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  /** With one more node at the end or, where there is one of its name, with that one replaced. */
  public Nodes with(Node node) {
    List<Node> others = new ArrayList<>(list);
    int index = indexOf(node.name());
    if (index < 0) {
      others.add(node);
    } else {
      others.set(index, node);
    }
    return of(others);
  }

  /**
   * Without a node; those behind it move up by one number.
   *
   * @throws IllegalArgumentException if there is no such node, or no other
   */
  public Nodes without(String name) {
    int index = indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException("name: there is no node " + name);
    }
    if (list.size() == 1) {
      throw new IllegalArgumentException("name: " + name + " is the only node; add another first");
    }
    List<Node> others = new ArrayList<>(list);
    others.remove(index);
    return new Nodes(List.copyOf(others));
  }

  /** Whether all weights are equal. */
  boolean evenlyWeighted() {
    return list.stream().allMatch(node -> node.weight() == list.get(0).weight());
  }

  /** In short if they are {@linkplain #numbered numbered}. */
  Description description() {
    if (equals(numbered(size()))) {
      return Description.of("numbered").with("size", size());
    }
    return Description.of("nodes").with("list", list.stream().map(Node::description).toList());
  }

  /** As they were {@linkplain #description() described}. */
  static Nodes described(Description description) {
    return switch (description.type()) {
      case "numbered" -> numbered(description.requireParts("size").integer("size"));
      case "nodes" ->
          of(
              description.requireParts("list").descriptions("list").stream()
                  .map(Node::described)
                  .toList());
      default -> throw new IllegalArgumentException("nodes: unknown type " + description.type());
    };
  }

  /** The sum of all weights: in ascending order, so that the order of nodes does not round it. */
  double totalWeight() {
    double total = 0;
    for (double weight : list.stream().mapToDouble(Node::weight).sorted().toArray()) {
      total += weight;
    }
    return total;
  }

  /** Each node's 64 random bits: the XXH3 of its name's UTF-16 code units, with seed 0. */
  long[] randomBits() {
    return list.stream().mapToLong(node -> XXH3.hashCharsToLong(node.name())).toArray();
  }

  /**
   * Short and the same in every process: the number of nodes and a checksum over their names,
   * weights and zones in order.
   */
  String fingerprint() {
    var checksum = Hashing.xxh3_64().hashStream();
    for (Node node : list) {
      checksum.putString(node.name()).putDouble(node.weight()).putString(node.zone());
    }
    return list.size() + " nodes#" + String.format(Locale.ROOT, "%016x", checksum.getAsLong());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Nodes that && list.equals(that.list);
  }

  @Override
  public int hashCode() {
    return list.hashCode();
  }

  @Override
  public String toString() {
    return list.toString();
  }
}
