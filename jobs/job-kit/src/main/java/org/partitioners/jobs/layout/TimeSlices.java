package org.partitioners.jobs.layout;

import java.util.Arrays;
import java.util.List;

/**
 * Time cut into slices. What is before the first belongs to it.
 *
 * <p>Slices are of equal numbers of events, not of equal length: then chance moves each of them by
 * the same little, a quiet night does not look skewed for want of events, and a slice is a
 * hundredth of the work. An event's own time says which is its slice, so that it is the same at any
 * parallelism and after any restart. Immutable.
 */
public final class TimeSlices {
  private final long[] starts;

  TimeSlices(List<Long> starts) {
    this.starts = starts.stream().mapToLong(Long::longValue).toArray();
  }

  /** How many there are. */
  public int size() {
    return starts.length;
  }

  /** The first time of a slice, in epoch milliseconds. */
  public long start(int slice) {
    return starts[slice];
  }

  /** The slice of a time. */
  public int of(long timestamp) {
    int found = Arrays.binarySearch(starts, timestamp);
    return Math.max(0, found >= 0 ? found : -found - 2);
  }
}
