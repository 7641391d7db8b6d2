package org.partitioners.flink.range;

import java.util.Comparator;
import java.util.SplittableRandom;
import org.partitioners.range.RangeSample;

/**
 * Samples the keys of a subtask: each record at first, then ever fewer by a random stride, each of
 * which counts for as many. So an epoch costs no more than some ten thousand updates, however long
 * it is.
 */
final class KeySampler<K> {

  /** Up to here every record is taken; when as many more have come, half as many are, and so on. */
  static final int ALL_UP_TO = 1 << 14;

  private final Comparator<? super K> order;
  private final int k;
  private final SplittableRandom random;

  private RangeSample<K> sample;
  private long records;
  private long taken;
  private long stride;
  private long skip;

  KeySampler(Comparator<? super K> order, int k, long seed) {
    this.order = order;
    this.k = k;
    this.random = new SplittableRandom(seed);
    this.sample = RangeSample.ofSize(k, order);
    this.stride = 1;
    this.skip = 1;
  }

  /** Counts a record; true if it is to be added. */
  boolean takesNext() {
    records++;
    return --skip == 0;
  }

  /** Adds the record that was just counted. */
  void add(K key, long weight) {
    if (stride == 1 && weight == 1) {
      sample.add(key);
    } else {
      sample.add(key, Math.multiplyExact(weight, stride));
    }
    stride = records < ALL_UP_TO ? 1 : 2 * Long.highestOneBit(records / ALL_UP_TO);
    skip = stride == 1 ? 1 : random.nextLong(1, 2 * stride);
  }

  /** Records counted since the start. */
  long records() {
    return records;
  }

  /** Records counted since a sample was last taken. */
  long newRecords() {
    return records - taken;
  }

  /** What was sampled since this was last called; the stride goes on. */
  RangeSample<K> take() {
    RangeSample<K> all = sample;
    sample = RangeSample.ofSize(k, order);
    taken = records;
    return all;
  }

  /** Takes each record again at first. */
  void startOver() {
    records = 0;
    taken = 0;
    stride = 1;
    skip = 1;
  }
}
