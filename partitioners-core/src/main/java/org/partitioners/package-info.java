/**
 * Where a key goes, how evenly keys are spread, and what moves when that changes.
 *
 * <p>{@link org.partitioners.KeyPartitioner} maps a key to one of n partitions; every partitioner
 * of this library is one. {@link org.partitioners.PartitionLoad} is the one measure of skew used
 * throughout: counts per partition and the figures derived from them. {@link
 * org.partitioners.PartitionChange} says which keys, or which regions of the space that a {@link
 * org.partitioners.RegionPartitioner} divides, move between two partitioners.
 *
 * <p>The subpackages hold the ways of placing: {@link org.partitioners.hash} by hashing, {@link
 * org.partitioners.range} by order and by time, {@link org.partitioners.skew} for keys too hot for
 * one place, and for few keys. They depend on this package and not on each other. {@link
 * org.partitioners.map} describes all of them and says where their partitions lie; it alone may use
 * the others. Nothing here knows a processing engine.
 */
@NullMarked
package org.partitioners;

import org.jspecify.annotations.NullMarked;
