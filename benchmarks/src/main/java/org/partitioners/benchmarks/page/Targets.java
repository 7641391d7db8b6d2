package org.partitioners.benchmarks.page;

import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
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

  private static final String JUMP =
      "jump computes its partition, in a time that does not depend on the type of key: the faster"
          + " a key is hashed, the more of the whole that time is, and longs and short byte arrays"
          + " are hashed fastest. The slot table reads its partition instead.";

  private Targets() {}

  /** All, named for what these results have measured. */
  static List<Target> of(Results results) {
    List<Target> all = new ArrayList<>();
    all.add(
        Target.atMost(
            0.5,
            Units::ratio,
            "slot table: time of modulo's, look-up alone",
            lookups("slot table", "modulo")));
    all.add(
        Target.atMost(
            1.25,
            Units::ratio,
            "slot table: flat " + span(results) + ", slowest of fastest",
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
            run -> nanos(run.timing(Kind.BUILD, "slot table", NODES, "nodes"))));
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
            run ->
                run.footprint("ring")
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
            "rendezvous: as fast as the textbook's with String.format per node, String keys",
            run ->
                ratio(
                    key(run, "String.format rendezvous", KeyType.STRINGS),
                    key(run, "rendezvous", KeyType.STRINGS))));
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
    KeyType.ALL.forEach(type -> all.add(ofHash("slot table", type)));
    for (KeyType<?> type : KeyType.ALL) {
      Target target = ofHash("jump", type);
      all.add(type == KeyType.STRINGS ? target : target.because(JUMP));
    }
    all.add(
        Target.atMost(
            2,
            Units::ratio,
            "growing places: time of Flink's key group, String keys",
            run -> ratio(routing(run, "growing places"), routing(run, "Flink key group"))));
    return List.copyOf(all);
  }

  private static Target ofHash(String name, KeyType<?> type) {
    return Target.atMost(
        1.25,
        Units::ratio,
        name + ": time of the hash alone, " + type.name() + " keys",
        results ->
            ratio(
                key(results, name, type), results.timing(Kind.HASH, KeyHash.BARE, 0, type.name())));
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

  /** As {@code from 8 to 4096 nodes}. */
  private static String span(Results results) {
    IntSummaryStatistics nodes = slotLookups(results).mapToInt(Timing::nodes).summaryStatistics();
    return nodes.getMin() < nodes.getMax()
        ? "from " + nodes.getMin() + " to " + nodes.getMax() + " nodes"
        : "over numbers of nodes";
  }

  private static OptionalDouble flatness(Results results) {
    DoubleSummaryStatistics nanos =
        slotLookups(results).mapToDouble(Timing::nanos).summaryStatistics();
    return nanos.getCount() < 2
        ? OptionalDouble.empty()
        : OptionalDouble.of(nanos.getMax() / nanos.getMin());
  }

  private static Stream<Timing> slotLookups(Results results) {
    return results.timings(Kind.LOOKUP).stream().filter(it -> it.name().equals("slot table"));
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
