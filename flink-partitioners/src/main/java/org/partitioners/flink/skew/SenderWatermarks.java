package org.partitioners.flink.skew;

import java.util.Arrays;

/**
 * The watermark that marks of senders add up to: as Flink's valve adds up those of channels. Idle
 * senders are not waited for; one that comes back is, once it has caught up. When all are idle the
 * latest of their watermarks holds.
 */
final class SenderWatermarks {
  private final long incarnation;

  private long[] latest = new long[0];
  private boolean[] active = new boolean[0];
  private boolean[] aligned = new boolean[0];
  private long watermark = Long.MIN_VALUE;

  /**
   * No sender has told anything yet.
   *
   * @param incarnation of the senders that are heeded
   */
  SenderWatermarks(long incarnation) {
    this.incarnation = incarnation;
  }

  /** What all senders have passed. */
  long watermark() {
    return watermark;
  }

  /** Takes note of a mark. */
  void note(Contribution.Mark<?, ?, ?> mark) {
    Contribution.Sender sender = mark.sender();
    if (sender.incarnation() != incarnation) {
      return;
    }
    if (latest.length != sender.subtasks()) {
      latest = new long[sender.subtasks()];
      Arrays.fill(latest, Long.MIN_VALUE);
      active = new boolean[sender.subtasks()];
      Arrays.fill(active, true);
      aligned = active.clone();
    }
    int subtask = sender.subtask();
    if (mark.watermark() == Contribution.Mark.IDLE) {
      active[subtask] = false;
      aligned[subtask] = false;
    } else {
      active[subtask] = true;
      latest[subtask] = Math.max(latest[subtask], mark.watermark());
      aligned[subtask] |= latest[subtask] >= watermark;
    }
    watermark = Math.max(watermark, addedUp());
  }

  private long addedUp() {
    long least = Long.MAX_VALUE;
    long most = Long.MIN_VALUE;
    boolean anyActive = false;
    boolean anyAligned = false;
    for (int subtask = 0; subtask < latest.length; subtask++) {
      anyActive |= active[subtask];
      anyAligned |= aligned[subtask];
      most = Math.max(most, latest[subtask]);
      if (aligned[subtask]) {
        least = Math.min(least, latest[subtask]);
      }
    }
    if (anyAligned) {
      return least;
    }
    return anyActive ? Long.MIN_VALUE : most;
  }
}
