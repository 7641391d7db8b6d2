/**
 * Flink jobs that follow a partition map which others publish, or write by one and publish it.
 *
 * <p>{@link org.partitioners.flink.map.FollowedMap} keys a stream for event-time windows by the map
 * that holds at each record's own time, and takes up new maps while the job runs. {@link
 * org.partitioners.flink.map.PartitionBuckets} writes files by a map, and {@link
 * org.partitioners.flink.map.PublishedMaps} publishes it once they are committed.
 */
@NullMarked
package org.partitioners.flink.map;

import org.jspecify.annotations.NullMarked;
