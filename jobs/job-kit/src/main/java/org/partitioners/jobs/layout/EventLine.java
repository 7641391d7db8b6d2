package org.partitioners.jobs.layout;

import org.partitioners.jobs.events.Event;

/**
 * A line of a file of events by itself.
 *
 * @param text the line, without its end
 * @param event what it says
 */
public record EventLine(String text, Event event) {

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
    return new EventLine(text, new Event(unquoted(text.substring(comma + 1)), timestamp));
  }

  private static String unquoted(String field) {
    String text = field;
    if (field.startsWith("\"")) {
      if (field.length() < 2 || !field.endsWith("\"")) {
        throw new IllegalArgumentException(field + " has one quote; line breaks are not read");
      }
      text = field.substring(1, field.length() - 1).replace("\"\"", "\u0000");
    }
    if (text.indexOf('"') >= 0) {
      throw new IllegalArgumentException(field + " has a quote of its own");
    }
    return text.replace('\u0000', '"');
  }
}
