package org.partitioners.jobs.layout;

import java.io.Serializable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.partitioners.range.RangeBoundaries;
import org.partitioners.range.RangePartitioner;

/**
 * Consecutive days (UTC).
 *
 * @param first the first, counted from 1970-01-01
 * @param count how many
 */
record Days(long first, int count) implements Serializable {
  static final long MILLIS = 86_400_000;

  /** More would not fit a map of partitions, and no calendar of events spans them. */
  private static final int MAX_DAYS = 100_000;

  /**
   * The days that hold times.
   *
   * @throws IllegalArgumentException if there are more than 100000
   */
  static Days of(long minTimestamp, long maxTimestamp) {
    long first = day(minTimestamp);
    long count = day(maxTimestamp) - first + 1;
    if (count < 1 || count > MAX_DAYS) {
      throw new IllegalArgumentException(
          "timestamps: span " + count + " days, not in [1.." + MAX_DAYS + "]; correct the input");
    }
    return new Days(first, (int) count);
  }

  static long day(long timestamp) {
    return Math.floorDiv(timestamp, MILLIS);
  }

  /** A partition a day; what is before the first day or after the last is with these. */
  RangePartitioner<Long> ranges() {
    List<Long> splits = new ArrayList<>();
    for (int i = 1; i < count; i++) {
      splits.add((first + i) * MILLIS);
    }
    return RangePartitioner.of(RangeBoundaries.of(splits));
  }

  /** The midnight that the first of them begins with. */
  Instant begin() {
    return Instant.ofEpochMilli(first * MILLIS);
  }

  /** As {@code 2026-01-05}. */
  String name(int index) {
    return LocalDate.ofEpochDay(first + index).toString();
  }

  Contents.Times times(int index) {
    return new Contents.Times((first + index) * MILLIS, (first + index + 1) * MILLIS);
  }
}
