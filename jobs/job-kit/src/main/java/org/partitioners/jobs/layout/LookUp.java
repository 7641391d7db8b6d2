package org.partitioners.jobs.layout;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.partitioners.KeyPartitioner;
import org.partitioners.map.PartitionLocations;
import org.partitioners.map.PartitionMap;
import org.partitioners.map.PartitionerDescription;

/**
 * How events are found by what their files are sorted by, which is a time, or a sensor and a time.
 *
 * @param validFrom the time from which it holds
 * @param partitioner of these keys: of a time as {@code Long} or {@code TimeBuckets}, of a sensor
 *     and a time as {@code CompoundKey}
 * @param names the layout's partition that each of the partitioner's is; one may be several
 */
public record LookUp(Instant validFrom, KeyPartitioner<?> partitioner, List<String> names) {
  public LookUp {
    names = List.copyOf(names);
  }

  /** For events of any time. */
  public static LookUp always(KeyPartitioner<?> partitioner, List<String> names) {
    return new LookUp(PartitionMap.ALWAYS, partitioner, names);
  }

  /**
   * As a map for others. Its places are below the folder of a strategy.
   *
   * @param epoch the version, at least 1
   */
  public PartitionMap map(long epoch) {
    return new PartitionMap(
        epoch,
        validFrom,
        PartitionerDescription.describe(partitioner),
        PartitionLocations.listed(names.stream().map(name -> "events/" + name).toList()),
        Map.of());
  }

  /** By the partitioner that a layout rests on. */
  static LookUp of(KeyPartitioner<?> partitioner, Layout layout) {
    return always(
        partitioner,
        IntStream.range(0, partitioner.numPartitions()).mapToObj(layout::name).toList());
  }
}
