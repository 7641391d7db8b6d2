package org.partitioners.jobs.report;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import org.partitioners.PartitionLoad;

/**
 * How the load of one stage's subtasks grew in the course of a run.
 *
 * @param stage the stage's name; not blank
 * @param samples readings in order of time: each later than the one before, no subtask with fewer
 *     records, all with as many subtasks; may be empty
 */
public record LoadOverTime(String stage, List<Sample> samples) {
  /** With fewer records per subtask than these, chance alone would make an interval look skewed. */
  private static final int LEAST_MEAN = 100;

  /**
   * One reading.
   *
   * @param millis milliseconds since the run began, at least 0
   * @param records what had reached each subtask until then
   */
  public record Sample(long millis, PartitionLoad records) {
    public Sample {
      Checks.atLeast("millis", millis, 0);
      requireNonNull(records, "records");
    }

    /** A reading of these counts, one per subtask. */
    public static Sample of(long millis, long... subtaskRecords) {
      return new Sample(millis, PartitionLoad.of(subtaskRecords));
    }

    /** Whether this may follow {@code before}, but for the time. */
    boolean continues(Sample before) {
      int subtasks = records.numPartitions();
      boolean continues = before.records.numPartitions() == subtasks;
      for (int subtask = 0; continues && subtask < subtasks; subtask++) {
        continues = records.count(subtask) >= before.records.count(subtask);
      }
      return continues;
    }
  }

  /**
   * What reached each subtask between two readings.
   *
   * @param from milliseconds since the run began
   * @param to likewise, greater
   * @param load records by subtask
   */
  record Interval(long from, long to, PartitionLoad load) {
    static Interval between(Sample first, Sample last) {
      long[] counts = last.records().counts();
      for (int subtask = 0; subtask < counts.length; subtask++) {
        counts[subtask] -= first.records().count(subtask);
      }
      return new Interval(first.millis(), last.millis(), PartitionLoad.of(counts));
    }

    /** One subtask's records as a multiple of the mean. */
    double overMean(int subtask) {
      return load.total() == 0 ? 0 : load.count(subtask) / load.mean();
    }

    boolean isSkewed() {
      return load.maxOverMean() >= Finding.SKEWED;
    }
  }

  public LoadOverTime {
    Checks.notBlank("stage", stage);
    samples = List.copyOf(requireNonNull(samples, "samples"));
    for (int i = 1; i < samples.size(); i++) {
      Sample before = samples.get(i - 1);
      Sample sample = samples.get(i);
      if (sample.millis() <= before.millis()) {
        throw new IllegalArgumentException(
            "samples[" + i + "]: at " + sample.millis() + " ms, not after " + before.millis());
      }
      if (!sample.continues(before)) {
        throw new IllegalArgumentException(
            "samples[" + i + "]: " + sample.records() + " after " + before.records());
      }
    }
  }

  /**
   * From each reading to the next. Intervals with fewer than 100 records per subtask are joined
   * with the next ones, the last with the one before.
   */
  List<Interval> intervals() {
    List<Interval> intervals = new ArrayList<>();
    int start = 0;
    int startBefore = 0;
    for (int i = 1; i < samples.size(); i++) {
      Interval interval = Interval.between(samples.get(start), samples.get(i));
      if (interval.load().mean() >= LEAST_MEAN) {
        intervals.add(interval);
        startBefore = start;
        start = i;
      }
    }
    int last = samples.size() - 1;
    if (start < last && !intervals.isEmpty()) {
      intervals.set(
          intervals.size() - 1, Interval.between(samples.get(startBefore), samples.get(last)));
    }
    return intervals;
  }
}
