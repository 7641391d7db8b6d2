package org.partitioners.flink.map;

import java.time.Instant;
import org.partitioners.hash.HashPartitioners;
import org.partitioners.hash.KeyHashers;
import org.partitioners.map.PartitionLocations;
import org.partitioners.map.PartitionMap;

/** Maps of long keys, by jump hash. */
final class Maps {
  private Maps() {}

  static PartitionMap first(int partitions) {
    return PartitionMap.first(
        HashPartitioners.jump(partitions, KeyHashers.longs()),
        PartitionLocations.numbered(partitions));
  }

  static PartitionMap of(long epoch, long validFrom, int partitions) {
    return first(partitions).asEpoch(epoch, Instant.ofEpochMilli(validFrom));
  }
}
