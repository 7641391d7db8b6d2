package org.partitioners.benchmarks.results;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;
import org.partitioners.benchmarks.contenders.Origin;

/**
 * The time one operation takes.
 *
 * @param kind what is timed
 * @param name the contender, or the hash function
 * @param nodes on how many nodes; 0 where there are none
 * @param keys the type of key; "hash" where keys are hashed already, "nodes" where none are placed
 * @param nanos the median of the iterations of the fork that has the lowest
 * @param least of the iterations of all forks
 * @param most of the iterations of all forks
 * @param bytes allocated per operation; null if not measured
 */
public record Timing(
    Kind kind,
    String name,
    Origin origin,
    int nodes,
    String keys,
    double nanos,
    double least,
    double most,
    @Nullable Double bytes) {
  /** Checks that all is there. */
  public Timing {
    requireNonNull(kind, "kind");
    requireNonNull(name, "name");
    requireNonNull(origin, "origin");
    requireNonNull(keys, "keys");
    if (!(nanos > 0 && nanos < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("nanos: " + nanos + " is not a time");
    }
  }
}
