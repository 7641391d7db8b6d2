package org.partitioners.flink.window;

import java.io.Serializable;
import org.apache.flink.annotation.Internal;

/**
 * When plans change: at the starts of tumbling windows of event time.
 *
 * @param window the length of windows, in milliseconds, at least 1
 * @param lateness for how long after its end a window still takes records
 */
@Internal
public record WindowTiming(long window, long lateness) implements Serializable {

  /** The first start of a window not before a time; the greatest time if there is none. */
  private long startFrom(long time) {
    long into = Math.floorMod(time, window);
    if (into == 0) {
      return time;
    }
    return time > Long.MAX_VALUE - window ? Long.MAX_VALUE : time - into + window;
  }

  /**
   * The time from which on a plan can hold that is to hold from a time on: the start of a window
   * that none of the records seen is in.
   *
   * @param seen the greatest time of a record; the least time if there is none
   */
  public long effective(long validFrom, long seen) {
    // Before the first window there is none to share.
    long wanted = validFrom == Long.MIN_VALUE ? validFrom : startFrom(validFrom);
    if (seen == Long.MIN_VALUE || wanted > seen) {
      return wanted;
    }
    return seen == Long.MAX_VALUE ? seen : startFrom(seen + 1);
  }

  /** Whether a window that ends then may still take records. */
  boolean isOpen(long end, long watermark) {
    long last = end - 1;
    return last > Long.MAX_VALUE - lateness || last + lateness > watermark;
  }
}
