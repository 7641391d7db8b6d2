package org.partitioners.jobs.layout;

import java.io.Serializable;
import java.util.List;

/**
 * Where a strategy keeps events: the partition of each, and the subtask that writes a partition.
 * Immutable, deterministic and thread-safe.
 */
public interface Layout extends Serializable {

  /** The partition of an event, in [0..{@link #numPartitions()}). */
  int partition(String sensor, long timestamp);

  /** How many partitions there are; some may stay empty. */
  int numPartitions();

  /** The subtask that writes a partition. */
  int subtask(int partition);

  /** The partition's name, which is a path: it may have slashes, and no step leads upwards. */
  String name(int partition);

  /** What the partition can hold; anything, unless the layout promises more. */
  default Contents contents(int partition) {
    return Contents.ANYTHING;
  }

  /** The order of the events in a file; by time, unless the layout needs another. */
  default RunOrder order() {
    return RunOrder.TIME;
  }

  /**
   * How others find events: at least one way, the first for events of any time, and each later one
   * in place of those before it from its time on.
   */
  List<LookUp> lookUps();
}
