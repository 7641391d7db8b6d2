package org.partitioners.benchmarks.results;

import static java.util.Objects.requireNonNull;

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

  /** The profile that gives an impression. */
  public static final String QUICK = "quick";

  /** Copies the lists. */
  public Results {
    requireNonNull(profile, "profile");
    requireNonNull(method, "method");
    requireNonNull(date, "date");
    requireNonNull(commit, "commit");
    requireNonNull(machine, "machine");
    timings = List.copyOf(timings);
    footprints = List.copyOf(footprints);
    balances = List.copyOf(balances);
  }

  /** Whether this is only an impression. */
  public boolean isQuick() {
    return profile.equals(QUICK);
  }

  /** In how many JVMs each case was timed, which the method begins with; 1 if it does not. */
  public int forks() {
    String forks = method.replaceFirst("^(\\d{1,3}) × .*$", "$1");
    return forks.equals(method) ? 1 : Integer.parseInt(forks);
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
