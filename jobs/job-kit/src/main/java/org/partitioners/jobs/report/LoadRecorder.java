package org.partitioners.jobs.report;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.partitioners.jobs.report.LoadOverTime.Sample;

/**
 * Makes a {@link LoadOverTime} of what is read while a stage runs, thinned to at most {@value
 * #MOST_SAMPLES} samples however long the run.
 *
 * <p>Readings may repeat themselves, for counts are often older than the moment of asking: what
 * says nothing new is passed over. Nor need time go on: when a run ended is known only afterwards,
 * and what was read after that moment gives way to what was true at it. Where a count falls, the
 * stage was started anew, and so is the record. Samples are at least half a second apart, for a
 * cluster may send one count in two instalments; when there are too many, every second goes, and
 * from then on they are taken half as often. Not thread-safe.
 */
public final class LoadRecorder {
  /** The most samples a record has. */
  public static final int MOST_SAMPLES = 200;

  private static final long LEAST_SPACING = 500;

  private final String stage;
  private final List<Sample> kept = new ArrayList<>();
  // Came too soon after the last one kept: dropped when another comes, but for the very last.
  private @Nullable Sample latest;
  private long spacing = LEAST_SPACING;

  /** An empty record of a stage. */
  public LoadRecorder(String stage) {
    Checks.notBlank("stage", stage);
    this.stage = stage;
  }

  /**
   * Notes what has reached each subtask so far.
   *
   * @param millis milliseconds since the run began
   * @param subtaskRecords one count per subtask
   */
  public void read(long millis, long... subtaskRecords) {
    Sample sample = Sample.of(millis, subtaskRecords);
    Sample before = last();
    if (before != null && !sample.continues(before)) {
      kept.clear();
      latest = null;
      spacing = LEAST_SPACING;
    }
    while (last() != null && last().millis() >= millis) {
      dropLast();
    }
    before = last();
    if (sample.records().total() == 0) {
      // The wait before the first record is no part of the load: its end alone is kept.
      kept.clear();
      kept.add(sample);
    } else if (before == null) {
      if (millis > 0) {
        kept.add(Sample.of(0, new long[subtaskRecords.length]));
      }
      kept.add(sample);
    } else if (!sample.records().equals(before.records())) {
      add(sample);
    }
  }

  private void dropLast() {
    if (latest == null) {
      kept.remove(kept.size() - 1);
    }
    latest = null;
  }

  private void add(Sample sample) {
    if (sample.millis() - kept.get(kept.size() - 1).millis() < spacing) {
      latest = sample;
      return;
    }
    latest = null;
    kept.add(sample);
    if (kept.size() == MOST_SAMPLES) {
      List<Sample> all = List.copyOf(kept);
      kept.clear();
      for (int i = 0; i < all.size(); i += 2) {
        kept.add(all.get(i));
      }
      latest = sample;
      spacing = Math.max(spacing, (sample.millis() - all.get(0).millis()) / kept.size());
    }
  }

  private @Nullable Sample last() {
    return latest != null || kept.isEmpty() ? latest : kept.get(kept.size() - 1);
  }

  /** What was noted until now. */
  public LoadOverTime record() {
    List<Sample> samples = new ArrayList<>(kept);
    if (latest != null) {
      int last = samples.size() - 1;
      if (last > 0 && latest.millis() - samples.get(last).millis() < LEAST_SPACING) {
        samples.remove(last);
      }
      samples.add(latest);
    }
    return new LoadOverTime(stage, samples);
  }
}
