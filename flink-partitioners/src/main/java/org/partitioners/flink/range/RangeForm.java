package org.partitioners.flink.range;

import java.io.Serializable;
import java.util.Comparator;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.jspecify.annotations.Nullable;
import org.partitioners.range.RangeSample;
import org.partitioners.range.SharedRanges;

/**
 * What ranges are made: how many, of what keys.
 *
 * @param order of keys
 * @param keySerializer of keys
 * @param kind whether keys are shared
 * @param partitions how many are to be even
 * @param places how many ranges there are: as many, or key groups of which each partition owns some
 */
record RangeForm<K>(
    Comparator<? super K> order,
    TypeSerializer<K> keySerializer,
    Kind kind,
    int partitions,
    int places)
    implements Serializable {

  /**
   * Samples of more could not be divided finely enough, see {@link
   * org.partitioners.range.RangeSample#rankError}.
   */
  static final int MOST_PARTITIONS = 8_192;

  /** A sample of size k may be wrong by 2.3/k^0.9 of the total. */
  private static final double RANK_ERROR = 2.3;

  private static final double RANK_EXPONENT = 0.9;
  private static final int LEAST_K = 4_096;
  private static final int MOST_K = 65_535;
  private static final int K_PER_PARTITION = 256;
  private static final int LEAST_SUMMARY_K = 1_024;
  private static final int SUMMARY_K_PER_PARTITION = 16;

  /** Whether records of one key may be apart. */
  enum Kind {
    SHARED,
    WHOLE
  }

  /** The ranges that a sample suggests; null if it is too coarse for so many. */
  @Nullable SharedRanges<K> derive(RangeSample<K> sample) {
    if (sample.rankError() * partitions > 1) {
      return null;
    }
    return kind == Kind.SHARED ? sample.share(partitions) : sample.nest(partitions, places);
  }

  /** Ranges of partitions, to be judged. */
  SharedRanges<K> ofPartitions(SharedRanges<K> ranges) {
    return partitions == places ? ranges : ranges.joined(partitions);
  }

  /** An empty sample for all that subtasks send. */
  RangeSample<K> emptySample() {
    return RangeSample.ofSize(k(), order);
  }

  /**
   * The size of one subtask's sample. The errors of many are independent, so that of their sum is
   * less than each one's by the root of their number.
   */
  int subtaskK(int subtasks) {
    return Math.max(Math.max(LEAST_K, leastK()), (int) (k() / Math.sqrt(subtasks)));
  }

  /** The size of the coarsest sample that so many ranges can be derived from, and a tenth more. */
  int leastK() {
    return (int) Math.min(MOST_K, 1.1 * Math.pow(RANK_ERROR * partitions, 1 / RANK_EXPONENT));
  }

  private int k() {
    return (int) Math.min(MOST_K, Math.max(LEAST_K, (long) K_PER_PARTITION * partitions));
  }

  /** A smaller copy of a sample, to derive ranges from for another number of partitions. */
  RangeSample<K> summary(RangeSample<K> sample) {
    long k = Math.max(LEAST_SUMMARY_K, (long) SUMMARY_K_PER_PARTITION * partitions);
    RangeSample<K> summary = RangeSample.ofSize((int) Math.min(MOST_K, k), order);
    summary.merge(sample);
    return summary;
  }
}
