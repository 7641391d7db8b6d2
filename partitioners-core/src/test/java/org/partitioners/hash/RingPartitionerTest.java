package org.partitioners.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.partitioners.PartitionChange;

class RingPartitionerTest extends ArcPartitionerContractTest {

  @Override
  ArcPartitioner<String> partitioner(Nodes nodes, KeyHasher<String> hasher) {
    return HashPartitioners.ring(nodes, hasher);
  }

  /** The textbook's ring: a sorted map, from the last hash that a point takes to its owner. */
  private static NavigableMap<Long, Integer> naive(Nodes nodes, int virtualNodes) {
    NavigableMap<Long, Integer> ring = new TreeMap<>(Long::compareUnsigned);
    long[] randomBits = nodes.randomBits();
    for (int node = 0; node < nodes.size(); node++) {
      for (int v = 0; v < Math.max(1, Math.round(virtualNodes * nodes.node(node).weight())); v++) {
        long point = SplitMix64.output(randomBits[node] + v) | (1 << 17) - 1;
        assertThat(ring.putIfAbsent(point, node)).isNull();
      }
    }
    return ring;
  }

  private static int owner(NavigableMap<Long, Integer> ring, long hash) {
    Map.Entry<Long, Integer> next = ring.ceilingEntry(hash);
    return (next == null ? ring.firstEntry() : next).getValue();
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 2", "2, 1", "3, 1", "5, 3", "64, 256", "1000, 7", "65536, 1", "1, 65536"})
  void agreesWithTheTextbook(int numPartitions, int virtualNodes) {
    NavigableMap<Long, Integer> ring = naive(Nodes.numbered(numPartitions), virtualNodes);
    HashPartitioner<String> partitioner =
        HashPartitioners.ring(numPartitions, virtualNodes, KeyHashers.strings());

    LongStream random = new SplittableRandom(5).longs(10_000);
    LongStream around = ring.keySet().stream().flatMapToLong(p -> LongStream.of(p - 1, p, p + 1));
    LongStream edges = LongStream.of(0, -1, Long.MIN_VALUE, Long.MAX_VALUE);

    assertThat(
            LongStream.concat(LongStream.concat(random, around), edges)
                .filter(hash -> partitioner.partitionOf(hash) != owner(ring, hash)))
        .isEmpty();
  }

  @Test
  void prefersNodesAsTheTextbookMeetsThem() {
    for (int size : new int[] {1, 5, 100}) {
      Nodes nodes = Nodes.numbered(size).with(Node.of("light").withWeight(1 / 256.0));
      NavigableMap<Long, Integer> naive = naive(nodes, 100);
      ArcPartitioner<String> ring = HashPartitioners.ring(nodes, 100, KeyHashers.strings());
      for (long hash : new SplittableRandom(6).longs(100).toArray()) {
        Set<Integer> met = new LinkedHashSet<>(naive.tailMap(hash, true).values());
        met.addAll(naive.values());
        // Each length, for short and long lists are made differently.
        for (int length = 1; length <= nodes.size(); length++) {
          int[] preferred = new int[length];
          Arrays.fill(preferred, -1);
          ring.preferenceList(hash, preferred);
          assertThat(preferred).isEqualTo(met.stream().mapToInt(i -> i).limit(length).toArray());
        }
      }
    }
  }

  @Test
  void sharesFollowWeights() {
    Nodes nodes =
        Nodes.of(
            Node.of("light").withWeight(1 / 65536.0),
            Node.of("normal"),
            Node.of("heavy").withWeight(63));
    double[] shares = shares(HashPartitioners.ring(nodes, 1_000, KeyHashers.strings()));

    // One point of 64001, a thousand, and the others.
    assertThat(shares[0]).isLessThan(10 / 64e3);
    assertThat(shares[1]).isCloseTo(1 / 64.0, within(0.1 / 64));
    assertThat(shares[2]).isCloseTo(63 / 64.0, within(0.1 / 64));
  }

  @ParameterizedTest
  @CsvSource({"0, '[1..65536]'", "-3, '[1..65536]'", "65537, '[1..65536]'"})
  void refusesVirtualNodesOutOfRange(int virtualNodes, String range) {
    assertThatThrownBy(() -> HashPartitioners.ring(2, virtualNodes, KeyHashers.strings()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("virtualNodes: " + virtualNodes + " not in " + range);
  }

  @Test
  void refusesTooLargeATable() {
    assertThatThrownBy(() -> HashPartitioners.ring(65536, 257, KeyHashers.strings()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "virtualNodes: 257 per unit of weight are 16842752 for all nodes, not in"
                + " [1..16777216]; take fewer, or smaller weights");
    Node heavy = Node.of("heavy").withWeight(Node.MAX_WEIGHT);
    assertThatThrownBy(() -> HashPartitioners.ring(Nodes.of(heavy), 65536, KeyHashers.strings()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "virtualNodes: 65536 per unit of weight are 4294967296 for all nodes, not in"
                + " [1..16777216]; take fewer, or smaller weights");
  }

  @Test
  void virtualNodesArePartOfTheFingerprint() {
    assertThat(HashPartitioners.ring(8, 16, KeyHashers.strings()))
        .isNotEqualTo(HashPartitioners.ring(8, 17, KeyHashers.strings()))
        .extracting(HashPartitioner::fingerprint)
        .isEqualTo("ring(" + Nodes.numbered(8).fingerprint() + ", 16)/xxh3-64(string, seed 0)");
  }

  /** As the overview shows it, without a cast. */
  @Test
  void saysWhatMovesWhenANodeComes() {
    ArcPartitioner<String> ring =
        HashPartitioners.ring(Nodes.named("a", "b", "c"), KeyHashers.strings());

    assertThat(PartitionChange.between(ring, ring.with(Node.of("d"))).moves())
        .isNotEmpty()
        .allMatch(move -> move.to().equals("d"));
    assertThat(PartitionChange.between(ring, ring.without("a")).moves())
        .isNotEmpty()
        .allMatch(move -> move.from().equals("a"));
  }
}
