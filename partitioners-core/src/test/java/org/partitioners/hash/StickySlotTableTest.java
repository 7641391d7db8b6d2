package org.partitioners.hash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class StickySlotTableTest extends TablePartitionerContractTest {

  @Override
  SlotTable<String> partitioner(Nodes nodes, KeyHasher<String> hasher) {
    return HashPartitioners.stickySlots(nodes, hasher);
  }

  @Override
  boolean dependsOnMembershipAlone() {
    return false;
  }

  @Override
  boolean secondTakesOver() {
    return false;
  }

  private static SlotTable<String> table(Nodes nodes, double cap) {
    return HashPartitioners.stickySlots(nodes, cap, KeyHashers.strings());
  }

  /** One change of the nodes: joins, leaves and other weights at once. */
  private record Step(int joining, int leaving, int reweighted, int weight) {

    Nodes apply(Nodes nodes, int number) {
      Nodes next = nodes;
      for (int i = 0; i < joining; i++) {
        next = next.with(Node.of("joined-" + number + "-" + i).withWeight(weight / 4.0));
      }
      for (int i = 0; i < leaving && next.size() > 1; i++) {
        next = next.without(next.node((number * 7 + i) % next.size()).name());
      }
      for (int i = 0; i < reweighted; i++) {
        Node node = next.node((number * 5 + i) % next.size());
        next = next.with(node.withWeight(weight / 2.0));
      }
      return next;
    }
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 3),
            Arbitraries.integers().between(0, 3),
            Arbitraries.frequency(net.jqwik.api.Tuple.of(3, 0), net.jqwik.api.Tuple.of(1, 1)),
            Arbitraries.integers().between(1, 12))
        .as(Step::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(12);
  }

  @Property(tries = 40)
  void keepsTheCapAndMovesNothingGratuitouslyThroughAllChanges(
      @ForAll @IntRange(min = 1, max = 60) int size,
      @ForAll @IntRange(min = 0, max = 20) int percent,
      @ForAll("steps") List<Step> steps) {
    double cap = 1 + percent / 100.0;
    SlotTable<String> table = table(numbered(size), cap);
    int version = 0;
    for (int i = 0; i < steps.size(); i++) {
      Nodes nodes = steps.get(i).apply(table.nodes(), i);
      SlotTable<String> next = table.withNodes(nodes);
      version += nodes.equals(table.nodes()) ? 0 : 1;

      assertThat(next.version()).isEqualTo(version);
      assertThat(CappedSlotTableTest.gratuitous(table, next)).isZero();
      checkCap(next);
      table = next;
    }
  }

  private static void checkCap(SlotTable<?> table) {
    int[] counts = CappedSlotTableTest.counts(table);
    double total = table.nodes().list().stream().mapToDouble(Node::weight).sum();
    for (int node = 0; node < counts.length; node++) {
      double fair = table.nodes().node(node).weight() / total * SlotTable.SLOTS;
      double most = Math.max(Math.ceil(fair - 1e-6), Math.floor(table.cap() * fair + 1e-6));
      assertThat((double) counts[node]).isLessThanOrEqualTo(Math.max(1, most));
    }
  }
}
