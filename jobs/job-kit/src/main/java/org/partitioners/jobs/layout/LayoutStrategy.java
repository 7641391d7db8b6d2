package org.partitioners.jobs.layout;

import org.partitioners.jobs.cli.OptionNames;

/** How the timestamp job divides its events. The order is that of {@code --strategy all}. */
public enum LayoutStrategy {
  /** A partition a day, days in turn on the subtasks. */
  RANGE_STATIC,
  /** Ranges of time that split where the load is. */
  RANGE_DYNAMIC,
  /** Events by the hash of sensor and time. */
  HASH,
  /** Sensors by hash, days within. */
  COMPOUND,
  /** Hours salted over the partitions. */
  SALTED,
  /** Ranges of sensors with equal load, days within. */
  ADAPTIVE;

  @Override
  public String toString() {
    return OptionNames.of(this);
  }
}
