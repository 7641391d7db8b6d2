package org.partitioners.hash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.partitioners.PartitionChange;
import org.partitioners.RegionPartitioner.Assignment;

/** The contract of partitioners over nodes that look places up in a table. */
abstract class TablePartitionerContractTest extends NodePartitionerContractTest {

  @Override
  abstract ArcPartitioner<String> partitioner(Nodes nodes, KeyHasher<String> hasher);

  /** What the table says exactly. */
  @Override
  final double[] shares(NodePartitioner<String> partitioner) {
    Map<String, Double> shares = new HashMap<>();
    for (Assignment<HashArc> arc : ((ArcPartitioner<String>) partitioner).regions()) {
      shares.merge(arc.partition(), arc.region().share(), Double::sum);
    }
    return partitioner.nodes().list().stream()
        .mapToDouble(node -> shares.getOrDefault(node.name(), 0.0))
        .toArray();
  }

  /** Nodes of equal weight: node-0 and so on. */
  static Nodes numbered(int size) {
    return Nodes.named(IntStream.range(0, size).mapToObj(i -> "node-" + i).toArray(String[]::new));
  }

  @Test
  void regionsAreTheWholeSpaceAndSayWhatTheTableSays() {
    for (int size : new int[] {1, 2, 5, 64}) {
      ArcPartitioner<String> partitioner = partitioner(numbered(size), KeyHashers.strings());
      List<Assignment<HashArc>> arcs = partitioner.regions();
      long next = 0;
      String previous = "";
      for (Assignment<HashArc> arc : arcs) {
        assertThat(arc.region().from()).isEqualTo(next - 1);
        assertThat(arc.partition()).isNotEqualTo(previous);
        long middle = next + (arc.region().to() - next) / 2;
        for (long hash : new long[] {next, middle, arc.region().to()}) {
          assertThat(partitioner.partitionName(partitioner.partitionOf(hash)))
              .isEqualTo(arc.partition());
        }
        next = arc.region().to() + 1;
        previous = arc.partition();
      }
      assertThat(next).isZero();
    }
  }

  @Test
  void transfersAreExactlyWhatMoves() {
    Nodes before = numbered(12);
    Nodes after = before.with(Node.of("new").withWeight(2)).without("node-3");
    ArcPartitioner<String> old = partitioner(before, KeyHashers.strings());
    var changed = old.withNodes(after);
    PartitionChange<HashArc> change = PartitionChange.between(old, changed);
    SplittableRandom random = new SplittableRandom(1);
    var arcs = new TreeMap<Long, PartitionChange.Move<HashArc>>(Long::compareUnsigned);
    change.moves().forEach(move -> arcs.put(move.region().to(), move));

    assertThat(arcs).hasSize(change.moves().size()).isNotEmpty();
    for (int i = 0; i < 100_000; i++) {
      long hash = random.nextLong();
      String from = old.partitionName(old.partitionOf(hash));
      String to = changed.partitionName(changed.partitionOf(hash));
      var next = arcs.ceilingEntry(hash);
      boolean listed = next != null && next.getValue().region().contains(hash);
      assertThat(listed).isEqualTo(!from.equals(to));
      if (listed) {
        assertThat(next.getValue().from()).isEqualTo(from);
        assertThat(next.getValue().to()).isEqualTo(to);
      }
    }
  }
}
