/**
 * Range partitioning of Flink streams that balances itself.
 *
 * <p>{@link org.partitioners.flink.range.RangeShuffle} samples the keys of a stream, derives
 * boundaries that share out its records evenly, and sends each record to the subtask of its range:
 * for writing ordered files, for keyed windows, or in batch mode for a global sort.
 */
@NullMarked
package org.partitioners.flink.range;

import org.jspecify.annotations.NullMarked;
