package org.partitioners.hash;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import org.partitioners.Description;

/**
 * Something that holds partitions: a cache, a shard of a store, a worker.
 *
 * @param name what keys are placed by, unique among the nodes; renaming a node moves its keys
 * @param weight how much of the load it gets, relative to the others; 1 unless said otherwise
 * @param zone the rack or zone that fails as one with it; its own name unless said otherwise
 */
public record Node(String name, double weight, String zone) implements Serializable {

  /** The largest weight; the smallest is its inverse. */
  public static final double MAX_WEIGHT = 1 << 16;

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException if the name or zone is blank, or the weight is out of range
   */
  public Node {
    if (requireNonNull(name, "name").isBlank()) {
      throw new IllegalArgumentException("name: blank; give the node a name of its own");
    }
    if (requireNonNull(zone, "zone").isBlank()) {
      throw new IllegalArgumentException("zone: blank; leave it out where there are none");
    }
    if (!(weight >= 1 / MAX_WEIGHT && weight <= MAX_WEIGHT)) {
      throw new IllegalArgumentException(
          "weight: " + weight + " not in [1/65536..65536] (node " + name + ")");
    }
  }

  /** A node of weight 1 in a zone of its own. */
  public static Node of(String name) {
    return new Node(name, 1, name);
  }

  Description description() {
    return Description.of("node").with("name", name).with("weight", weight).with("zone", zone);
  }

  static Node described(Description description) {
    description.requireParts("name", "weight", "zone");
    return new Node(
        description.text("name"), description.number("weight"), description.text("zone"));
  }

  /** The same node with another weight, in [1/65536..65536]. */
  public Node withWeight(double newWeight) {
    return new Node(name, newWeight, zone);
  }

  /** The same node in a rack or zone. */
  public Node inZone(String newZone) {
    return new Node(name, weight, newZone);
  }
}
