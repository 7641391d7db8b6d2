package org.partitioners.hash;

import java.util.Arrays;

/** How many slots nodes are to have, by weight: their fair shares and the most they may have. */
final class SlotShares {

  /** Above what rounding of doubles makes of a whole number, below what could matter in the sum. */
  private static final double TOLERANCE = 0x1p-20;

  private final double[] weights;
  private final double total;
  private final double cap;

  SlotShares(Nodes nodes, double cap) {
    this.weights = nodes.list().stream().mapToDouble(Node::weight).toArray();
    // Sorted, so that the rounded sum depends on no order.
    double[] sorted = weights.clone();
    Arrays.sort(sorted);
    this.total = Arrays.stream(sorted).sum();
    this.cap = cap;
  }

  static double checkCap(double cap) {
    if (!(cap >= 1 && cap <= SlotTable.MAX_CAP)) {
      throw new IllegalArgumentException(
          "cap: " + cap + " not in [1.." + (int) SlotTable.MAX_CAP + "]");
    }
    return cap;
  }

  double[] weights() {
    return weights;
  }

  /** What the node's weight is worth, in slots. */
  double fair(int node) {
    return weights[node] / total * SlotTable.SLOTS;
  }

  /** The fair share in whole slots, the nearest. */
  int nearest(int node) {
    return (int) Math.round(fair(node));
  }

  /** The fair share, rounded up: nodes that have room for that have room for all slots. */
  int roundedUp(int node) {
    return (int) Math.ceil(fair(node) - TOLERANCE);
  }

  /** The most slots the node may have, at least 1. */
  int capacity(int node) {
    double most = Math.max(roundedUp(node), Math.floor(cap * fair(node) + TOLERANCE));
    return (int) Math.max(1, Math.min(SlotTable.SLOTS, most));
  }

  /** The capacities of all. */
  int[] capacities() {
    int[] capacities = new int[weights.length];
    Arrays.setAll(capacities, this::capacity);
    return capacities;
  }
}
