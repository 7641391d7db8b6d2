/**
 * Where a key goes, and how evenly keys are spread.
 *
 * <p>{@link org.partitioners.KeyPartitioner} maps a key to one of n partitions; every partitioner
 * of this library is one. {@link org.partitioners.PartitionLoad} is the one measure of skew used
 * throughout: counts per partition and the figures derived from them.
 *
 * <p>The subpackages hold the ways of placing: {@link org.partitioners.hash} by hashing, {@link
 * org.partitioners.skew} for keys too hot for one place. They depend on this package and not on
 * each other; nothing here knows a processing engine.
 */
@NullMarked
package org.partitioners;

import org.jspecify.annotations.NullMarked;
