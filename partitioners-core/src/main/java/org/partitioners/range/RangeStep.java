package org.partitioners.range;

import org.partitioners.PartitionChange;

/**
 * A split or a merge: from one snapshot of {@link DynamicRanges} to the next.
 *
 * @param kind which of the two
 * @param epoch the number of the snapshot after it, 1 for the first step
 * @param timestampMillis the event time from which the new snapshot holds
 * @param change what moves: one range, from one partition to another
 * @param partitioner the snapshot after it
 */
public record RangeStep<K>(
    Kind kind,
    long epoch,
    long timestampMillis,
    PartitionChange<KeyRange<K>> change,
    RangePartitioner<K> partitioner) {

  /** Split or merge. */
  public enum Kind {
    /** The right part of a range goes to a new partition. */
    SPLIT,
    /** The smaller of two neighbours goes to the partition of the larger. */
    MERGE
  }
}
