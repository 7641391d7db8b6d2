package org.partitioners.benchmarks.contenders;

import java.util.List;
import java.util.function.LongToIntFunction;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.partitioners.hash.HashPartitioner;
import org.partitioners.hash.HashPartitioners;
import org.partitioners.hash.KeyHasher;
import org.partitioners.hash.Node;
import org.partitioners.hash.Nodes;

/** All contenders. A line in {@link #ALL} enters one in every benchmark and table it can take. */
public final class Contenders {

  public static final List<Contender> ALL =
      List.of(
          Own.named("slot table", HashPartitioners::slots),
          Own.named("slot table, c = 1", Contenders::exactSlots),
          Own.named("sticky slot table", HashPartitioners::stickySlots),
          Own.named("maglev", HashPartitioners::maglev),
          Own.numbered("modulo", HashPartitioners::modulo),
          Own.numbered("jump", HashPartitioners::jump),
          Own.named("ring", HashPartitioners::ring),
          Own.named("balanced ring", Contenders::balancedRing),
          Own.named("rendezvous", HashPartitioners::rendezvous),
          Own.weighted("weighted rendezvous", HashPartitioners::rendezvous),
          Own.named("rendezvous tree", HashPartitioners::rendezvousTree),
          Own.named("memento", HashPartitioners::memento),
          Libraries.guavaJump(),
          Libraries.hash4jJumpBack(),
          Libraries.allgood(),
          Libraries.kafka(),
          Libraries.flink(),
          Peer.textbook("TreeMap ring")
              .hashes(Textbook::treeMapRing)
              .keys(KeyType.STRINGS, nodes -> hashed(KeyType.STRINGS, Textbook.treeMapRing(nodes))),
          Peer.textbook("TreeMap ring by hashCode").keys(KeyType.STRINGS, Textbook::hashCodeRing),
          Peer.textbook("binary-search ring").hashes(Textbook::sortedArrayRing),
          Peer.textbook("rendezvous, a mix per node")
              .hashes(Textbook::mixedRendezvous)
              .keys(
                  KeyType.STRINGS,
                  nodes -> hashed(KeyType.STRINGS, Textbook.mixedRendezvous(nodes))),
          Peer.textbook("String.format rendezvous")
              .keys(KeyType.STRINGS, Textbook::formattedRendezvous),
          Peer.textbook("weighted rendezvous, log per node")
              .weighted()
              .hashes(Textbook::logarithmicRendezvous));

  private static final int TOKENS = 16;

  private Contenders() {}

  /** The contender of that name. */
  public static Contender named(String name) {
    return ALL.stream().filter(it -> it.name().equals(name)).findFirst().orElseThrow();
  }

  /** Nodes with names as machines have, all alike. */
  public static Nodes nodes(int size) {
    return Nodes.of(IntStream.range(0, size).mapToObj(i -> Node.of("node-" + i)).toList());
  }

  private static <K> HashPartitioner<K> exactSlots(Nodes nodes, KeyHasher<K> hasher) {
    return HashPartitioners.slots(nodes, 1, hasher);
  }

  private static <K> HashPartitioner<K> balancedRing(Nodes nodes, KeyHasher<K> hasher) {
    return HashPartitioners.balancedRing(nodes, TOKENS, hasher);
  }

  private static <K> ToIntFunction<K> hashed(KeyType<K> type, LongToIntFunction placed) {
    KeyHasher<K> hasher = type.hasher();
    return key -> placed.applyAsInt(hasher.hash(key));
  }
}
