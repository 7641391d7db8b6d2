/**
 * Partition maps: where keys go and where their partitions lie, as versioned values that other
 * processes can read.
 *
 * <p>{@link org.partitioners.map.PartitionerDescription} describes any partitioner of this library
 * and makes it again; {@link org.partitioners.map.PartitionMap} adds the partitions' locations, an
 * epoch and the event time from which it holds, and {@link org.partitioners.map.PartitionTurns}
 * says where a writer puts each record; a {@link org.partitioners.map.PartitionMapStore} keeps the
 * epochs. A record's own time picks its map, so replays route alike.
 *
 * <p>Of all packages here this one alone may use the others, and none of them uses it.
 */
@NullMarked
package org.partitioners.map;

import org.jspecify.annotations.NullMarked;
