package org.partitioners.hash;

import java.io.Serializable;
import org.partitioners.Described;

/** Where the nodes of a ring have their points. Immutable. */
interface RingPoints extends Described, Serializable {

  /** The nodes. */
  Nodes nodes();

  /** Lays the points out. */
  Ring ring();

  /** The points of other nodes; those of a node that stays as it is stay where they are. */
  RingPoints withNodes(Nodes nodes);

  /** Names the kind of points and all that they depend on. */
  String fingerprint();

  /** How many points a node has by weight: at least one. */
  static int count(int perUnitOfWeight, Node node) {
    return Math.toIntExact(Math.max(1, Math.round(perUnitOfWeight * node.weight())));
  }

  /**
   * How many points nodes have by weight, all together.
   *
   * @throws IllegalArgumentException if there are too many
   */
  static int total(String parameter, int perUnitOfWeight, Nodes nodes) {
    long total = 0;
    for (Node node : nodes.list()) {
      total += Math.max(1, Math.round(perUnitOfWeight * node.weight()));
    }
    if (total > HashPartitioners.MAX_RING_POINTS) {
      throw new IllegalArgumentException(
          parameter
              + ": "
              + perUnitOfWeight
              + " per unit of weight are "
              + total
              + " for all nodes, not in [1.."
              + HashPartitioners.MAX_RING_POINTS
              + "]; take fewer, or smaller weights");
    }
    return (int) total;
  }
}
