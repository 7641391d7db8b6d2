package org.partitioners.jobs.events;

import java.io.Serializable;
import java.time.Duration;

/**
 * Decides which rows come too late, from the order of the input alone.
 *
 * <p>The watermark before a row trails the highest timestamp before it: {@code highWater −
 * outOfOrderness − 1}, which is Flink's bounded out-of-orderness. A row is late when its tumbling
 * window is closed by then: {@code windowEnd − 1 <= watermark}, which is Flink's rule for windows
 * without allowed lateness. Windows start at multiples of their length from epoch 0.
 *
 * @param windowMillis length of the tumbling windows in milliseconds, in [1..{@link #MAX_MILLIS}]
 * @param outOfOrdernessMillis how far, in milliseconds, a row may trail the highest timestamp
 *     before it and find its window open, in [0..{@link #MAX_MILLIS}]
 */
public record Lateness(long windowMillis, long outOfOrdernessMillis) implements Serializable {
  /** The high-water mark and the watermark before any row: nothing is late then. */
  public static final long NONE = Long.MIN_VALUE;

  /** The longest window and the largest out-of-orderness: about 35 thousand years. */
  public static final long MAX_MILLIS = 1L << 50;

  /** Checks the bounds of both durations. */
  public Lateness {
    check("windowMillis", windowMillis, 1);
    check("outOfOrdernessMillis", outOfOrdernessMillis, 0);
  }

  /** {@link #outOfOrdernessMillis} as a duration. */
  public Duration outOfOrderness() {
    return Duration.ofMillis(outOfOrdernessMillis);
  }

  /** The first millisecond of the window that holds {@code timestamp}. */
  public long windowStart(long timestamp) {
    return timestamp - Math.floorMod(timestamp, windowMillis);
  }

  /** The first millisecond after the window that holds {@code timestamp}. */
  public long windowEnd(long timestamp) {
    return windowStart(timestamp) + windowMillis;
  }

  /** The watermark after rows whose largest timestamp is {@code highWater}. */
  public long watermark(long highWater) {
    return highWater == NONE ? NONE : highWater - outOfOrdernessMillis - 1;
  }

  /** Whether the window of {@code timestamp} is closed at {@code watermark}. */
  public boolean isLate(long timestamp, long watermark) {
    // A timestamp past the watermark is in an open window: spares most rows the division.
    return timestamp <= watermark && windowEnd(timestamp) - 1 <= watermark;
  }

  private static void check(String name, long value, long min) {
    if (value < min || value > MAX_MILLIS) {
      throw new IllegalArgumentException(
          name + ": " + value + " not in [" + min + ".." + MAX_MILLIS + "]");
    }
  }
}
