package org.partitioners.hash;

class JumpPartitionerTest extends HashPartitionerContractTest {

  @Override
  HashPartitioner<String> partitioner(int numPartitions, KeyHasher<String> hasher) {
    return HashPartitioners.jump(numPartitions, hasher);
  }

  @Override
  protected int maxPartitions() {
    return Integer.MAX_VALUE;
  }

  @Override
  protected Movement movement() {
    return Movement.MINIMAL;
  }
}
