/**
 * Placing keys by their order: sample → boundaries → partitioner.
 *
 * <p>{@link org.partitioners.range.RangeBoundaries} are the split points between ranges: given,
 * spaced evenly, or taken from a sample. A {@link org.partitioners.range.RangePartitioner} sends
 * each key to the partition of its range and says which partitions a range query has to read:
 *
 * <pre>{@code
 * RangePartitioner<String> users = RangePartitioner.of(RangeBoundaries.of(List.of("g", "n", "t")));
 * int partition = users.partition("alice"); // 0
 * int[] read = users.partitions("heidi", "oscar").toArray(); // 1, 2
 * }</pre>
 *
 * <p>{@link org.partitioners.range.SharedRanges} let neighbouring partitions share a heavy key, in
 * order still; a {@link org.partitioners.range.RangeReport} says which ranges are hot, since when,
 * and where to split them.
 *
 * <p>{@link org.partitioners.range.DynamicRanges} split and merge as data and load come, by a
 * {@link org.partitioners.range.SplitPolicy}. {@link org.partitioners.range.CompoundPartitioner}
 * hashes one part of a key and ranges over the other. {@link org.partitioners.range.TimeBuckets}
 * spreads what happens now over several partitions and says which of them to read for an interval.
 */
@NullMarked
package org.partitioners.range;

import org.jspecify.annotations.NullMarked;
