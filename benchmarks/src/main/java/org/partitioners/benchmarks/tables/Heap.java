package org.partitioners.benchmarks.tables;

import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.Optional;
import org.partitioners.benchmarks.contenders.Contender;
import org.partitioners.benchmarks.contenders.Contenders;
import org.partitioners.benchmarks.results.Footprint;
import org.partitioners.hash.Nodes;

/** What contenders occupy: many are made, and what the heap has grown by is divided. */
public final class Heap {
  private static final int INSTANCES = 20;
  private static final int ROUNDS = 5;

  /** Every fourth of the serial collector leaves no gap; the others may count dead objects in. */
  private static final int COLLECTIONS = 4;

  private Heap() {}

  /** Measured over that many nodes; empty for one that takes no hashes. */
  public static Optional<Footprint> footprint(Contender contender, int nodes) {
    Nodes over = Contenders.nodes(nodes);
    if (contender.ofHashes(over).isEmpty()) {
      return Optional.empty();
    }
    double bytes = Math.max(0, median(contender, over)) / (double) INSTANCES;
    return Optional.of(new Footprint(contender.name(), contender.origin(), nodes, bytes));
  }

  /** What else the heap loses between two looks, classes' and cleaners', is not in most rounds. */
  private static long median(Contender contender, Nodes over) {
    long[] grownBy = new long[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      grownBy[i] = grownByInstances(contender, over);
    }
    Arrays.sort(grownBy);
    return grownBy[ROUNDS / 2];
  }

  private static long grownByInstances(Contender contender, Nodes over) {
    Object[] instances = new Object[INSTANCES];
    try {
      long before = used();
      for (int i = 0; i < INSTANCES; i++) {
        instances[i] = contender.ofHashes(over).orElseThrow();
      }
      return used() - before;
    } finally {
      Reference.reachabilityFence(instances);
    }
  }

  private static long used() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }
}
