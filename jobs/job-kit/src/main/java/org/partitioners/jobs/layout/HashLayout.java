package org.partitioners.jobs.layout;

import java.time.Duration;
import java.util.List;
import org.partitioners.hash.HashPartitioner;
import org.partitioners.hash.HashPartitioners;
import org.partitioners.hash.KeyHashers;
import org.partitioners.jobs.events.CountsDigest;
import org.partitioners.range.TimeBuckets;

/** Each event by the hash of its sensor and time: as even as can be, and found nowhere. */
final class HashLayout implements Layout {
  private static final long serialVersionUID = 1L;

  private final HashPartitioner<Long> partitioner;

  HashLayout(int subtasks) {
    this.partitioner = HashPartitioners.modulo(subtasks, KeyHashers.longs());
  }

  @Override
  public int partition(String sensor, long timestamp) {
    return partitioner.partition(CountsDigest.ofOne(timestamp, sensor));
  }

  @Override
  public int numPartitions() {
    return partitioner.numPartitions();
  }

  @Override
  public int subtask(int partition) {
    return partition;
  }

  @Override
  public String name(int partition) {
    return "hash-" + partition;
  }

  /** A time is in any of the partitions, as with an hour that is salted over all. */
  @Override
  public List<LookUp> lookUps() {
    int all = numPartitions();
    return List.of(LookUp.of(TimeBuckets.of(Duration.ofHours(1), all, all), this));
  }
}
