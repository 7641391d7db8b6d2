package org.partitioners.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RingPartitionerTest extends HashPartitionerContractTest {

  @Override
  HashPartitioner<String> partitioner(int numPartitions, KeyHasher<String> hasher) {
    return HashPartitioners.ring(numPartitions, hasher);
  }

  @Override
  protected Movement movement() {
    return Movement.MINIMAL;
  }

  /** Each partition's arcs of the circle. */
  @Override
  protected double[] shares(int numPartitions) {
    double[] shares = new double[numPartitions];
    NavigableMap<Long, Integer> ring = naive(numPartitions, HashPartitioners.DEFAULT_VIRTUAL_NODES);
    long previous = ring.lastKey();
    for (Map.Entry<Long, Integer> point : ring.entrySet()) {
      // The difference wraps as the circle does.
      shares[point.getValue()] += unsigned(point.getKey() - previous) / 0x1p64;
      previous = point.getKey();
    }
    return shares;
  }

  private static double unsigned(long bits) {
    return bits >= 0 ? bits : bits + 0x1p64;
  }

  /** The textbook's ring: a sorted map. */
  private static NavigableMap<Long, Integer> naive(int numPartitions, int virtualNodes) {
    NavigableMap<Long, Integer> ring = new TreeMap<>(Long::compareUnsigned);
    for (int p = 0; p < numPartitions; p++) {
      for (int v = 0; v < virtualNodes; v++) {
        assertThat(ring.putIfAbsent(SplitMix64.output((long) p << 32 | v), p)).isNull();
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
    NavigableMap<Long, Integer> ring = naive(numPartitions, virtualNodes);
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
            "numPartitions * virtualNodes: 65536 * 257 = 16842752 not in [1..16777216];"
                + " take fewer virtual nodes");
  }

  @Test
  void virtualNodesArePartOfTheFingerprint() {
    assertThat(HashPartitioners.ring(8, 16, KeyHashers.strings()))
        .isNotEqualTo(HashPartitioners.ring(8, 17, KeyHashers.strings()))
        .extracting(HashPartitioner::fingerprint)
        .isEqualTo("ring(8, 16)/xxh3-64(string, seed 0)");
  }
}
