package org.partitioners.jobs.layout;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.partitioners.map.PartitionMap;
import org.partitioners.range.CompoundPartitioner;
import org.partitioners.range.KeyRange;
import org.partitioners.range.RangePartitioner;
import org.partitioners.range.RangeSample;

/**
 * Ranges of sensors with equal load, a subtask each, and within a range the days. The boundaries of
 * a day come from a sample of the days before and hold from its start to its end, so a sensor's day
 * is in one partition, and a range of sensors is in few.
 */
final class AdaptiveLayout implements Layout {
  private static final long serialVersionUID = 1L;

  private final Days days;
  private final RangePartitioner<Long> ranges;
  private final int subtasks;

  /** For each day its sensors' ranges, at most as many as subtasks. */
  private final ArrayList<RangePartitioner<String>> sensors = new ArrayList<>();

  private AdaptiveLayout(
      Days days, NavigableMap<Long, RangePartitioner<String>> plans, int subtasks) {
    this.days = days;
    this.ranges = days.ranges();
    this.subtasks = subtasks;
    for (int day = 0; day < days.count(); day++) {
      sensors.add(plans.floorEntry(days.first() + day).getValue());
    }
  }

  /** Learns from events in the order they come. Not thread-safe. */
  static final class Learner {
    private static final int K_PER_SUBTASK = 512;
    private static final int LEAST_K = 4096;
    private static final int MOST_K = 65_535;

    /** A sample of fewer per range says too little: it goes on into the next day. */
    private static final int LEAST_PER_RANGE = 1000;

    private final int subtasks;
    private final NavigableMap<Long, RangePartitioner<String>> plans = new TreeMap<>();
    private RangeSample<String> sample;
    private long day = Long.MIN_VALUE;

    Learner(int subtasks) {
      this.subtasks = subtasks;
      this.sample = empty();
    }

    private RangeSample<String> empty() {
      int k = Math.max(LEAST_K, Math.min(MOST_K, K_PER_SUBTASK * subtasks));
      return RangeSample.ofSize(k, Comparator.<String>naturalOrder());
    }

    void add(String sensor, long timestamp) {
      long of = Days.day(timestamp);
      if (of > day) {
        endDay();
        day = of;
      }
      sample.add(sensor);
    }

    /** What was learnt up to the end of a day holds from the next; the first plan, from ever. */
    private void endDay() {
      if (sample.total() >= (long) LEAST_PER_RANGE * subtasks) {
        plan(plans.isEmpty() ? Long.MIN_VALUE : day + 1);
        sample = empty();
      }
    }

    private void plan(long from) {
      plans.put(from, RangePartitioner.of(sample.boundaries(subtasks)));
    }

    /** The layout of the days so far, of which there is one at least. */
    AdaptiveLayout layout(Days days) {
      if (plans.isEmpty()) {
        plan(Long.MIN_VALUE);
      }
      return new AdaptiveLayout(days, plans, subtasks);
    }
  }

  @Override
  public int partition(String sensor, long timestamp) {
    int day = ranges.partition(timestamp);
    return day * subtasks + sensors.get(day).partition(sensor);
  }

  @Override
  public int numPartitions() {
    return days.count() * subtasks;
  }

  @Override
  public int subtask(int partition) {
    return partition % subtasks;
  }

  @Override
  public String name(int partition) {
    return days.name(partition / subtasks) + "/range-" + subtask(partition);
  }

  @Override
  public Contents contents(int partition) {
    KeyRange<String> range = sensors.get(partition / subtasks).range(subtask(partition));
    return new Contents(
        days.times(partition / subtasks),
        new Contents.Sensors(range.lower(), range.upper()),
        null,
        null);
  }

  @Override
  public RunOrder order() {
    return RunOrder.SENSOR_TIME;
  }

  /** The ranges of sensors of one plan hold for the days from its first to that of the next. */
  @Override
  public List<LookUp> lookUps() {
    List<LookUp> lookUps = new ArrayList<>();
    int next;
    for (int day = 0; day < days.count(); day = next) {
      RangePartitioner<String> plan = sensors.get(day);
      next = day + 1;
      while (next < days.count() && sensors.get(next).equals(plan)) {
        next++;
      }
      Days held = new Days(days.first() + day, next - day);
      List<String> names = new ArrayList<>();
      for (int range = 0; range < plan.numPartitions(); range++) {
        for (int each = day; each < next; each++) {
          names.add(name(each * subtasks + range));
        }
      }
      lookUps.add(
          new LookUp(
              day == 0 ? PartitionMap.ALWAYS : held.begin(),
              CompoundPartitioner.of(plan, held.ranges()),
              names));
    }
    return lookUps;
  }
}
