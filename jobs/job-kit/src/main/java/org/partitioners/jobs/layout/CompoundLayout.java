package org.partitioners.jobs.layout;

import java.util.List;
import org.partitioners.hash.HashPartitioners;
import org.partitioners.hash.KeyHashers;
import org.partitioners.range.CompoundKey;
import org.partitioners.range.CompoundPartitioner;

/** Sensors by hash, and within a hash the days: a sensor's day is in one partition. */
final class CompoundLayout implements Layout {
  private static final long serialVersionUID = 1L;

  private final Days days;
  private final int subtasks;
  private final CompoundPartitioner<String, Long> partitioner;

  CompoundLayout(Days days, int subtasks) {
    this.days = days;
    this.subtasks = subtasks;
    this.partitioner =
        CompoundPartitioner.of(
            HashPartitioners.modulo(subtasks, KeyHashers.strings()), days.ranges());
  }

  @Override
  public int partition(String sensor, long timestamp) {
    return partitioner.partition(new CompoundKey<>(sensor, timestamp));
  }

  @Override
  public int numPartitions() {
    return partitioner.numPartitions();
  }

  @Override
  public int subtask(int partition) {
    return partition / days.count();
  }

  @Override
  public String name(int partition) {
    return "hash-" + subtask(partition) + "/" + days.name(partition % days.count());
  }

  @Override
  public Contents contents(int partition) {
    return new Contents(
        days.times(partition % days.count()),
        null,
        new Contents.SensorHash(subtasks, subtask(partition)),
        null);
  }

  @Override
  public RunOrder order() {
    return RunOrder.SENSOR_TIME;
  }

  @Override
  public List<LookUp> lookUps() {
    return List.of(LookUp.of(partitioner, this));
  }
}
