package org.partitioners.jobs.layout;

import java.util.List;
import org.partitioners.range.RangePartitioner;

/** A partition a day, the days in turn on the subtasks: all that happens now is on one of them. */
final class DayLayout implements Layout {
  private static final long serialVersionUID = 1L;

  private final Days days;
  private final RangePartitioner<Long> ranges;
  private final int subtasks;

  DayLayout(Days days, int subtasks) {
    this.days = days;
    this.ranges = days.ranges();
    this.subtasks = subtasks;
  }

  @Override
  public int partition(String sensor, long timestamp) {
    return ranges.partition(timestamp);
  }

  @Override
  public int numPartitions() {
    return ranges.numPartitions();
  }

  @Override
  public int subtask(int partition) {
    return partition % subtasks;
  }

  @Override
  public String name(int partition) {
    return days.name(partition);
  }

  @Override
  public Contents contents(int partition) {
    return new Contents(days.times(partition), null, null, null);
  }

  @Override
  public List<LookUp> lookUps() {
    return List.of(LookUp.of(ranges, this));
  }
}
