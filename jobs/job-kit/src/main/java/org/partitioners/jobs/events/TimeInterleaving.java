package org.partitioners.jobs.events;

import java.io.Serializable;

/**
 * Which event stands at which position when events are generated in parallel, so that event time
 * moves evenly across all generators.
 *
 * <p>The positions 0..n−1 are split into one contiguous range for each of p subtasks; the first n
 * mod p ranges are one longer. Were positions events, each subtask would run through a stretch of
 * time of its own and the slowest would hold the watermark back at the start. Here the j-th
 * position of range k is event j·p + k. With p = 3 and n = 8:
 *
 * <pre>
 *   position  0 1 2 | 3 4 5 | 6 7
 *   event     0 3 6 | 1 4 7 | 2 5
 * </pre>
 *
 * <p>Immutable; an event's index takes constant time.
 */
public final class TimeInterleaving implements Serializable {
  private static final long serialVersionUID = 1L;

  private final long events;
  private final int parallelism;

  /**
   * For {@code events} positions split into {@code parallelism} ranges.
   *
   * @param events at least 0
   * @param parallelism at least 1
   */
  public TimeInterleaving(long events, int parallelism) {
    if (events < 0) {
      throw new IllegalArgumentException(
          "events: " + events + " not in [0.." + Long.MAX_VALUE + "]");
    }
    if (parallelism < 1) {
      throw new IllegalArgumentException(
          "parallelism: " + parallelism + " not in [1.." + Integer.MAX_VALUE + "]");
    }
    this.events = events;
    this.parallelism = parallelism;
  }

  /** Number of ranges. */
  public int parallelism() {
    return parallelism;
  }

  /**
   * Where a range starts, and the one before it ends.
   *
   * @param range in [0..parallelism]
   */
  public long firstPosition(int range) {
    if (range < 0 || range > parallelism) {
      throw new IndexOutOfBoundsException("range: " + range + " not in [0.." + parallelism + "]");
    }
    return events / parallelism * range + Math.min(range, events % parallelism);
  }

  /**
   * The event at a position: a bijection of [0..events), increasing within a range.
   *
   * @param position in [0..events)
   */
  public long index(long position) {
    if (position < 0 || position >= events) {
      throw new IndexOutOfBoundsException("position: " + position + " not in [0.." + events + ")");
    }
    long length = events / parallelism;
    long longer = events % parallelism;
    long inLonger = longer * (length + 1);
    if (position < inLonger) {
      return position % (length + 1) * parallelism + position / (length + 1);
    }
    long rest = position - inLonger;
    return rest % length * parallelism + longer + rest / length;
  }
}
