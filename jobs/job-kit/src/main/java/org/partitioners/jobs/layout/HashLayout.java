package org.partitioners.jobs.layout;

import org.partitioners.hash.HashPartitioner;
import org.partitioners.hash.HashPartitioners;
import org.partitioners.hash.KeyHashers;
import org.partitioners.jobs.events.CountsDigest;

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

  @Override
  public Contents contents(int partition) {
    return Contents.ANYTHING;
  }

  @Override
  public RunOrder order() {
    return RunOrder.TIME;
  }
}
