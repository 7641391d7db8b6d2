package org.partitioners.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.partitioners.GTest;

class MementoPartitionerTest extends NodePartitionerContractTest {

  @Override
  NodePartitioner<String> partitioner(Nodes nodes, KeyHasher<String> hasher) {
    return HashPartitioners.memento(nodes, hasher);
  }

  @Override
  boolean takesWeights() {
    return false;
  }

  @Override
  boolean dependsOnMembershipAlone() {
    return false;
  }

  private static NodePartitioner<String> over(Nodes nodes) {
    return HashPartitioners.memento(nodes, KeyHashers.strings());
  }

  private static String place(NodePartitioner<String> partitioner, long hash) {
    return partitioner.partitionName(partitioner.partitionOf(hash));
  }

  /** Nodes come where a step is negative; else that one goes, counted round. */
  private static NodePartitioner<String> after(NodePartitioner<String> start, List<Integer> steps) {
    NodePartitioner<String> partitioner = start;
    for (int i = 0; i < steps.size(); i++) {
      Nodes nodes = partitioner.nodes();
      partitioner =
          steps.get(i) < 0 || nodes.size() == 1
              ? partitioner.with(Node.of("new-" + i))
              : partitioner.without(nodes.node(steps.get(i) % nodes.size()).name());
    }
    return partitioner;
  }

  @Property(tries = 200)
  void everyChangeMovesTheLeastAfterAnyHistory(
      @ForAll @IntRange(min = 1, max = 30) int size,
      @ForAll @Size(max = 25) List<@IntRange(min = -15, max = 29) Integer> steps,
      @ForAll long seed) {
    NodePartitioner<String> before = after(over(Nodes.numbered(size)), steps);
    NodePartitioner<String> more = before.with(Node.of("more"));
    String gone =
        before.nodes().node((int) Long.remainderUnsigned(seed, before.nodes().size())).name();
    SplittableRandom random = new SplittableRandom(seed);
    int[] preferred = new int[Math.min(2, before.nodes().size())];
    for (int i = 0; i < 200; i++) {
      long hash = random.nextLong();
      assertThat(place(more, hash)).isIn("more", place(before, hash));
      before.preferenceList(hash, preferred);
      if (preferred.length == 2) {
        boolean moves = place(before, hash).equals(gone);
        assertThat(place(before.without(gone), hash))
            .isEqualTo(before.partitionName(preferred[moves ? 1 : 0]));
      }
    }
  }

  /** Fails a sound partitioner with probability 10⁻³, all histories together. */
  @Property(tries = 20)
  void isEvenAfterAnyHistory(
      @ForAll @IntRange(min = 1, max = 40) int size,
      @ForAll @Size(max = 50) List<@IntRange(min = -10, max = 39) Integer> steps) {
    NodePartitioner<String> partitioner = after(over(Nodes.numbered(size)), steps);
    long[] counts = new long[partitioner.numPartitions()];
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 50_000; i++) {
      counts[partitioner.partitionOf(random.nextLong())]++;
    }

    assertThat(GTest.pValue(counts, shares(partitioner))).isGreaterThan(1e-3 / 20);
  }

  @Property(tries = 50)
  void aNodeThatComesBackHasItsKeysAgain(
      @ForAll @IntRange(min = 2, max = 30) int size, @ForAll long seed) {
    NodePartitioner<String> before = over(Nodes.numbered(size));
    Node gone = before.nodes().node((int) Long.remainderUnsigned(seed, size));
    NodePartitioner<String> back = before.without(gone.name()).with(gone);
    NodePartitioner<String> successor =
        before.withNodes(before.nodes().without(gone.name()).with(Node.of("successor")));
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 300; i++) {
      long hash = random.nextLong();
      String place = place(before, hash);
      assertThat(place(back, hash)).isEqualTo(place);
      assertThat(place(successor, hash)).isEqualTo(place.equals(gone.name()) ? "successor" : place);
    }
  }

  @Test
  void whileNoneIsRemovedItJumps() {
    NodePartitioner<String> memento = over(Nodes.numbered(12)).without("11").without("10");
    HashPartitioner<String> jump = HashPartitioners.jump(10, KeyHashers.strings());
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 1_000; i++) {
      long hash = random.nextLong();
      assertThat(memento.partitionOf(hash)).isEqualTo(jump.partitionOf(hash));
    }
  }

  @Test
  void serializationKeepsTheHistory() throws IOException, ClassNotFoundException {
    NodePartitioner<String> partitioner =
        over(Nodes.numbered(20)).without("3").without("17").without("0").with(Node.of("new"));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(partitioner);
    }
    NodePartitioner<?> copy;
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      copy = (NodePartitioner<?>) in.readObject();
    }

    assertThat(copy).isEqualTo(partitioner);
    assertThat(copy.fingerprint()).isEqualTo(partitioner.fingerprint());
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 1_000; i++) {
      long hash = random.nextLong();
      assertThat(copy.partitionOf(hash)).isEqualTo(partitioner.partitionOf(hash));
    }
  }

  @Test
  void historyIsPartOfTheFingerprint() {
    NodePartitioner<String> whole = over(Nodes.numbered(5));
    NodePartitioner<String> oneWay = whole.without("1").without("3");
    NodePartitioner<String> other = whole.without("3").without("1");

    assertThat(oneWay.nodes()).isEqualTo(other.nodes());
    assertThat(oneWay).isNotEqualTo(other);
    assertThat(oneWay.fingerprint()).isNotEqualTo(other.fingerprint());
    assertThat(oneWay).isEqualTo(whole.without("1").without("3"));
  }

  @Test
  void refusesUnequalWeights() {
    Nodes nodes = Nodes.of(Node.of("a"), Node.of("b").withWeight(2));
    assertThatThrownBy(() -> over(nodes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "nodes: weights differ (a has 1.0, b has 2.0); give all the same, or take rendezvous"
                + " or slots");
  }
}
