package org.partitioners.jobs.layout;

import org.partitioners.jobs.events.Event;

/**
 * A line of a file of events by itself.
 *
 * @param text the line, without its end
 * @param event what it says
 */
public record EventLine(String text, Event event) implements DataLine {

  /**
   * Reads a line.
   *
   * @throws IllegalArgumentException if it is no event, or a part of one whose sensor has a line
   *     break
   */
  public static EventLine parse(String text) {
    int comma = text.indexOf(',');
    if (comma < 0) {
      throw new IllegalArgumentException("\"" + text + "\" has no comma");
    }
    long timestamp = Long.parseLong(text.substring(0, comma));
    return new EventLine(text, new Event(QuotedField.text(text.substring(comma + 1)), timestamp));
  }
}
