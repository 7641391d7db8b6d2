package org.partitioners.hash;

import static java.util.Objects.requireNonNull;

import org.partitioners.Description;

/**
 * Points at random, in number proportional to weight. A point depends on its node's name and its
 * own number alone: so nodes come and go without moving another's, and another weight only adds or
 * takes the node's own last points.
 *
 * @param perUnitOfWeight how many points a node of weight 1 has
 */
record VirtualNodes(Nodes nodes, int perUnitOfWeight) implements RingPoints {

  VirtualNodes {
    requireNonNull(nodes, "nodes");
    HashPartitioners.checkIn("virtualNodes", perUnitOfWeight, HashPartitioners.MAX_VIRTUAL_NODES);
    RingPoints.total("virtualNodes", perUnitOfWeight, nodes);
  }

  /** The place of a node's point: an output of SplitMix64 that starts at the node's random bits. */
  static long place(long randomBits, int number) {
    return Math.min(Ring.place(SplitMix64.output(randomBits + number)), Ring.PLACES - 2);
  }

  @Override
  public Ring ring() {
    long[] randomBits = nodes.randomBits();
    var ring = new Ring.Builder(nodes, RingPoints.total("virtualNodes", perUnitOfWeight, nodes));
    for (int node = 0; node < randomBits.length; node++) {
      int count = RingPoints.count(perUnitOfWeight, nodes.node(node));
      for (int number = 0; number < count; number++) {
        ring.add(place(randomBits[node], number), node);
      }
    }
    return ring.build();
  }

  @Override
  public VirtualNodes withNodes(Nodes others) {
    return new VirtualNodes(others, perUnitOfWeight);
  }

  @Override
  public Description description() {
    return Description.of("ring")
        .with("nodes", nodes.description())
        .with("virtualNodes", perUnitOfWeight);
  }

  @Override
  public String fingerprint() {
    return "ring(" + nodes.fingerprint() + ", " + perUnitOfWeight + ")";
  }
}
