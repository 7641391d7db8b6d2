package org.partitioners.flink.range;

import java.io.Serializable;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * When ranges change.
 *
 * @param interval of processing time after which they may, in milliseconds; 0 if they wait for
 *     checkpoints, −1 if for the end of a batch
 * @param window the length of event-time windows at whose starts they do; 0 if time does not matter
 * @param lateness for how long after its end a window still takes records
 */
record RangeTiming(long interval, long window, long lateness) implements Serializable {

  static final RangeTiming AT_CHECKPOINTS = new RangeTiming(0, 0, 0);

  static final RangeTiming ONCE = new RangeTiming(-1, 0, 0);

  static RangeTiming byClock(long interval) {
    return new RangeTiming(interval, 0, 0);
  }

  static RangeTiming atWindows(long window, long lateness) {
    return new RangeTiming(0, window, lateness);
  }

  boolean isByTime() {
    return window > 0;
  }

  /** Whether ranges are made once, of all records. */
  boolean isBatch() {
    return interval < 0;
  }

  /** Whether ranges may come before the first epoch has ended: where routers need not agree. */
  boolean tellsEarly() {
    return !isByTime() && !isBatch();
  }

  /** The event time of a record. */
  long timestamp(StreamRecord<?> element) {
    if (!element.hasTimestamp()) {
      throw new IllegalStateException(
          "timestamp: a record has none, and ranges change at windows of event time: assign"
              + " timestamps and watermarks before RangeShuffle.keyBy");
    }
    return element.getTimestamp();
  }

  /** Whether a window that ends then may still take records. */
  boolean isOpen(long end, long watermark) {
    long last = end - 1;
    return last > Long.MAX_VALUE - lateness || last + lateness > watermark;
  }

  /** The first start of a window after a time; the greatest time if there is none. */
  long nextStart(long timestamp) {
    long start = Math.floorDiv(timestamp, window) * window;
    return start > Long.MAX_VALUE - window ? Long.MAX_VALUE : start + window;
  }
}
