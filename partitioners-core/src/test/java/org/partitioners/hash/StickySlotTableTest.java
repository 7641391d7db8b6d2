package org.partitioners.hash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.partitioners.PartitionChange;

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
            Arbitraries.frequency(Tuple.of(3, 0), Tuple.of(1, 1)),
            Arbitraries.integers().between(1, 12))
        .as(Step::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(12);
  }

  @Property(tries = 50)
  void keepsTheCapThroughAllChangesAndMovesNothingGratuitously(
      @ForAll @IntRange(min = 1, max = 200) int size,
      @ForAll @IntRange(min = 0, max = 20) int percent,
      @ForAll("steps") List<Step> steps) {
    SlotTable<String> table = table(numbered(size), 1 + percent / 100.0);
    int version = 0;
    for (int i = 0; i < steps.size(); i++) {
      SlotTable<String> next = table.withNodes(steps.get(i).apply(table.nodes(), i));
      version += next.nodes().equals(table.nodes()) ? 0 : 1;

      assertThat(next.version()).isEqualTo(version);
      checkCap(next);
      checkMoves(table, next);
      table = next;
    }
  }

  /** Some slots, many nodes: rounding to whole slots is all there is. */
  @Property(tries = 10)
  void keepsTheCapOfManyNodes(
      @ForAll @IntRange(min = 5_000, max = 40_000) int size, @ForAll("steps") List<Step> steps) {
    SlotTable<String> table = table(numbered(size), SlotTable.DEFAULT_CAP);
    for (int i = 0; i < Math.min(3, steps.size()); i++) {
      SlotTable<String> next = table.withNodes(steps.get(i).apply(table.nodes(), i));
      checkCap(next);
      checkMoves(table, next);
      table = next;
    }
  }

  private static int capacity(SlotTable<?> table, int node, double totalWeight) {
    double fair = table.nodes().node(node).weight() / totalWeight * SlotTable.SLOTS;
    // The tolerance of whoever computes fair shares in doubles.
    double most = Math.max(Math.ceil(fair - 1e-6), Math.floor(table.cap() * fair + 1e-6));
    return (int) Math.max(1, most);
  }

  private static double totalWeight(SlotTable<?> table) {
    return table.nodes().list().stream().mapToDouble(Node::weight).sum();
  }

  private static void checkCap(SlotTable<?> table) {
    int[] counts = CappedSlotTableTest.counts(table);
    double totalWeight = totalWeight(table);
    for (int node = 0; node < counts.length; node++) {
      assertThat(counts[node]).isLessThanOrEqualTo(capacity(table, node, totalWeight));
    }
  }

  /** Nothing moves gratuitously, unless all who joined or have another weight are full. */
  private static void checkMoves(SlotTable<?> before, SlotTable<?> after) {
    if (CappedSlotTableTest.gratuitous(before, after) > 0) {
      Set<Node> unchanged = new HashSet<>(before.nodes().list());
      int[] counts = CappedSlotTableTest.counts(after);
      double totalWeight = totalWeight(after);
      for (int node = 0; node < counts.length; node++) {
        if (!unchanged.contains(after.nodes().node(node))) {
          assertThat(counts[node]).isEqualTo(capacity(after, node, totalWeight));
        }
      }
    }
  }

  private static int moved(SlotTable<?> before, SlotTable<?> after) {
    int moved = 0;
    for (int slot = 0; slot < SlotTable.SLOTS; slot++) {
      String from = before.partitionName(before.owner(slot));
      moved += from.equals(after.partitionName(after.owner(slot))) ? 0 : 1;
    }
    return moved;
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 1.02, 2})
  void movesNoMoreThanMustMove(double cap) {
    Random random = new Random(4);
    SlotTable<String> table = table(numbered(64), cap);
    for (int i = 0; i < 60; i++) {
      boolean joins = random.nextBoolean();
      SlotTable<String> next =
          joins
              ? table.with(Node.of("joined-" + i))
              : table.without(table.nodes().node(random.nextInt(table.numPartitions())).name());
      assertThat(CappedSlotTableTest.gratuitous(table, next)).isZero();
      if (joins) {
        // A newcomer gets its fair share, whatever the cap.
        int[] counts = CappedSlotTableTest.counts(next);
        double fair = (double) SlotTable.SLOTS / counts.length;
        assertThat((double) counts[counts.length - 1]).isBetween(fair - 1, fair + 1);
        assertThat(moved(table, next)).isEqualTo(counts[counts.length - 1]);
      }
      table = next;
    }
    assertThat(table.version()).isEqualTo(60);
  }

  /**
   * Where rounding makes more nodes too full than a newcomer can relieve: of 445 nodes the fair
   * share is 147.3 slots and the cap 150; one more and the cap is 149. More than 149 are at 150.
   */
  @Test
  void onlyWhenNewcomersAreFullDoOthersTakeWhatIsTooMuch() {
    SlotTable<String> table = table(numbered(445), 1.02);
    int[] before = CappedSlotTableTest.counts(table);
    int tooMuch = (int) Arrays.stream(before).filter(count -> count == 150).count();
    SlotTable<String> next = table.with(Node.of("newcomer"));
    int[] after = CappedSlotTableTest.counts(next);

    assertThat(Arrays.stream(before).max()).hasValue(150);
    assertThat(tooMuch).isGreaterThan(149);
    assertThat(Arrays.stream(after).max()).hasValue(149);
    assertThat(after[445]).isEqualTo(149);
    assertThat(moved(table, next)).isEqualTo(tooMuch);
    assertThat(CappedSlotTableTest.gratuitous(table, next) * SlotTable.SLOTS)
        .isEqualTo(tooMuch - 149);
    for (int node = 0; node < 445; node++) {
      assertThat(after[node]).isGreaterThanOrEqualTo(Math.min(before[node], 149));
    }
  }

  @Test
  void aReplacementTakesOverWhatItReplaces() {
    SlotTable<String> table = table(numbered(64), 1);
    SlotTable<String> next = table.withNodes(numbered(64).without("node-9").with(Node.of("new")));
    for (int slot = 0; slot < SlotTable.SLOTS; slot++) {
      String owner = table.partitionName(table.owner(slot));
      assertThat(next.partitionName(next.owner(slot)))
          .isEqualTo(owner.equals("node-9") ? "new" : owner);
    }
  }

  @Test
  void anotherZoneOrOrderMovesNothing() {
    SlotTable<String> table = table(numbered(9), 1.02);
    List<Node> reversed = new ArrayList<>(numbered(9).list());
    Collections.reverse(reversed);

    assertThat(moved(table, table.with(Node.of("node-3").inZone("west")))).isZero();
    assertThat(moved(table, table.withNodes(Nodes.of(reversed)))).isZero();
    assertThat(table.withNodes(Nodes.of(reversed)).version()).isEqualTo(1);
    assertThat(table.withNodes(numbered(9))).isSameAs(table);
  }

  @Test
  void numbersOfNodesDoNotMatter() {
    SlotTable<String> forth = table(numbered(30), 1.02);
    List<Node> reversed = new ArrayList<>(numbered(30).list());
    Collections.reverse(reversed);
    SlotTable<String> back = table(Nodes.of(reversed), 1.02);
    for (int i = 0; i < 8; i++) {
      Node joining = Node.of("joined-" + i).withWeight(1 + i / 2.0);
      forth = forth.withNodes(forth.nodes().with(joining).without("node-" + 3 * i));
      List<Node> inFront = new ArrayList<>(back.nodes().without("node-" + 3 * i).list());
      inFront.add(0, joining);
      back = back.withNodes(Nodes.of(inFront));

      assertThat(moved(forth, back)).isZero();
    }
  }

  @Test
  void startsAsTheTableThatDependsOnTheNodesAlone() {
    SlotTable<String> sticky = table(numbered(20), 1.1);
    SlotTable<String> capped = HashPartitioners.slots(numbered(20), 1.1, KeyHashers.strings());

    assertThat(moved(sticky, capped)).isZero();
    assertThat(sticky.version()).isZero();
    assertThat(sticky).isNotEqualTo(capped);
    assertThat(sticky.fingerprint()).isNotEqualTo(capped.fingerprint());
  }

  @Test
  void historyOutlivesSerialization() throws IOException, ClassNotFoundException {
    SlotTable<String> first = table(numbered(20), 1.02);
    SlotTable<String> third = first.with(Node.of("guest")).without("node-3").without("guest");
    SlotTable<String> copy = copyOf(third);

    assertThat(copy).isEqualTo(third).hasSameHashCodeAs(third).hasToString(third.toString());
    assertThat(copy.version()).isEqualTo(3);
    assertThat(copy.fingerprint()).isEqualTo(third.fingerprint()).contains(", version 3#");
    assertThat(moved(third, copy)).isZero();
    assertThat(copy.with(Node.of("next"))).isEqualTo(third.with(Node.of("next")));
    assertThat(copyOf(first)).isEqualTo(first);
  }

  @Test
  void anotherHistoryIsAnotherTable() {
    SlotTable<String> first = table(numbered(20), 1.02);
    SlotTable<String> one = first.with(Node.of("a")).with(Node.of("b")).without("a");
    SlotTable<String> other = first.with(Node.of("b")).with(Node.of("a")).without("a");

    assertThat(one.nodes()).isEqualTo(other.nodes());
    assertThat(one).isNotEqualTo(other);
    assertThat(one.fingerprint()).isNotEqualTo(other.fingerprint());
    assertThat(PartitionChange.between(one, other).isEmpty()).isFalse();
  }

  @SuppressWarnings("unchecked")
  private static SlotTable<String> copyOf(SlotTable<String> table)
      throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(table);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (SlotTable<String>) in.readObject();
    }
  }
}
