package org.partitioners.benchmarks.tables;

import java.util.List;
import org.partitioners.hash.Node;
import org.partitioners.hash.Nodes;

/** Where keys are placed, one by one: what is known of a contender from outside. */
final class Placements {
  private final Nodes nodes;
  private final int[] nodesOfKeys;

  /** Keeps the array. */
  Placements(Nodes nodes, int[] nodesOfKeys) {
    this.nodes = nodes;
    this.nodesOfKeys = nodesOfKeys;
  }

  /** The largest of the loads, each over its node's fair share. */
  double maxOverFair() {
    long[] counts = new long[nodes.size()];
    for (int node : nodesOfKeys) {
      counts[node]++;
    }
    double weights = nodes.list().stream().mapToDouble(Node::weight).sum();
    double max = 0;
    for (int i = 0; i < counts.length; i++) {
      max = Math.max(max, counts[i] / nodes.node(i).weight());
    }
    return max * weights / nodesOfKeys.length;
  }

  Movement to(Placements after) {
    List<String> old = nodes.list().stream().map(Node::name).toList();
    int[] oldNumbers = after.nodes.list().stream().mapToInt(it -> old.indexOf(it.name())).toArray();
    boolean[] stays = new boolean[nodes.size()];
    for (int number : oldNumbers) {
      if (number >= 0) {
        stays[number] = true;
      }
    }
    int moved = 0;
    int gratuitous = 0;
    for (int i = 0; i < nodesOfKeys.length; i++) {
      int from = nodesOfKeys[i];
      int to = oldNumbers[after.nodesOfKeys[i]];
      if (from != to) {
        moved++;
        gratuitous += to >= 0 && stays[from] ? 1 : 0;
      }
    }
    double all = nodesOfKeys.length;
    return new Movement(moved / all, gratuitous / all);
  }
}
