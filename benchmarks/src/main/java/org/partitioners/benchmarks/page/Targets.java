package org.partitioners.benchmarks.page;

import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.partitioners.benchmarks.contenders.KeyHash;
import org.partitioners.benchmarks.contenders.KeyType;
import org.partitioners.benchmarks.contenders.Origin;
import org.partitioners.benchmarks.results.Balance;
import org.partitioners.benchmarks.results.Kind;
import org.partitioners.benchmarks.results.Results;
import org.partitioners.benchmarks.results.Timing;

/** All figures that are aimed at, in one place. Times are compared within one run only. */
final class Targets {
  private static final int NODES = 64;

  static final List<Target> ALL = all();

  private Targets() {}

  private static List<Target> all() {
    List<Target> all = new ArrayList<>();
    all.add(
        Target.atMost(
            0.5, Units::ratio, "slot table: time of modulo's", lookups("slot table", "modulo")));
    all.add(
        Target.atMost(
            1.25,
            Units::ratio,
            "slot table: flat over all numbers of nodes, slowest of fastest",
            Targets::flatness));
    all.add(
        Target.atMost(
            1.0205,
            Units::load,
            "slot table: max/mean",
            balance("slot table", Balance::maxOverMean)));
    all.add(
        Target.atMost(
            0.0011,
            Units::percent,
            "slot table: gratuitous movement, node added or removed",
            balance("slot table", Targets::gratuitous)));
    all.add(
        Target.atMost(
            0.0036,
            Units::percent,
            "slot table, c = 1: gratuitous movement",
            balance("slot table, c = 1", Targets::gratuitous)));
    all.add(
        Target.atMost(
            0,
            Units::percent,
            "sticky slot table: gratuitous movement",
            balance("sticky slot table", Targets::gratuitous)));
    all.add(
        Target.atMost(
            20e6,
            Units::time,
            "slot table: build",
            results -> nanos(results.timing(Kind.BUILD, "slot table", NODES, "nodes"))));
    all.add(
        Target.atLeast(
            12,
            Units::ratio,
            "ring: as fast as binary search",
            lookups("binary-search ring", "ring")));
    all.add(
        Target.atLeast(
            25, Units::ratio, "ring: as fast as a TreeMap", lookups("TreeMap ring", "ring")));
    all.add(
        Target.atMost(
            5200,
            Units::bytes,
            "ring: memory per node of 256 virtual nodes",
            results ->
                results
                    .footprint("ring")
                    .map(it -> OptionalDouble.of(it.bytes() / it.nodes()))
                    .orElse(OptionalDouble.empty())));
    all.add(
        Target.atMost(
            1.03,
            Units::load,
            "balanced ring: max/mean with 16 tokens a node, as made",
            balance("balanced ring", Balance::maxOverMean)));
    all.add(
        Target.atLeast(
            100,
            Units::ratio,
            "rendezvous: as fast as the textbook's, String keys",
            results ->
                ratio(
                    key(results, "String.format rendezvous", KeyType.STRINGS),
                    key(results, "rendezvous", KeyType.STRINGS))));
    all.add(
        Target.atLeast(
            5,
            Units::ratio,
            "weighted rendezvous: as fast as a logarithm per node",
            lookups("weighted rendezvous, log per node", "weighted rendezvous")));
    all.add(
        Target.atMost(
            0,
            Units::bytes,
            "every look-up of String, long and byte[] keys: allocation",
            Targets::mostBytes));
    for (String name : List.of("slot table", "jump")) {
      for (KeyType<?> type : KeyType.ALL) {
        all.add(
            Target.atMost(
                1.25,
                Units::ratio,
                name + ": time of the hash alone, " + type.name() + " keys",
                results ->
                    ratio(
                        key(results, name, type),
                        results.timing(Kind.HASH, KeyHash.BARE, 0, type.name()))));
      }
    }
    all.add(
        Target.atMost(
            2,
            Units::ratio,
            "growing places: time of Flink's key group, String keys",
            results ->
                ratio(routing(results, "growing places"), routing(results, "Flink key group"))));
    return List.copyOf(all);
  }

  private static Function<Results, OptionalDouble> lookups(String name, String of) {
    return results -> ratio(lookup(results, name), lookup(results, of));
  }

  private static Optional<Timing> lookup(Results results, String name) {
    return results.timing(Kind.LOOKUP, name, NODES, "hash");
  }

  private static Optional<Timing> key(Results results, String name, KeyType<?> type) {
    return results.timing(Kind.KEY, name, NODES, type.name());
  }

  private static Optional<Timing> routing(Results results, String name) {
    return results.timing(Kind.ROUTING, name, NODES, "fresh String");
  }

  private static OptionalDouble ratio(Optional<Timing> one, Optional<Timing> of) {
    return one.isPresent() && of.isPresent()
        ? OptionalDouble.of(one.get().nanos() / of.get().nanos())
        : OptionalDouble.empty();
  }

  private static OptionalDouble nanos(Optional<Timing> timing) {
    return timing.map(it -> OptionalDouble.of(it.nanos())).orElse(OptionalDouble.empty());
  }

  private static OptionalDouble flatness(Results results) {
    DoubleSummaryStatistics nanos =
        results.timings(Kind.LOOKUP).stream()
            .filter(it -> it.name().equals("slot table"))
            .mapToDouble(Timing::nanos)
            .summaryStatistics();
    return nanos.getCount() < 2
        ? OptionalDouble.empty()
        : OptionalDouble.of(nanos.getMax() / nanos.getMin());
  }

  private static OptionalDouble mostBytes(Results results) {
    return results.timings(Kind.KEY).stream()
        .filter(it -> it.origin() == Origin.OURS)
        .mapToDouble(it -> bytes(it.bytes()))
        .max();
  }

  private static double bytes(@Nullable Double bytes) {
    return bytes == null ? Double.NaN : bytes;
  }

  private static Function<Results, OptionalDouble> balance(
      String name, ToDoubleFunction<Balance> figure) {
    return results ->
        results
            .balance(name)
            .map(it -> OptionalDouble.of(figure.applyAsDouble(it)))
            .orElse(OptionalDouble.empty());
  }

  private static double gratuitous(Balance balance) {
    return Math.max(balance.gratuitousOnAdd(), balance.gratuitousOnRemove());
  }
}
