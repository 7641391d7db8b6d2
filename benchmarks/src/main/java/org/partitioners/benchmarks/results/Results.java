package org.partitioners.benchmarks.results;

import java.util.List;
import java.util.Optional;

/**
 * All that one run measured.
 *
 * @param profile how thoroughly
 * @param method how long each case was timed
 * @param date when it began, in UTC
 * @param commit what was measured
 */
public record Results(
    String profile,
    String method,
    String date,
    String commit,
    Machine machine,
    List<Timing> timings,
    List<Footprint> footprints,
    List<Balance> balances) {

  /** Copies the lists. */
  public Results {
    timings = List.copyOf(timings);
    footprints = List.copyOf(footprints);
    balances = List.copyOf(balances);
  }

  /** The timings of a kind, in the order measured. */
  public List<Timing> timings(Kind kind) {
    return timings.stream().filter(it -> it.kind() == kind).toList();
  }

  /** The timing of a contender on so many nodes. */
  public Optional<Timing> timing(Kind kind, String name, int nodes, String keys) {
    return timings.stream()
        .filter(it -> it.kind() == kind && it.name().equals(name))
        .filter(it -> it.nodes() == nodes && it.keys().equals(keys))
        .findFirst();
  }

  /** What a contender occupies. */
  public Optional<Footprint> footprint(String name) {
    return footprints.stream().filter(it -> it.name().equals(name)).findFirst();
  }

  /** How a contender balances. */
  public Optional<Balance> balance(String name) {
    return balances.stream().filter(it -> it.name().equals(name)).findFirst();
  }
}
