package org.partitioners.beam;

import java.io.Serializable;
import org.partitioners.skew.Head;
import org.partitioners.skew.HotKeyTracker;

/** How each sender tells hot keys: by its own records, or because it was told. */
sealed interface HotKeysInSender extends Serializable {

  /** A tracker for one sender. */
  HotKeyTracker tracker();

  /** Keys with a share of what the sender sees, as decayed. */
  record AboveShare(double share) implements HotKeysInSender {
    private static final int COUNTERS_PER_SHARE = 4;
    private static final int HALF_LIVES_PER_SHARE = 256;
    private static final int MIN_HALF_LIFE = 1 << 14;

    @Override
    public HotKeyTracker tracker() {
      return HotKeyTracker.aboveShare(
          new Head(
              share,
              (int) Math.ceil(COUNTERS_PER_SHARE / share),
              (int) Math.max(MIN_HALF_LIFE, HALF_LIVES_PER_SHARE / share)));
    }
  }

  /** Exactly these, by their hashes. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Told(long... hashes) implements HotKeysInSender {
    @Override
    public HotKeyTracker tracker() {
      HotKeyTracker tracker = HotKeyTracker.told();
      tracker.tell(hashes);
      return tracker;
    }
  }

  /**
   * A mixed hash of a key's structural value. It rests on {@code hashCode}, which may differ from
   * process to process: it only tells whether to take the faster way.
   */
  static long hash(Object structuralValue) {
    long z = structuralValue.hashCode() * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 32)) * 0xD6E8FEB86659FD93L;
    return z ^ (z >>> 32);
  }
}
