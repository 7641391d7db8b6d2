package org.partitioners.range;

import org.partitioners.KeyPartitioner;
import org.partitioners.KeyPartitionerContractTest;

class RangePartitionerContractTest extends KeyPartitionerContractTest<String> {

  @Override
  protected KeyPartitioner<String> partitioner(int numPartitions) {
    return RangePartitioner.of(RangeBoundaries.evenStrings("0123456789abcdef", numPartitions));
  }

  /** Distinct and uniform: an odd multiplier permutes 64-bit numbers. */
  @Override
  protected String key(long i) {
    long bits = i * 0x9E3779B97F4A7C15L;
    bits = (bits ^ bits >>> 32) * 0xD6E8FEB86659FD93L;
    return String.format("%016x", bits ^ bits >>> 32);
  }

  @Override
  protected Movement movement() {
    return Movement.ANY;
  }
}
