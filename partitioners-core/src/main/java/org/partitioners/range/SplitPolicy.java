package org.partitioners.range;

import java.io.Serializable;
import java.time.Duration;

/**
 * Decides when ranges are split and merged; {@link SplitPolicies} has the usual ones.
 *
 * <p>A policy is a pure function of what it is given, thread-safe and serializable, so that a trace
 * replayed gives the same ranges. To keep ranges from flapping, it must not merge two ranges whose
 * union it would split soon.
 */
public interface SplitPolicy extends Serializable {

  /** Whether and where to split. */
  enum Decision {
    /** Leave the range whole. */
    KEEP,
    /** Split at the median of all records, so that both halves are of one size. */
    AT_MEDIAN_OF_RECORDS,
    /** Split at the median of the recent records, so that both halves get the same load. */
    AT_MEDIAN_OF_LOAD
  }

  /** Whether to split a range. Asked on each record, of the range that takes it. */
  Decision split(RangeStatistics range);

  /** Whether to merge two neighbours. */
  boolean merge(RangeStatistics left, RangeStatistics right);

  /** Over what time the rate is measured, at least a millisecond; constant. */
  default Duration window() {
    return Duration.ofSeconds(10);
  }
}
