package org.partitioners.hash;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Fills Maglev's table. The k-th turn of a node of weight w is at time (k + ½)/w, so at any time
 * nodes own entries in proportion to their weights. Nodes of one weight have their turns together,
 * in the order of their names; among equal times the heavier come first. For equal weights these
 * are the paper's rounds.
 */
final class MaglevTable {

  private static final int LEAST_ENTRIES = 65537;
  private static final int ENTRIES_PER_NODE = 100;

  private final char[] owners;
  private final BitSet taken;

  /** Where each node looks next, and how far it steps: a walk through all entries. */
  private final int[] positions;

  private final int[] skips;

  private MaglevTable(Nodes nodes) {
    int size = entries(nodes.size());
    this.owners = new char[size];
    this.taken = new BitSet(size);
    this.positions = new int[nodes.size()];
    this.skips = new int[nodes.size()];
    long[] randomBits = nodes.randomBits();
    for (int node = 0; node < positions.length; node++) {
      positions[node] = (int) (((randomBits[node] >>> 32) * size) >>> 32);
      skips[node] = 1 + (int) (((randomBits[node] & 0xFFFF_FFFFL) * (size - 1)) >>> 32);
    }
  }

  /** The number of entries for so many nodes: prime, so that any step leads through all. */
  static int entries(int numNodes) {
    int size = Math.max(LEAST_ENTRIES, ENTRIES_PER_NODE * numNodes + 1);
    while (!isPrime(size)) {
      size++;
    }
    return size;
  }

  private static boolean isPrime(int number) {
    return IntStream.rangeClosed(2, (int) Math.sqrt(number)).allMatch(d -> number % d != 0);
  }

  /** The nodes of one weight, and how many turns they have had. */
  private static final class Peers {
    private final double weight;
    private final List<Integer> nodes = new ArrayList<>();
    private int turns;

    Peers(double weight) {
      this.weight = weight;
    }

    double weight() {
      return weight;
    }

    double nextTurn() {
      return (turns + 0.5) / weight;
    }
  }

  /** The node of each entry. */
  static char[] owners(Nodes nodes) {
    Map<Double, Peers> byWeight = new TreeMap<>();
    IntStream.range(0, nodes.size())
        .boxed()
        .sorted(Comparator.comparing(node -> nodes.node(node).name()))
        .forEach(
            node ->
                byWeight.computeIfAbsent(nodes.node(node).weight(), Peers::new).nodes.add(node));
    PriorityQueue<Peers> queue =
        new PriorityQueue<>(
            Comparator.comparingDouble(Peers::nextTurn)
                .thenComparing(Comparator.comparingDouble(Peers::weight).reversed()));
    queue.addAll(byWeight.values());

    MaglevTable table = new MaglevTable(nodes);
    int free = table.owners.length;
    while (true) {
      Peers next = queue.remove();
      for (int node : next.nodes) {
        table.takeNext(node);
        if (--free == 0) {
          return table.owners;
        }
      }
      next.turns++;
      queue.add(next);
    }
  }

  private void takeNext(int node) {
    int position = positions[node];
    while (taken.get(position)) {
      position += skips[node];
      position -= position >= owners.length ? owners.length : 0;
    }
    taken.set(position);
    owners[position] = (char) node;
    positions[node] = position;
  }
}
