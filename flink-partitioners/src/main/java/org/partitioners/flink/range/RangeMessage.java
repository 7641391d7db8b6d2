package org.partitioners.flink.range;

import org.jspecify.annotations.Nullable;
import org.partitioners.range.RangeSample;
import org.partitioners.range.SharedRanges;

/**
 * What routers are told.
 *
 * @param epoch the checkpoint before which it is told
 * @param ranges the ranges from now on; null if they stay
 * @param summary what other numbers of ranges can be derived from; null if the ranges stay
 */
record RangeMessage<K>(
    long epoch, @Nullable SharedRanges<K> ranges, @Nullable RangeSample<K> summary) {

  /** Told before any epoch has ended. */
  static final long EARLY = -1;

  /** Told when all have come. */
  static final long END = Long.MAX_VALUE;

  /** Ranges that hold at once, until there are better ones. */
  static <K> RangeMessage<K> early(@Nullable SharedRanges<K> ranges) {
    return new RangeMessage<>(EARLY, ranges, null);
  }

  /** The same without what ranges for another number could be derived from. */
  RangeMessage<K> withoutSummary() {
    return new RangeMessage<>(epoch, ranges, null);
  }

  /**
   * The ranges, derived anew if they were made for another number of places; null if the summary is
   * too coarse for so many.
   */
  @Nullable SharedRanges<K> rangesFor(RangeForm<K> form) {
    if (ranges == null || ranges.numPartitions() == form.places()) {
      return ranges;
    }
    return summary == null ? null : form.derive(summary);
  }
}
