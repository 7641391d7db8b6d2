package org.partitioners.flink.skew;

import java.io.Serializable;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;

/** Cuts time into stretches whose records share all their windows. */
interface Panes extends Serializable {
  /** The start of the pane of a timestamp, inclusive. */
  long start(long timestamp);

  /** The end of a pane, exclusive. */
  long end(long start);

  /**
   * The first watermark on which home may do something that a record of this timestamp would have
   * changed; the same for all timestamps of a pane, and no earlier for later panes.
   */
  long due(long timestamp);

  /** All time is one pane, never due: windows that do not depend on timestamps. */
  record One() implements Panes {
    @Override
    public long start(long timestamp) {
      return Long.MIN_VALUE;
    }

    @Override
    public long end(long start) {
      return Long.MAX_VALUE;
    }

    @Override
    public long due(long timestamp) {
      return Long.MAX_VALUE;
    }
  }

  /**
   * The panes of windows of equal size, one every {@code slide}: of size {@code gcd(size, slide)},
   * so tumbling windows are panes themselves. See Li et al., "No pane, no gain: efficient
   * evaluation of sliding-window aggregates over data streams" (SIGMOD Record 34(1), 2005, <a
   * href="https://doi.org/10.1145/1058150.1058158">doi:10.1145/1058150.1058158</a>).
   */
  record Sliding(long size, long slide, long offset, long width) implements Panes {
    Sliding(long size, long slide, long offset) {
      this(size, slide, offset, gcd(size, slide));
    }

    private static long gcd(long a, long b) {
      return b == 0 ? a : gcd(b, a % b);
    }

    @Override
    public long start(long timestamp) {
      return TimeWindow.getWindowStartWithOffset(timestamp, offset, width);
    }

    @Override
    public long end(long start) {
      return start + width;
    }

    /** The last moment of the earliest window; long ago for a timestamp between windows. */
    @Override
    public long due(long timestamp) {
      long latestStart = TimeWindow.getWindowStartWithOffset(timestamp, offset, slide);
      long behind = size - 1 - (timestamp - latestStart);
      return behind < 0 ? Long.MIN_VALUE : latestStart - behind / slide * slide + size - 1;
    }
  }
}
