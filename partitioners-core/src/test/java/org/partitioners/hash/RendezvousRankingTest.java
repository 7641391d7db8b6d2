package org.partitioners.hash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RendezvousRankingTest {

  /** The textbook's weighted rendezvous: a logarithm for each node, by StrictMath. */
  private static final class Naive {
    private final long[] bits;
    private final double[] weights;
    private final String[] names;

    Naive(long[] bits, double[] weights, String[] names) {
      this.bits = bits;
      this.weights = weights;
      this.names = names;
    }

    static Naive of(Nodes nodes) {
      return new Naive(
          nodes.randomBits(),
          nodes.list().stream().mapToDouble(Node::weight).toArray(),
          nodes.list().stream().map(Node::name).toArray(String[]::new));
    }

    RendezvousRanking ranking() {
      return new RendezvousRanking(bits, weights, names);
    }

    private long score(long hash, int node) {
      return (hash ^ bits[node]) * SplitMix64.GOLDEN_GAMMA;
    }

    double rank(long hash, int node) {
      double fraction = ((score(hash, node) >>> 12 ^ 1L << 51) + 0.5) / (1L << 52);
      return -weights[node] / StrictMath.log(fraction);
    }

    int first(long hash) {
      int first = 0;
      for (int node = 1; node < bits.length; node++) {
        if (order(hash).compare(node, first) < 0) {
          first = node;
        }
      }
      return first;
    }

    int[] sorted(long hash) {
      return IntStream.range(0, bits.length)
          .boxed()
          .sorted(order(hash))
          .mapToInt(Integer::intValue)
          .toArray();
    }

    private Comparator<Integer> order(long hash) {
      return Comparator.<Integer>comparingDouble(node -> -rank(hash, node))
          .thenComparing(node -> score(hash, node), Comparator.reverseOrder())
          .thenComparing(node -> weights[node])
          .thenComparing(node -> names[node]);
    }
  }

  /** Node sets whose weights are all equal, few different ones or all different. */
  @Provide
  Arbitrary<Nodes> nodes() {
    Arbitrary<Double> equal = Arbitraries.just(1.0);
    Arbitrary<Double> few = Arbitraries.of(1.0, 1.5, 2.0, 40.0);
    Arbitrary<Double> any =
        Arbitraries.doubles().between(-16, 16).ofScale(4).map(e -> StrictMath.pow(2, e));
    return Arbitraries.oneOf(
        equal.list().ofMinSize(1).ofMaxSize(200).map(RendezvousRankingTest::named),
        few.list().ofMinSize(1).ofMaxSize(30).map(RendezvousRankingTest::named),
        any.list().ofMinSize(1).ofMaxSize(20).map(RendezvousRankingTest::named));
  }

  private static Nodes named(List<Double> weights) {
    return Nodes.of(
        IntStream.range(0, weights.size())
            .mapToObj(i -> Node.of("node-" + i).withWeight(weights.get(i)))
            .toList());
  }

  /** More than a million pairs of a key and a node set. */
  @Property(tries = 250)
  void theWinnerIsTheTextbooks(@ForAll("nodes") Nodes nodes, @ForAll long seed) {
    Naive naive = Naive.of(nodes);
    RendezvousRanking ranking = naive.ranking();
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 5_000; i++) {
      long hash = random.nextLong();
      if (ranking.first(hash) != naive.first(hash)) {
        assertThat(ranking.first(hash)).as("hash %s", hash).isEqualTo(naive.first(hash));
      }
    }
  }

  @Property(tries = 200)
  void listsAreTheTextbooks(
      @ForAll("nodes") Nodes nodes, @ForAll long seed, @ForAll @IntRange(max = 5) int kept) {
    Naive naive = Naive.of(nodes);
    RendezvousRanking ranking = naive.ranking();
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 10; i++) {
      long hash = random.nextLong();
      int[] sorted = naive.sorted(hash);
      int[] found = new int[random.nextInt(nodes.size()) + 1];
      ranking.fillBehind(hash, found, 0);
      assertThat(found).isEqualTo(Arrays.copyOf(sorted, found.length));

      // Kept elements, the textbook's last, stay and are passed over.
      int keeps = Math.min(kept, found.length);
      int[] behind = new int[found.length];
      for (int k = 0; k < keeps; k++) {
        behind[k] = sorted[sorted.length - 1 - k];
      }
      int[] expected = Arrays.copyOf(behind, behind.length);
      IntStream others =
          IntStream.of(sorted)
              .filter(n -> IntStream.range(0, keeps).noneMatch(k -> behind[k] == n));
      System.arraycopy(others.toArray(), 0, expected, keeps, found.length - keeps);
      ranking.fillBehind(hash, behind, keeps);
      assertThat(behind).isEqualTo(expected);
    }
  }

  /** Weights that make all ranks equal, but for some rounding: approximations cannot decide. */
  @Property(tries = 300)
  void whatIsTooCloseIsDecidedExactly(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int size = 6;
    long[] bits = random.longs(size).toArray();
    double[] weights = new double[size];
    String[] names = IntStream.range(0, size).mapToObj(i -> "n" + i).toArray(String[]::new);
    long hash = random.nextLong();
    Arrays.fill(weights, 1);
    Naive even = new Naive(bits, weights.clone(), names);
    for (int node = 0; node < size; node++) {
      weights[node] = 1 / even.rank(hash, node) * (1 + random.nextInt(-20, 21) * 0x1p-52);
    }
    Naive naive = new Naive(bits, weights, names);

    assertThat(naive.ranking().first(hash)).isEqualTo(naive.first(hash));
    int[] found = new int[size];
    naive.ranking().fillBehind(hash, found, 0);
    assertThat(found).isEqualTo(naive.sorted(hash));
  }

  /** Only nodes whose names collide in 64 bits have equal scores: here as good as all. */
  @Property(tries = 100)
  void collisionsAreResolvedByNameWhateverTheOrder(
      @ForAll @IntRange(min = 1, max = 300) int size, @ForAll Random shuffler) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, size).boxed().toList());
    Collections.shuffle(order, shuffler);
    long[] bits = order.stream().mapToLong(i -> i % 3).toArray();
    double[] weights = new double[size];
    Arrays.fill(weights, 2);
    String[] names = order.stream().map(i -> "n" + i).toArray(String[]::new);
    Naive naive = new Naive(bits, weights, names);
    for (long hash = -20; hash < 20; hash++) {
      int[] found = new int[size];
      naive.ranking().fillBehind(hash, found, 0);

      assertThat(found).isEqualTo(naive.sorted(hash));
      assertThat(naive.ranking().first(hash)).isEqualTo(found[0]);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {127, 128, 129, 256, 1000})
  void manyNodesAreSearchedBlockByBlock(int size) {
    Naive naive = Naive.of(Nodes.numbered(size));
    RendezvousRanking ranking = naive.ranking();
    SplittableRandom random = new SplittableRandom(size);
    for (int i = 0; i < 1_000; i++) {
      long hash = random.nextLong();
      assertThat(ranking.first(hash)).isEqualTo(naive.first(hash));
    }
  }

  @Test
  void aTinyWeightStillWinsWhereItsScoreIsHigh() {
    Nodes nodes = Nodes.of(Node.of("light").withWeight(1 / 1024.0), Node.of("normal"));
    RendezvousRanking ranking = new RendezvousRanking(nodes);
    SplittableRandom random = new SplittableRandom(1);
    int won = 0;
    for (int i = 0; i < 1_000_000; i++) {
      won += 1 - ranking.first(random.nextLong());
    }

    // 976 expected, five standard deviations of 31.
    assertThat(won).isBetween(820, 1132);
  }
}
