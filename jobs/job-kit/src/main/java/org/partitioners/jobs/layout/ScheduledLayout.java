package org.partitioners.jobs.layout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.partitioners.range.DynamicRanges;
import org.partitioners.range.RangeBoundaries;
import org.partitioners.range.RangePartitioner;
import org.partitioners.range.RangeStep;
import org.partitioners.range.SplitPolicies;
import org.partitioners.range.SplitPolicy;

/**
 * Ranges of time that split where the load is, and merge where it has gone: {@link DynamicRanges}
 * over the times themselves. An event's own time picks the snapshot that places it. However often
 * the last range is split, all that happens now is in one. A range's bounds change, so only what
 * was written tells what is in it.
 */
final class ScheduledLayout implements Layout {
  private static final long serialVersionUID = 1L;

  private static final int WINDOWS = 100;
  private static final int RANGES_PER_SUBTASK = 4;

  /** More records tell the ranges nothing new. */
  private static final long MOST_RECORDS = 2_000_000;

  private final long[] from;
  private final ArrayList<RangePartitioner<Long>> snapshots;
  private final int[][] numbers;
  private final int partitions;
  private final int subtasks;

  private ScheduledLayout(List<Long> from, List<RangePartitioner<Long>> snapshots, int subtasks) {
    this.from = from.stream().mapToLong(Long::longValue).toArray();
    this.snapshots = new ArrayList<>(snapshots);
    this.subtasks = subtasks;
    Map<String, Integer> byName = new LinkedHashMap<>();
    this.numbers = new int[snapshots.size()][];
    for (int i = 0; i < numbers.length; i++) {
      RangePartitioner<Long> snapshot = snapshots.get(i);
      numbers[i] = new int[snapshot.numPartitions()];
      for (int range = 0; range < numbers[i].length; range++) {
        numbers[i][range] =
            byName.computeIfAbsent(snapshot.partitionName(range), name -> byName.size());
      }
    }
    this.partitions = byName.size();
  }

  /**
   * What becomes of the ranges as the events come: a range splits when its rate, over a hundredth
   * of the time, is above twice a subtask's share of the mean.
   */
  static ScheduledLayout of(TimeHistogram histogram, int subtasks) {
    List<TimeHistogram.Cell> cells = histogram.cells();
    long first = cells.get(0).from();
    long span = Math.max(1, cells.get(cells.size() - 1).from() - first);
    long each = 1 + histogram.total() / MOST_RECORDS;
    double perSecond = 1000.0 * histogram.total() / each / span;
    Duration window = Duration.ofMillis(Math.max(1, Math.min(Days.MILLIS, span / WINDOWS)));
    SplitPolicy policy =
        SplitPolicies.atMost(
            RANGES_PER_SUBTASK * subtasks, SplitPolicies.byLoad(2 * perSecond / subtasks, window));
    DynamicRanges<Long> ranges = DynamicRanges.of(policy);
    List<Long> from = new ArrayList<>(List.of(Long.MIN_VALUE));
    List<RangePartitioner<Long>> snapshots = new ArrayList<>(List.of(ranges.partitioner()));
    for (TimeHistogram.Cell cell : cells) {
      for (long record = 0; record < cell.count(); record += each) {
        RangeStep<Long> step = ranges.record(cell.from(), cell.from());
        if (step != null) {
          int last = from.size() - 1;
          if (from.get(last) == step.timestampMillis()) {
            snapshots.set(last, step.partitioner());
          } else {
            from.add(step.timestampMillis());
            snapshots.add(step.partitioner());
          }
        }
      }
    }
    return new ScheduledLayout(from, snapshots, subtasks);
  }

  @Override
  public int partition(String sensor, long timestamp) {
    int found = Arrays.binarySearch(from, timestamp);
    int snapshot = found >= 0 ? found : -found - 2;
    return numbers[snapshot][snapshots.get(snapshot).partition(timestamp)];
  }

  @Override
  public int numPartitions() {
    return partitions;
  }

  @Override
  public int subtask(int partition) {
    return partition % subtasks;
  }

  @Override
  public String name(int partition) {
    return "range-" + partition;
  }

  /** By time alone: the times between two changes of place, each where it is. */
  @Override
  public List<LookUp> lookUps() {
    List<Long> splits = new ArrayList<>();
    List<String> names = new ArrayList<>(List.of(name(partition("", Long.MIN_VALUE))));
    for (long begin : begins()) {
      String name = name(partition("", begin));
      if (!name.equals(names.get(names.size() - 1))) {
        splits.add(begin);
        names.add(name);
      }
    }
    return List.of(LookUp.always(RangePartitioner.of(RangeBoundaries.of(splits)), names));
  }

  /** The times at which a snapshot or one of its ranges begins while it holds. */
  private Set<Long> begins() {
    Set<Long> begins = new TreeSet<>();
    for (int i = 0; i < from.length; i++) {
      begins.add(from[i]);
      for (int range = 0; range < numbers[i].length; range++) {
        Long lower = snapshots.get(i).range(range).lower();
        if (lower != null && lower > from[i] && (i + 1 == from.length || lower < from[i + 1])) {
          begins.add(lower);
        }
      }
    }
    return begins;
  }
}
