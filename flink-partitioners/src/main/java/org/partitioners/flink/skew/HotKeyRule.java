package org.partitioners.flink.skew;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.apache.flink.annotation.PublicEvolving;
import org.partitioners.skew.Head;
import org.partitioners.skew.HotKeyTracker;

/**
 * Which keys are hot. Each sending subtask judges by its own records, and without knowing of the
 * others: a wrong judgement costs speed, never the result.
 *
 * <p>Immutable and thread-safe.
 */
@PublicEvolving
public sealed interface HotKeyRule extends Serializable {

  /** After how many of a sender's records a record counts half. */
  int HALF_LIFE = 1 << 18;

  /** The largest number of hot keys to look for. */
  int MAX_KEYS = 1 << 16;

  /** What a sender tells hot keys by. */
  HotKeyTracker tracker();

  /**
   * Keys with more than a share of the sender's records. Unbiased by how much traffic there is, but
   * a key that only some senders see is hot for those alone.
   *
   * @param share in [1/65536..1]
   * @throws IllegalArgumentException if the share is out of range
   */
  static HotKeyRule aboveShare(double share) {
    return new AboveShare(share);
  }

  /**
   * Keys that came more often than so, of the sender's last {@value #HALF_LIFE} records or so;
   * those longer ago count less, halved by every {@value #HALF_LIFE} more.
   *
   * @param count in [1..{@value #HALF_LIFE}]
   * @throws IllegalArgumentException if the count is out of range
   */
  static HotKeyRule aboveCount(long count) {
    return new AboveCount(count);
  }

  /**
   * So many of the most frequent keys, as far as each has more than 1/65536 of the sender's
   * records. Bounds what relief may cost, whatever the keys; but keys are relieved that need not
   * be.
   *
   * @param limit in [1..{@value #MAX_KEYS}]
   * @throws IllegalArgumentException if the limit is out of range
   */
  static HotKeyRule top(int limit) {
    return new Top(limit);
  }

  /**
   * These keys and no others. Costs no counting, and relieves none that becomes hot unforeseen.
   *
   * @param keys serializable, with the {@code hashCode()} that Flink demands of keys; copied
   */
  static HotKeyRule known(Collection<?> keys) {
    return new Known(keys);
  }

  /** See {@link #aboveShare}. */
  record AboveShare(double share) implements HotKeyRule {
    /** Checks the range. */
    public AboveShare {
      if (!(share >= 1.0 / MAX_KEYS && share <= 1)) {
        throw new IllegalArgumentException("share: " + share + " not in [1/" + MAX_KEYS + "..1]");
      }
    }

    @Override
    public HotKeyTracker tracker() {
      return HotKeyTracker.aboveShare(head(share));
    }
  }

  /** See {@link #aboveCount}. */
  record AboveCount(long count) implements HotKeyRule {
    /** Checks the range. */
    public AboveCount {
      if (count < 1 || count > HALF_LIFE) {
        throw new IllegalArgumentException("count: " + count + " not in [1.." + HALF_LIFE + "]");
      }
    }

    @Override
    public HotKeyTracker tracker() {
      double share = Math.max((double) count / (2 * HALF_LIFE), 1.0 / MAX_KEYS);
      return HotKeyTracker.aboveCount(count, head(share).withHalfLife(HALF_LIFE));
    }
  }

  /** See {@link #top}. */
  record Top(int limit) implements HotKeyRule {
    /** Checks the range. */
    public Top {
      if (limit < 1 || limit > MAX_KEYS) {
        throw new IllegalArgumentException("limit: " + limit + " not in [1.." + MAX_KEYS + "]");
      }
    }

    @Override
    public HotKeyTracker tracker() {
      return HotKeyTracker.top(limit, new Head(1.0 / MAX_KEYS, 2 * MAX_KEYS, HALF_LIFE));
    }
  }

  /** See {@link #known}. */
  record Known(Set<?> keys) implements HotKeyRule {
    /** Copies the keys. */
    public Known(Collection<?> keys) {
      this(new HashSet<Object>(requireNonNull(keys, "keys")));
    }

    /** Makes them immutable. */
    public Known {
      for (Object key : keys) {
        requireNonNull(key, "keys: null cannot be a key");
      }
      keys = Set.copyOf(keys);
    }

    @Override
    public HotKeyTracker tracker() {
      HotKeyTracker tracker = HotKeyTracker.told();
      tracker.tell(keys.stream().mapToLong(KeyHash::of).toArray());
      return tracker;
    }
  }

  /** A larger share shows in fewer records, so that what is hot now is known the sooner. */
  private static Head head(double share) {
    int halfLife = (int) Math.min(HALF_LIFE, Math.max(1 << 12, 128 / share));
    return new Head(share, (int) Math.ceil(2 / share), halfLife);
  }
}
