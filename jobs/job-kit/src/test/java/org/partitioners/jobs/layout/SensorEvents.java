package org.partitioners.jobs.layout;

import java.util.ArrayList;
import java.util.List;
import org.partitioners.jobs.events.Event;
import org.partitioners.jobs.events.Lateness;
import org.partitioners.jobs.events.SensorGenerator;

/** Generated events to lay out. */
public final class SensorEvents {
  /** A day in milliseconds. */
  public static final long DAY = 86_400_000;

  private SensorEvents() {}

  /** Accepted events in the order of arrival: a day's window, some out of order. */
  public static List<Event> of(long events, long sensors, double zipf, int days) {
    SensorGenerator generator =
        new SensorGenerator(events, sensors, zipf, days, 0.05, 11, new Lateness(DAY, 60_000));
    List<Event> accepted = new ArrayList<>();
    for (long i = 0; i < events; i++) {
      if (generator.row(i) instanceof Event event) {
        accepted.add(event);
      }
    }
    return accepted;
  }

  /** What a pass over events tells. */
  public static LayoutSurvey survey(List<Event> events, int subtasks) {
    LayoutSurvey survey = new LayoutSurvey(subtasks);
    events.forEach(survey);
    return survey;
  }
}
