package org.partitioners.examples.core;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.partitioners.PartitionChange;
import org.partitioners.hash.HashArc;
import org.partitioners.hash.HashPartitioners;
import org.partitioners.hash.KeyHashers;
import org.partitioners.hash.Node;
import org.partitioners.hash.Nodes;
import org.partitioners.hash.SlotTable;
import org.partitioners.hash.Spread;

/**
 * Sessions on caches that come and go: which cache has a session, which hold its copies in other
 * zones, and what has to move when a cache with twice the memory joins.
 */
public final class PlaceSessionsOnCaches {

  private PlaceSessionsOnCaches() {}

  public static void main(String[] args) {
    run(System.out);
  }

  static void run(PrintStream out) {
    List<Node> caches =
        IntStream.range(0, 9)
            .mapToObj(i -> Node.of("cache-" + i).inZone("zone-" + "abc".charAt(i % 3)))
            .toList();
    SlotTable<String> before = HashPartitioners.slots(Nodes.of(caches), KeyHashers.strings());

    out.printf("alice's session is in %s%n", before.node("alice").name());
    for (Node copy : before.preferenceList("alice", 3, Spread.OVER_ZONES)) {
      out.printf("  a copy in %s, %s%n", copy.name(), copy.zone());
    }

    SlotTable<String> after = before.with(Node.of("cache-9").withWeight(2).inZone("zone-a"));
    PartitionChange<HashArc> change = PartitionChange.between(before, after);

    out.printf(Locale.ROOT, "%.1f %% of all sessions move%n", 100 * change.total(HashArc::share));
    PartitionChange.Move<HashArc> first = change.moves().get(0);
    out.printf("first those with %s: %s to %s%n", first.region(), first.from(), first.to());
    out.printf("alice's session is in %s%n", after.node("alice").name());
  }
}
