/**
 * Flink jobs that follow a partition map which others publish.
 *
 * <p>{@link org.partitioners.flink.map.FollowedMap} keys a stream for event-time windows by the map
 * that holds at each record's own time, and takes up new maps while the job runs.
 */
@NullMarked
package org.partitioners.flink.map;

import org.jspecify.annotations.NullMarked;
