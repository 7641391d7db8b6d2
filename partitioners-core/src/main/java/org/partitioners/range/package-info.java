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
 */
@NullMarked
package org.partitioners.range;

import org.jspecify.annotations.NullMarked;
