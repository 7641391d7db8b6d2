package org.partitioners.jobs.layout;

import java.util.List;
import java.util.stream.IntStream;
import org.partitioners.KeyPartitioner;

/**
 * How events are found by what their files are sorted by: a time, or a sensor and a time.
 *
 * @param partitioner of these keys
 * @param names the layout's partition that each of the partitioner's is; one may be several
 */
public record LookUp(KeyPartitioner<?> partitioner, List<String> names) {
  public LookUp {
    names = List.copyOf(names);
  }

  /** By the partitioner that a layout rests on. */
  static LookUp of(KeyPartitioner<?> partitioner, Layout layout) {
    return new LookUp(
        partitioner,
        IntStream.range(0, partitioner.numPartitions()).mapToObj(layout::name).toList());
  }
}
