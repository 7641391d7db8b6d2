package org.partitioners.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.partitioners.KeyPartitioner;
import org.partitioners.KeyPartitionerContractTest;

/** The contract of partitioners by hash, over strings. */
abstract class HashPartitionerContractTest extends KeyPartitionerContractTest<String> {

  abstract HashPartitioner<String> partitioner(int numPartitions, KeyHasher<String> hasher);

  @Override
  protected final KeyPartitioner<String> partitioner(int numPartitions) {
    return partitioner(numPartitions, KeyHashers.strings());
  }

  @Override
  protected final String key(long i) {
    return "user-" + i;
  }

  @Test
  void placesAKeyByItsHash() {
    KeyHasher<String> hasher = KeyHashers.strings(7);
    HashPartitioner<String> partitioner = partitioner(100, hasher);

    assertThat(partitioner.hasher()).isEqualTo(hasher);
    for (int i = 0; i < 1_000; i++) {
      assertThat(partitioner.partition(key(i)))
          .isEqualTo(partitioner.partitionOf(hasher.hash(key(i))));
    }
  }

  @Test
  void takesEveryHash() {
    HashPartitioner<String> partitioner = partitioner(5, KeyHashers.strings());
    for (long hash : new long[] {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 32}) {
      assertThat(partitioner.partitionOf(hash)).isBetween(0, 4);
    }
  }

  @Test
  void equalsWhatIsBuiltAlike() {
    HashPartitioner<String> partitioner = partitioner(8, KeyHashers.strings(1));

    assertThat(partitioner)
        .isEqualTo(partitioner(8, KeyHashers.strings(1)))
        .hasSameHashCodeAs(partitioner(8, KeyHashers.strings(1)))
        .isNotEqualTo(partitioner(9, KeyHashers.strings(1)))
        .isNotEqualTo(partitioner(8, KeyHashers.strings(2)));
    assertThat(partitioner.fingerprint())
        .isNotEqualTo(partitioner(8, KeyHashers.strings(2)).fingerprint())
        .endsWith("/xxh3-64(string, seed 1)");
  }

  @Test
  void refusesAMissingHasher() {
    assertThatThrownBy(() -> partitioner(8, null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("hasher");
  }
}
