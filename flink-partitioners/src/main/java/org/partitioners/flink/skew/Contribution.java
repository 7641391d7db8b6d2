package org.partitioners.flink.skew;

import org.apache.flink.api.java.functions.KeySelector;
import org.jspecify.annotations.Nullable;

/**
 * What travels to a key's home: a record as it is, or the combined part of several; and how far a
 * sender's time has gone.
 *
 * @param <K> the user's key
 * @param <T> the user's record
 * @param <ACC> the accumulator of the user's aggregate function
 */
abstract sealed class Contribution<K, T, ACC>
    permits Contribution.Whole, Contribution.Part, Contribution.Mark {

  /** The key at whose home this belongs. */
  abstract K key(KeySelector<T, K> keyOf) throws Exception;

  /**
   * A record as it is. Mutable, because a sender has one for all records: the next step is a
   * network exchange, which copies it out at once.
   */
  static final class Whole<K, T, ACC> extends Contribution<K, T, ACC> {
    private T record;

    /** The sender knows the key; home asks the record, as {@code keyBy} does. */
    private @Nullable K key;

    Whole(T record) {
      this.record = record;
    }

    Whole(K key, T record) {
      this.key = key;
      this.record = record;
    }

    Whole<K, T, ACC> with(K newKey, T newRecord) {
      key = newKey;
      record = newRecord;
      return this;
    }

    T record() {
      return record;
    }

    @Override
    K key(KeySelector<T, K> keyOf) throws Exception {
      return key != null ? key : keyOf.getKey(record);
    }
  }

  /**
   * Several records of a key and window, combined. What it was combined in is told by its
   * timestamp, that of its first record, but for sessions, whose bounds it carries.
   */
  static final class Part<K, T, ACC> extends Contribution<K, T, ACC> {
    /** Instead of a session's start and end: not a session. */
    static final long NONE = Long.MIN_VALUE;

    private final K key;
    private final ACC accumulator;
    private final long start;
    private final long end;

    Part(K key, ACC accumulator) {
      this(key, accumulator, NONE, NONE);
    }

    Part(K key, ACC accumulator, long start, long end) {
      this.key = key;
      this.accumulator = accumulator;
      this.start = start;
      this.end = end;
    }

    ACC accumulator() {
      return accumulator;
    }

    boolean isSession() {
      return end != NONE;
    }

    long start() {
      return start;
    }

    long end() {
      return end;
    }

    K key() {
      return key;
    }

    @Override
    K key(KeySelector<T, K> keyOf) {
      return key;
    }
  }

  /**
   * A sender's watermark, told in band to a subtask of home. Where parts come from places too, the
   * watermark that Flink shows home waits for these, and what the senders have passed is known from
   * marks alone.
   */
  static final class Mark<K, T, ACC> extends Contribution<K, T, ACC> {
    /** Instead of a watermark: the sender is idle, and not to be waited for. */
    static final long IDLE = Long.MIN_VALUE;

    private final Integer code;
    private final Sender sender;
    private final long watermark;

    Mark(Integer code, Sender sender, long watermark) {
      this.code = code;
      this.sender = sender;
      this.watermark = watermark;
    }

    /** The integer that {@code keyBy} takes to the subtask of home. */
    Integer code() {
      return code;
    }

    Sender sender() {
      return sender;
    }

    long watermark() {
      return watermark;
    }

    @Override
    K key(KeySelector<T, K> keyOf) {
      throw new IllegalStateException("A mark belongs to no key");
    }
  }

  /**
   * Who tells a mark.
   *
   * @param incarnation the checkpoint that its job was restored from, or a negative number: marks
   *     that a checkpoint kept in flight are those of another
   * @param subtask in [0..subtasks)
   */
  record Sender(long incarnation, int subtask, int subtasks) {}
}
