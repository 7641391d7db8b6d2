package org.partitioners.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.junit.jupiter.api.Test;
import org.partitioners.GTest;

class KeylessPlacementTest {

  @Test
  void roundRobinGoesRoundAsKafkaDoes() {
    Node broker = new Node(0, "localhost", 9092);
    Node[] brokers = {broker};
    List<PartitionInfo> partitions =
        IntStream.range(0, 5)
            .mapToObj(p -> new PartitionInfo("topic", p, broker, brokers, brokers))
            .toList();
    Cluster cluster = new Cluster("cluster", List.of(broker), partitions, Set.of(), Set.of());
    KeylessPlacement ours = KeylessPlacement.roundRobin(5);
    try (RoundRobinPartitioner kafkas = new RoundRobinPartitioner()) {
      kafkas.configure(Map.of());
      for (int i = 0; i < 23; i++) {
        assertThat(ours.next(100))
            .isEqualTo(kafkas.partition("topic", null, null, null, null, cluster));
      }
    }
  }

  @Test
  void stickyBatchStaysForABatch() {
    KeylessPlacement placement = KeylessPlacement.stickyBatch(1_000_000, 1_000, 1);
    for (int batch = 0; batch < 50; batch++) {
      int first = placement.next(400);

      assertThat(placement.next(599)).isEqualTo(first);
      assertThat(placement.next(0)).isEqualTo(first);
      assertThat(placement.next(5_000)).isEqualTo(first);
      assertThat(placement.next(1_000)).isNotEqualTo(first);
    }
  }

  /** Fails a sound placement with probability 10⁻³. */
  @Test
  void stickyBatchIsEvenInTheLongRun() {
    for (int n : new int[] {1, 2, 3, 10, 64}) {
      KeylessPlacement placement = KeylessPlacement.stickyBatch(n, 1, 42);
      long[] counts = new long[n];
      double[] shares = new double[n];
      for (int i = 0; i < 100_000; i++) {
        counts[placement.next(1)]++;
      }
      Arrays.fill(shares, 1.0 / n);
      if (n > 1) {
        assertThat(GTest.pValue(counts, shares)).isGreaterThan(1e-3 / 4);
      } else {
        assertThat(counts[0]).isEqualTo(100_000);
      }
    }
  }

  @Test
  void seedsGiveOtherSequences() {
    assertThat(sequence(1)).isEqualTo(sequence(1)).isNotEqualTo(sequence(2));
  }

  private static List<Integer> sequence(long seed) {
    KeylessPlacement placement = KeylessPlacement.stickyBatch(100, 1, seed);
    return IntStream.range(0, 100).mapToObj(i -> placement.next(1)).toList();
  }

  @Test
  void refusesWhatIsOutOfRange() {
    assertThatThrownBy(() -> KeylessPlacement.roundRobin(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("numPartitions: 0 not in [1..2147483647]");
    assertThatThrownBy(() -> KeylessPlacement.stickyBatch(3, 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("batchBytes: 0 not in [1..2147483647]");
    assertThatThrownBy(() -> KeylessPlacement.roundRobin(3).next(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("recordBytes: -1 not in [0..2147483647]");
    assertThat(KeylessPlacement.roundRobin(3).numPartitions()).isEqualTo(3);
  }
}
