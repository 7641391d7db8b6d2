package org.partitioners.benchmarks.jmh;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.partitioners.benchmarks.contenders.Contender;
import org.partitioners.benchmarks.contenders.Contenders;
import org.partitioners.benchmarks.contenders.KeyHash;
import org.partitioners.benchmarks.contenders.KeyType;
import org.partitioners.benchmarks.contenders.Origin;
import org.partitioners.benchmarks.contenders.Router;
import org.partitioners.benchmarks.results.Kind;
import org.partitioners.hash.Nodes;

/** One thing to time; the components are those of a timing. */
public record Case(Kind kind, String name, Origin origin, int nodes, String keys) {

  private static final int NODES = 64;
  private static final Nodes FEW = Contenders.nodes(3);

  /**
   * All of them. What is compared with one another comes one after the other.
   *
   * @param lookupNodes on how many nodes look-ups are timed
   */
  public static List<Case> all(List<Integer> lookupNodes) {
    List<Case> all = new ArrayList<>();
    for (int nodes : lookupNodes) {
      ofHashes().forEach(it -> all.add(over(Kind.LOOKUP, it, nodes, "hash")));
    }
    for (KeyType<?> type : KeyType.ALL) {
      all.add(new Case(Kind.HASH, KeyHash.BARE, Origin.OURS, 0, type.name()));
      Contenders.ALL.stream()
          .filter(it -> it.ofKeys(type, FEW).isPresent())
          .forEach(it -> all.add(over(Kind.KEY, it, NODES, type.name())));
    }
    KeyHash.ALL.stream()
        .filter(it -> !it.name().equals(KeyHash.BARE))
        .forEach(it -> all.add(new Case(Kind.HASH, it.name(), it.origin(), 0, it.keyType())));
    Router.ALL.forEach(
        it -> all.add(new Case(Kind.ROUTING, it.name(), it.origin(), NODES, "fresh String")));
    ofHashes().forEach(it -> all.add(over(Kind.BUILD, it, NODES, "nodes")));
    return List.copyOf(all);
  }

  private static Stream<Contender> ofHashes() {
    return Contenders.ALL.stream().filter(it -> it.ofHashes(FEW).isPresent());
  }

  private static Case over(Kind kind, Contender contender, int nodes, String keys) {
    return new Case(kind, contender.name(), contender.origin(), nodes, keys);
  }

  @Override
  public String toString() {
    String on = nodes == 0 ? "" : ", " + nodes + " nodes";
    return kind.name().toLowerCase(Locale.ROOT) + ": " + name + ", " + keys + on;
  }
}
