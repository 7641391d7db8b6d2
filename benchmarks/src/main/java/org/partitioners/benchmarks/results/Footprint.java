package org.partitioners.benchmarks.results;

import static java.util.Objects.requireNonNull;

import org.partitioners.benchmarks.contenders.Origin;

/**
 * What a contender occupies on the heap, the nodes' names left out.
 *
 * @param nodes over how many
 * @param bytes in all
 */
public record Footprint(String name, Origin origin, int nodes, double bytes) {
  /** Checks that all is there. */
  public Footprint {
    requireNonNull(name, "name");
    requireNonNull(origin, "origin");
  }
}
