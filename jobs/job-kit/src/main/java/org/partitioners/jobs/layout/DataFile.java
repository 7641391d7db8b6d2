package org.partitioners.jobs.layout;

import org.jspecify.annotations.Nullable;
import org.partitioners.jobs.events.Event;

/**
 * A file of events and what is in it.
 *
 * @param path its path below the folder of all events
 * @param rows how many events, at least 1
 * @param bytes its size
 * @param first its least timestamp, in epoch milliseconds
 * @param last its greatest timestamp
 * @param firstSensor its least sensor in the order of {@link String#compareTo}
 * @param lastSensor its greatest sensor
 */
public record DataFile(
    String path,
    long rows,
    long bytes,
    long first,
    long last,
    String firstSensor,
    String lastSensor) {

  /** Collects what is in a file. Not thread-safe. */
  public static final class Statistics {
    private long rows;
    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;
    private @Nullable String firstSensor;
    private @Nullable String lastSensor;

    public void add(Event event) {
      rows++;
      first = Math.min(first, event.timestamp());
      last = Math.max(last, event.timestamp());
      String sensor = event.key();
      if (firstSensor == null || sensor.compareTo(firstSensor) < 0) {
        firstSensor = sensor;
      }
      if (lastSensor == null || sensor.compareTo(lastSensor) > 0) {
        lastSensor = sensor;
      }
    }

    /** How many events there are. */
    public long rows() {
      return rows;
    }

    /**
     * The file with these contents.
     *
     * @throws IllegalStateException if there was no event
     */
    public DataFile file(String path, long bytes) {
      if (firstSensor == null || lastSensor == null) {
        throw new IllegalStateException("file: " + path + " is empty");
      }
      return new DataFile(path, rows, bytes, first, last, firstSensor, lastSensor);
    }
  }
}
