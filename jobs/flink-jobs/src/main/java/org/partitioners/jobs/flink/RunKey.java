package org.partitioners.jobs.flink;

/**
 * What is sorted together: a window of a partition.
 *
 * @param partition the number of the partition
 * @param window the first millisecond of the window
 */
public record RunKey(int partition, long window) {}
