package org.partitioners.benchmarks.page;

import java.util.List;
import org.partitioners.benchmarks.contenders.Contenders;
import org.partitioners.benchmarks.contenders.KeyHash;
import org.partitioners.benchmarks.contenders.Origin;
import org.partitioners.benchmarks.results.Balance;
import org.partitioners.benchmarks.results.Timing;
import org.partitioners.hash.Nodes;

/** What is measured by the names that readers can tell apart. */
final class Labels {
  private static final Nodes NODES = Contenders.nodes(16);

  private Labels() {}

  /** A hash function with whose implementation it is: {@code xxh3 (hash4j)}. */
  static String hash(Timing timing) {
    if (timing.origin() == Origin.OURS) {
      return switch (timing.name()) {
        case "xxh3", "murmur3" -> timing.name() + " (hash4j)";
        case "siphash-2-4" -> timing.name() + " (Guava)";
        case "crc32c", "md5", "sha-256" -> timing.name() + " (JDK)";
        default -> timing.name() + " (ours)";
      };
    }
    for (String library : List.of("hash4j", "Guava", "Kafka")) {
      if (timing.name().startsWith(library + " ")) {
        return timing.name().substring(library.length() + 1) + " (" + library + ")";
      }
    }
    return timing.name();
  }

  /** A way of routing, whose keys are fresh strings. */
  static String routing(Timing timing) {
    return timing.name().equals(KeyHash.BARE) ? KeyHash.BARE + ", fresh strings" : timing.name();
  }

  /** A contender with the weights of its nodes, where they differ. */
  static String balance(Balance balance) {
    boolean weighted =
        Contenders.ALL.stream()
            .filter(it -> it.name().equals(balance.name()))
            .anyMatch(it -> !it.weighted(NODES).equals(NODES));
    return weighted ? balance.name() + " (weights 1–8)" : balance.name();
  }
}
