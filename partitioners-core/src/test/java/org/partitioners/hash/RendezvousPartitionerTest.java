package org.partitioners.hash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.partitioners.GTest;

class RendezvousPartitionerTest extends NodePartitionerContractTest {

  @Override
  NodePartitioner<String> partitioner(Nodes nodes, KeyHasher<String> hasher) {
    return HashPartitioners.rendezvous(nodes, hasher);
  }

  /**
   * Whom a new partition takes its keys from shows whether the runner-up is as random as the
   * winner: the claim that one multiplication mixes enough. Significance 1e-4.
   */
  @Test
  void aNewPartitionTakesFromAllAlike() {
    int n = 20;
    HashPartitioner<String> smaller = HashPartitioners.rendezvous(n, KeyHashers.strings());
    HashPartitioner<String> larger = HashPartitioners.rendezvous(n + 1, KeyHashers.strings());
    SplittableRandom random = new SplittableRandom(20);
    long[] taken = new long[n];
    for (int i = 0; i < 2_000_000; i++) {
      long hash = random.nextLong();
      if (larger.partitionOf(hash) == n) {
        taken[smaller.partitionOf(hash)]++;
      }
    }
    double[] even = new double[n];
    Arrays.fill(even, 1.0 / n);

    assertThat(GTest.pValue(taken, even)).as(Arrays.toString(taken)).isGreaterThan(1e-4);
  }

  /** Two nodes or more of the weights 1/4 to 4. */
  @Provide
  Arbitrary<Nodes> nodes() {
    return Arbitraries.of(0.25, 1.0, 1.5, 4.0)
        .list()
        .ofMinSize(2)
        .ofMaxSize(20)
        .map(RendezvousPartitionerTest::named);
  }

  private static Nodes named(List<Double> weights) {
    return Nodes.of(
        IntStream.range(0, weights.size())
            .mapToObj(i -> Node.of("node-" + i).withWeight(weights.get(i)))
            .toList());
  }

  private static NodePartitioner<String> over(Nodes nodes) {
    return HashPartitioners.rendezvous(nodes, KeyHashers.strings());
  }

  private static String place(NodePartitioner<String> partitioner, long hash) {
    return partitioner.partitionName(partitioner.partitionOf(hash));
  }

  @Property(tries = 200)
  void aNodeThatComesOnlyTakes(@ForAll("nodes") Nodes nodes, @ForAll long seed) {
    NodePartitioner<String> before = over(nodes);
    NodePartitioner<String> after = before.with(Node.of("new").withWeight(2));
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 500; i++) {
      long hash = random.nextLong();
      assertThat(place(after, hash)).isIn("new", place(before, hash));
    }
  }

  @Property(tries = 200)
  void aNodeThatGoesLeavesEachKeyToItsNext(@ForAll("nodes") Nodes nodes, @ForAll long seed) {
    NodePartitioner<String> before = over(nodes);
    SplittableRandom random = new SplittableRandom(seed);
    String gone = nodes.node(random.nextInt(nodes.size())).name();
    NodePartitioner<String> after = before.without(gone);
    int[] preferred = new int[nodes.size()];
    int[] preferredAfter = new int[nodes.size() - 1];
    for (int i = 0; i < 200; i++) {
      long hash = random.nextLong();
      before.preferenceList(hash, preferred);
      after.preferenceList(hash, preferredAfter);

      // The whole list is as it was, but for the node that is gone.
      assertThat(Arrays.stream(preferredAfter).mapToObj(after::partitionName))
          .containsExactlyElementsOf(
              Arrays.stream(preferred)
                  .mapToObj(before::partitionName)
                  .filter(name -> !name.equals(gone))
                  .toList());
    }
  }

  @Property(tries = 200)
  void anotherWeightMovesKeysOneWay(@ForAll("nodes") Nodes nodes, @ForAll long seed) {
    NodePartitioner<String> before = over(nodes);
    SplittableRandom random = new SplittableRandom(seed);
    Node node = nodes.node(random.nextInt(nodes.size()));
    NodePartitioner<String> heavier = before.with(node.withWeight(node.weight() * 1.75));
    NodePartitioner<String> lighter = before.with(node.withWeight(node.weight() / 1.75));
    for (int i = 0; i < 500; i++) {
      long hash = random.nextLong();
      assertThat(place(heavier, hash)).isIn(node.name(), place(before, hash));
      assertThat(place(before, hash)).isIn(node.name(), place(lighter, hash));
    }
  }
}
