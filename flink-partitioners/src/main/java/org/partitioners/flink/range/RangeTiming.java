package org.partitioners.flink.range;

import java.io.Serializable;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * When ranges change that a stream of messages tells of.
 *
 * @param window the length of event-time windows at whose starts they do; 0 if once, at the end of
 *     a batch
 * @param lateness for how long after its end a window still takes records
 */
record RangeTiming(long window, long lateness) implements Serializable {

  static final RangeTiming ONCE = new RangeTiming(0, 0);

  static RangeTiming atWindows(long window, long lateness) {
    return new RangeTiming(window, lateness);
  }

  boolean isByTime() {
    return window > 0;
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
