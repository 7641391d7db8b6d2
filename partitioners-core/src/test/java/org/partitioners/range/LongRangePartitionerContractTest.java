package org.partitioners.range;

import org.partitioners.KeyPartitioner;
import org.partitioners.KeyPartitionerContractTest;

class LongRangePartitionerContractTest extends KeyPartitionerContractTest<Long> {

  @Override
  protected KeyPartitioner<Long> partitioner(int numPartitions) {
    return RangePartitioner.of(RangeBoundaries.even(Long.MIN_VALUE, Long.MAX_VALUE, numPartitions));
  }

  /** Distinct and uniform: odd multipliers permute 64-bit numbers. */
  @Override
  protected Long key(long i) {
    long bits = i * 0x9E3779B97F4A7C15L;
    bits = (bits ^ bits >>> 32) * 0xD6E8FEB86659FD93L;
    return bits ^ bits >>> 32;
  }

  @Override
  protected Movement movement() {
    return Movement.ANY;
  }
}
