package org.partitioners.hash;

class MaglevPartitionerTest extends TablePartitionerContractTest {

  @Override
  ArcPartitioner<String> partitioner(Nodes nodes, KeyHasher<String> hasher) {
    return HashPartitioners.maglev(nodes, hasher);
  }

  @Override
  double gratuitousMovement() {
    return 0.01;
  }

  @Override
  boolean secondTakesOver() {
    return false;
  }
}
