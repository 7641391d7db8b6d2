package org.partitioners.jobs.layout;

import java.time.Duration;
import java.util.List;
import org.partitioners.jobs.events.CountsDigest;
import org.partitioners.range.TimeBuckets;

/** Hours in turn over the partitions, each salted over some of them. */
final class SaltedLayout implements Layout {
  private static final long serialVersionUID = 1L;

  private final TimeBuckets buckets;

  SaltedLayout(int salts, int subtasks) {
    this.buckets = TimeBuckets.of(Duration.ofHours(1), salts, subtasks);
  }

  @Override
  public int partition(String sensor, long timestamp) {
    return buckets.partition(timestamp, CountsDigest.ofOne(timestamp, sensor));
  }

  @Override
  public int numPartitions() {
    return buckets.numPartitions();
  }

  @Override
  public int subtask(int partition) {
    return partition;
  }

  @Override
  public String name(int partition) {
    return "salted-" + partition;
  }

  @Override
  public Contents contents(int partition) {
    return new Contents(
        null,
        null,
        null,
        new Contents.Salt(
            buckets.duration().toMillis(), buckets.salts(), buckets.numPartitions(), partition));
  }

  @Override
  public List<LookUp> lookUps() {
    return List.of(LookUp.of(buckets, this));
  }
}
