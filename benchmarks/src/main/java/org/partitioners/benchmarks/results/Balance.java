package org.partitioners.benchmarks.results;

import static java.util.Objects.requireNonNull;

import org.partitioners.benchmarks.contenders.Origin;
import org.partitioners.benchmarks.contenders.Removal;

/**
 * How evenly a contender places, and what it moves when nodes change. Shares are of all keys, in
 * [0, 1]; gratuitous is what moves between two nodes that both stay.
 *
 * @param nodes over how many
 * @param keys placed to find out; 0 where the shares of the hash space are known exactly
 * @param maxOverMean the largest load over the mean or, under weights, over the fair share
 * @param removed which node went
 */
public record Balance(
    String name,
    Origin origin,
    int nodes,
    int keys,
    double maxOverMean,
    double movedOnAdd,
    double gratuitousOnAdd,
    Removal removed,
    double movedOnRemove,
    double gratuitousOnRemove) {
  /** Checks that all is there. */
  public Balance {
    requireNonNull(name, "name");
    requireNonNull(origin, "origin");
    requireNonNull(removed, "removed");
  }

  /** Whether nothing was sampled. */
  public boolean exact() {
    return keys == 0;
  }
}
