package org.partitioners.flink.skew;

import org.apache.flink.api.common.functions.AggregateFunction;

/**
 * Combines records of hot keys, until their parts have to travel home.
 *
 * <p>A part must be home before the watermark on which home could emit or drop something that it
 * would have changed. As long as that is kept, home cannot tell a part from its records.
 *
 * <p>In memory only: it is emptied before each checkpoint barrier.
 */
abstract class PartBuffer<K, T, ACC> {
  final AggregateFunction<T, ACC, ?> function;

  PartBuffer(AggregateFunction<T, ACC, ?> function) {
    this.function = function;
  }

  /** Where parts go. */
  interface Receiver<K, T, ACC> {
    /**
     * Takes a part.
     *
     * @param timestamp of its first record; {@code Long.MIN_VALUE} if that had none
     */
    void receive(Contribution.Part<K, T, ACC> part, long timestamp);
  }

  /**
   * Whether a record may be combined: whether everything that home does with it happens on later
   * watermarks. A record that is not on time may be late, or make home emit at once, and has to go
   * home as it is.
   */
  abstract boolean isOnTime(T record, long timestamp, long watermark);

  /** Combines a record that is on time. The key and the record must not change afterwards. */
  abstract void add(K key, T record, long timestamp);

  /** Sends the parts of a key. */
  abstract void flush(K key, Receiver<K, T, ACC> receiver);

  /** Sends the parts that have to be home before the watermark. */
  abstract void flushBefore(long watermark, Receiver<K, T, ACC> receiver);

  /** Sends all parts. */
  abstract void flushAll(Receiver<K, T, ACC> receiver);

  /** The number of parts. */
  abstract int size();
}
