package org.partitioners.jobs.layout;

import org.jspecify.annotations.Nullable;
import org.partitioners.jobs.events.Event;

/**
 * A question to the events kept.
 *
 * @param name the question in words, the same whomever and whenever it is about
 * @param asked the question with whom and when it is about
 * @param sensor whose events; null for everyone's
 * @param from the first time, in epoch milliseconds
 * @param to the time after the last
 * @param latest how many of the latest; 0 for all
 */
public record Query(
    String name, String asked, @Nullable String sensor, long from, long to, int latest) {

  /** Everything in {@code from <= time < to}. */
  public static Query interval(String name, long from, long to) {
    return new Query(name, name, null, from, to, 0);
  }

  /** A sensor's events in {@code from <= time < to}. */
  public static Query ofSensor(String name, String sensor, long from, long to) {
    return new Query(name, name, sensor, from, to, 0);
  }

  /** A sensor's latest events. */
  public static Query latest(String name, String sensor, int count) {
    return new Query(name, name, sensor, Long.MIN_VALUE, Long.MAX_VALUE, count);
  }

  /** The same question in words of its own. */
  Query asking(String words) {
    return new Query(name, words, sensor, from, to, latest);
  }

  /** Whether an event is among those asked for; of a query for the latest, that it may be. */
  public boolean matches(Event event) {
    return event.timestamp() >= from
        && event.timestamp() < to
        && (sensor == null || sensor.equals(event.key()));
  }

  /** How many rows the answer has, given how many events match. */
  public long rows(long matching) {
    return latest == 0 ? matching : Math.min(latest, matching);
  }
}
