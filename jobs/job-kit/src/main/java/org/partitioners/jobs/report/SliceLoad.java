package org.partitioners.jobs.report;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import org.partitioners.PartitionLoad;

/**
 * What each subtask took of a slice of the events, cut by their time. A hot spot that moves hides
 * in totals, not here.
 *
 * @param from the first time of the slice
 * @param load events by subtask, in the order of the subtasks' indexes
 */
public record SliceLoad(Instant from, PartitionLoad load) {
  public SliceLoad {
    requireNonNull(from, "from");
    requireNonNull(load, "load");
  }

  /** The mean of the slices' maximum over mean; 0 without any. */
  static double meanMaxOverMean(List<SliceLoad> slices) {
    return slices.stream().mapToDouble(slice -> slice.load().maxOverMean()).average().orElse(0);
  }

  /** The largest of the slices' maximum over mean; 0 without any. */
  static double maxMaxOverMean(List<SliceLoad> slices) {
    return slices.stream().mapToDouble(slice -> slice.load().maxOverMean()).max().orElse(0);
  }
}
