package org.partitioners.hash;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Positive;

class ModuloPartitionerTest extends HashPartitionerContractTest {

  @Override
  HashPartitioner<String> partitioner(int numPartitions, KeyHasher<String> hasher) {
    return HashPartitioners.modulo(numPartitions, hasher);
  }

  @Override
  protected int maxPartitions() {
    return Integer.MAX_VALUE;
  }

  @Override
  protected Movement movement() {
    return Movement.ANY;
  }

  @Property
  void isTheUnsignedRemainder(@ForAll long hash, @ForAll @Positive int n) {
    BigInteger unsigned = new BigInteger(Long.toUnsignedString(hash));

    assertThat(HashPartitioners.modulo(n, KeyHashers.strings()).partitionOf(hash))
        .isEqualTo(unsigned.mod(BigInteger.valueOf(n)).intValueExact());
  }
}
