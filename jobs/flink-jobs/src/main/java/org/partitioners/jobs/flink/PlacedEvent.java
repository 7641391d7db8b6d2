package org.partitioners.jobs.flink;

/**
 * An event on its way to its partition.
 *
 * @param partition the number of the partition
 * @param sensor the event's key
 * @param timestamp epoch milliseconds
 */
public record PlacedEvent(int partition, String sensor, long timestamp) {}
