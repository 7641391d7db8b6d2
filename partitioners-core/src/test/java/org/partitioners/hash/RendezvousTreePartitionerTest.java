package org.partitioners.hash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.partitioners.GTest;

class RendezvousTreePartitionerTest extends NodePartitionerContractTest {

  @Override
  NodePartitioner<String> partitioner(Nodes nodes, KeyHasher<String> hasher) {
    return HashPartitioners.rendezvousTree(nodes, hasher);
  }

  /** Other subtrees gain or lose with the node that changes. */
  @Override
  double gratuitousMovement() {
    return 0.1;
  }

  /** Of the node that goes they do, but other keys move as well. */
  @Override
  boolean secondTakesOver() {
    return false;
  }

  private static NodePartitioner<String> over(Nodes nodes) {
    return HashPartitioners.rendezvousTree(nodes, KeyHashers.strings());
  }

  private static String place(NodePartitioner<String> partitioner, long hash) {
    return partitioner.partitionName(partitioner.partitionOf(hash));
  }

  @Provide
  Arbitrary<Nodes> nodes() {
    return Arbitraries.integers()
        .between(2, 40)
        .flatMap(
            size ->
                Arbitraries.of(1.0, 0.3, 7.0)
                    .list()
                    .ofSize(size)
                    .map(
                        weights -> {
                          Nodes nodes = Nodes.numbered(size);
                          for (int i = 0; i < size; i++) {
                            nodes = nodes.with(nodes.node(i).withWeight(weights.get(i)));
                          }
                          return nodes;
                        }));
  }

  /** A list is what is left to choose when those before it have gone. */
  @Property(tries = 100)
  void listsAreTheChoicesWhenOthersHaveGone(@ForAll("nodes") Nodes nodes, @ForAll long hash) {
    NodePartitioner<String> whole = over(nodes);
    int[] preferred = new int[Math.min(16, nodes.size())];
    whole.preferenceList(hash, preferred);
    NodePartitioner<String> left = whole;
    for (int i = 0; i < preferred.length; i++) {
      String expected = whole.partitionName(preferred[i]);
      assertThat(place(left, hash)).isEqualTo(expected);
      if (i + 1 < nodes.size()) {
        left = left.without(expected);
      }
    }
  }

  /** Each branch above it gets heavier, so no key of its own prefers another. */
  @Property(tries = 100)
  void aHeavierNodeKeepsItsKeys(@ForAll("nodes") Nodes nodes, @ForAll long seed) {
    NodePartitioner<String> before = over(nodes);
    Node changed = nodes.node(0);
    NodePartitioner<String> after = before.with(changed.withWeight(changed.weight() * 2));
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 300; i++) {
      long hash = random.nextLong();
      if (place(before, hash).equals(changed.name())) {
        assertThat(place(after, hash)).isEqualTo(changed.name());
      }
    }
  }

  /** As much as the documentation says, to a tenth: on average over the nodes that may go. */
  @ParameterizedTest
  @CsvSource({"64, 1.1", "4096, 2.7"})
  void movesGratuitouslyAsDocumented(int size, double timesTheLeast) {
    NodePartitioner<String> before = over(Nodes.numbered(size));
    SplittableRandom random = new SplittableRandom(size);
    int changes = size == 64 ? 64 : 40;
    int hashes = 40_000;
    long gratuitous = 0;
    for (int change = 0; change < changes; change++) {
      String gone = Integer.toString(random.nextInt(size));
      NodePartitioner<String> after = before.without(gone);
      for (int i = 0; i < hashes; i++) {
        long hash = random.nextLong();
        String place = place(before, hash);
        gratuitous += place.equals(gone) || place.equals(place(after, hash)) ? 0 : 1;
      }
    }
    double measured = gratuitous * (double) size / hashes / changes;

    assertThat(measured).isBetween(0.8 * timesTheLeast, 1.2 * timesTheLeast);
  }

  @Test
  void reachesEachOfManyNodes() {
    Nodes nodes = Nodes.numbered(65536);
    NodePartitioner<String> partitioner = over(nodes);
    int[] hits = new int[65536];
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 2_000_000; i++) {
      hits[partitioner.partitionOf(random.nextLong())]++;
    }

    // 30.5 expected each; none at 0 and none at 90 but by a chance below 1e-8.
    assertThat(Arrays.stream(hits).summaryStatistics().getMin()).isPositive();
    assertThat(Arrays.stream(hits).summaryStatistics().getMax()).isLessThan(90);
  }

  /** Names whose hashes are alike in some or all digits, in two orders. */
  @Test
  void collisionsAreResolvedByNameWhateverTheOrder() {
    long[] bits = {7, 7, 7, 6, -1, -1, 1L << 63};
    double[] weights = {1, 2, 1, 1, 3, 1, 1};
    String[] names = {"a", "b", "c", "d", "e", "f", "g"};
    int[] order = {3, 6, 2, 0, 5, 1, 4};
    RendezvousTree tree = new RendezvousTree(bits, weights, names);
    RendezvousTree shuffled =
        new RendezvousTree(
            Arrays.stream(order).mapToLong(i -> bits[i]).toArray(),
            Arrays.stream(order).mapToDouble(i -> weights[i]).toArray(),
            Arrays.stream(order).mapToObj(i -> names[i]).toArray(String[]::new));
    SplittableRandom random = new SplittableRandom(1);
    long[] counts = new long[names.length];
    for (int i = 0; i < 200_000; i++) {
      long hash = random.nextLong();
      int first = tree.first(hash);
      assertThat(order[shuffled.first(hash)]).isEqualTo(first);
      counts[first]++;
    }

    assertThat(GTest.pValue(counts, Arrays.stream(weights).map(w -> w / 10).toArray()))
        .isGreaterThan(1e-4);
  }
}
