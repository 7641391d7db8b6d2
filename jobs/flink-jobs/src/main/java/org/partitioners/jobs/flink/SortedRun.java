package org.partitioners.jobs.flink;

import java.util.List;
import org.partitioners.jobs.events.Event;

/**
 * The events of a window of a partition, sorted: a file.
 *
 * @param partition the name of the partition
 * @param events the events in the order of the layout
 */
record SortedRun(String partition, List<Event> events) {}
