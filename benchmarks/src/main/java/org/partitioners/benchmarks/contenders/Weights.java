package org.partitioners.benchmarks.contenders;

import org.partitioners.hash.Node;
import org.partitioners.hash.Nodes;

/** Weights for nodes. */
final class Weights {

  private Weights() {}

  /** The weights 1, 2, 4 and 8 in turn, by the number in the name: who stays keeps his. */
  static Nodes varied(Nodes nodes) {
    return Nodes.of(nodes.list().stream().map(Weights::varied).toList());
  }

  private static Node varied(Node node) {
    return node.withWeight(1 << (node.name().charAt(node.name().length() - 1) & 3));
  }
}
