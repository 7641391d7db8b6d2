package org.partitioners.hash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
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
}
