package org.partitioners.jobs.layout;

import java.util.Comparator;
import java.util.List;
import org.partitioners.jobs.events.Event;

/** The order of the events in a file. */
public enum RunOrder {
  /** By time, then sensor. */
  TIME,

  /** By sensor, then time. */
  SENSOR_TIME;

  private static final Comparator<Event> BY_TIME = Comparator.comparingLong(Event::timestamp);
  private static final Comparator<Event> BY_SENSOR = Comparator.comparing(Event::key);

  /** The order as a comparator. */
  public Comparator<Event> comparator() {
    return switch (this) {
      case TIME -> BY_TIME.thenComparing(BY_SENSOR);
      case SENSOR_TIME -> BY_SENSOR.thenComparing(BY_TIME);
    };
  }

  /** The columns it sorts by, the first first. */
  public List<String> columns() {
    return switch (this) {
      case TIME -> List.of("timestamp", "sensor");
      case SENSOR_TIME -> List.of("sensor", "timestamp");
    };
  }
}
