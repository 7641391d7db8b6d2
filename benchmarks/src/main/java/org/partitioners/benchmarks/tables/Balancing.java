package org.partitioners.benchmarks.tables;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.LongToIntFunction;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.partitioners.PartitionChange;
import org.partitioners.RegionPartitioner.Assignment;
import org.partitioners.benchmarks.contenders.Contender;
import org.partitioners.benchmarks.contenders.Contenders;
import org.partitioners.benchmarks.contenders.KeyType;
import org.partitioners.benchmarks.contenders.Removal;
import org.partitioners.benchmarks.results.Balance;
import org.partitioners.hash.ArcPartitioner;
import org.partitioners.hash.HashArc;
import org.partitioners.hash.HashPartitioner;
import org.partitioners.hash.Node;
import org.partitioners.hash.NodePartitioner;
import org.partitioners.hash.Nodes;

/**
 * Balance and movement, when a node comes to 64 and when one of 64 goes: exactly, from the arcs of
 * the hash space, where a partitioner has them; otherwise by placing many keys.
 */
public final class Balancing {
  private static final int NODES = 64;
  private static final String AMIDST = "node-21";
  private static final String LAST = "node-63";

  private final long[] hashes;
  private final List<String> strings;

  /**
   * Balancing with a sample of that size.
   *
   * @param keys how many
   */
  public Balancing(int keys) {
    this.hashes = new SplittableRandom(4).longs(keys).toArray();
    this.strings = KeyType.STRINGS.keys(keys);
  }

  /** The balance of one. */
  public Balance of(Contender contender) {
    Nodes before = contender.weighted(Contenders.nodes(NODES));
    Nodes grown = contender.weighted(Contenders.nodes(NODES + 1));
    Nodes shrunk = before.without(contender.removal() == Removal.ANY ? AMIDST : LAST);
    Optional<HashPartitioner<Long>> own = contender.partitioner(before, KeyType.LONGS.hasher());
    if (own.isPresent() && own.get() instanceof ArcPartitioner<Long> arcs) {
      return balance(
          contender,
          0,
          maxOverFair(arcs),
          movement(arcs, arcs.withNodes(grown)),
          movement(arcs, arcs.withNodes(shrunk)));
    }
    Placements placed = place(contender, before);
    return balance(
        contender,
        hashes.length,
        placed.maxOverFair(),
        placed.to(changed(contender, own, grown)),
        placed.to(changed(contender, own, shrunk)));
  }

  /** One that has named nodes changes them itself: it may remember. */
  private Placements changed(
      Contender contender, Optional<HashPartitioner<Long>> own, Nodes nodes) {
    return own.isPresent() && own.get() instanceof NodePartitioner<Long> named
        ? place(named.withNodes(nodes)::partitionOf, nodes)
        : place(contender, nodes);
  }

  private Placements place(Contender contender, Nodes nodes) {
    Optional<LongToIntFunction> ofHashes = contender.ofHashes(nodes);
    if (ofHashes.isPresent()) {
      return place(ofHashes.get(), nodes);
    }
    ToIntFunction<String> ofKeys = contender.ofKeys(KeyType.STRINGS, nodes).orElseThrow();
    return new Placements(nodes, strings.stream().mapToInt(ofKeys).toArray());
  }

  private Placements place(LongToIntFunction placement, Nodes nodes) {
    int[] places = new int[hashes.length];
    for (int i = 0; i < places.length; i++) {
      places[i] = placement.applyAsInt(hashes[i]);
    }
    return new Placements(nodes, places);
  }

  private static double maxOverFair(ArcPartitioner<Long> arcs) {
    Map<String, Double> shares = new HashMap<>();
    for (Assignment<HashArc> arc : arcs.regions()) {
      shares.merge(arc.partition(), arc.region().share(), Double::sum);
    }
    double weights = arcs.nodes().list().stream().mapToDouble(Node::weight).sum();
    return arcs.nodes().list().stream()
        .mapToDouble(node -> shares.getOrDefault(node.name(), 0.0) * weights / node.weight())
        .max()
        .orElseThrow();
  }

  private static Movement movement(ArcPartitioner<Long> before, ArcPartitioner<Long> after) {
    Set<String> staying =
        before.nodes().list().stream().map(Node::name).collect(Collectors.toSet());
    staying.retainAll(after.nodes().list().stream().map(Node::name).toList());
    PartitionChange<HashArc> change = PartitionChange.between(before, after);
    return new Movement(change.total(HashArc::share), change.among(staying).total(HashArc::share));
  }

  private static Balance balance(
      Contender contender, int keys, double maxOverMean, Movement added, Movement removed) {
    return new Balance(
        contender.name(),
        contender.origin(),
        NODES,
        keys,
        maxOverMean,
        added.moved(),
        added.gratuitous(),
        contender.removal(),
        removed.moved(),
        removed.gratuitous());
  }
}
