package org.partitioners.jobs.layout;

/**
 * A line of a file of counts by itself.
 *
 * @param text the line, without its end
 * @param windowStart the first millisecond of the window
 * @param key the key
 * @param count its events in the window
 */
public record CountLine(String text, long windowStart, String key, long count) implements DataLine {

  /**
   * Reads a line.
   *
   * @throws IllegalArgumentException if it is no count, or a part of one whose key has a line break
   */
  public static CountLine parse(String text) {
    int first = text.indexOf(',');
    int last = text.lastIndexOf(',');
    if (first == last) {
      throw new IllegalArgumentException("\"" + text + "\" has fewer than two commas");
    }
    return new CountLine(
        text,
        Long.parseLong(text.substring(0, first)),
        QuotedField.text(text.substring(first + 1, last)),
        Long.parseLong(text.substring(last + 1)));
  }
}
