package org.partitioners.jobs.layout;

import java.time.LocalDate;
import java.util.List;

/**
 * The questions that every layout is asked: an hour of everyone, a day of one sensor, the latest of
 * a sensor. The day is that of the median event, the sensor the busiest.
 *
 * @param day the day, counted from 1970-01-01
 * @param sensor the sensor
 */
public record Questions(long day, String sensor) {
  private static final long HOUR_MILLIS = 3_600_000;
  private static final int LATEST = 100;

  /** About the day in which the middle slice begins. */
  public static Questions about(TimeSlices slices, String sensor) {
    return new Questions(Days.day(slices.start(slices.size() / 2)), sensor);
  }

  /** The questions, in the order to tell of them. */
  public List<Query> queries() {
    long midnight = day * Days.MILLIS;
    return List.of(
        Query.interval(
                "all events of 10:00 to 11:00",
                midnight + 10 * HOUR_MILLIS,
                midnight + 11 * HOUR_MILLIS)
            .asking("all events of " + date() + ", 10:00 to 11:00"),
        Query.ofSensor("one sensor, one day", sensor, midnight, midnight + Days.MILLIS)
            .asking(who() + " on " + date()),
        Query.latest("the latest 100 of a sensor", sensor, LATEST)
            .asking("the latest 100 of " + who()));
  }

  /** What is asked about, as {@code 2026-01-12, sensor-000001}. */
  public String subject() {
    return date() + ", " + sensor;
  }

  private String who() {
    return sensor.isEmpty() ? "the sensor without a name" : sensor;
  }

  private LocalDate date() {
    return LocalDate.ofEpochDay(day);
  }
}
