package org.partitioners.jobs.events;

/** Text of the input, cut to a length that fits a message. */
final class Excerpt {
  private static final int MAX_VALUE_CHARS = 60;

  private static final char LINE_SEPARATOR = 0x2028;
  private static final char PARAGRAPH_SEPARATOR = 0x2029;

  private Excerpt() {}

  /** In quotes, on one line, control characters escaped. */
  static String quoted(String text) {
    int end = cut(text, MAX_VALUE_CHARS);
    StringBuilder quoted = new StringBuilder(end + 3).append('\'');
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c) || c == LINE_SEPARATOR || c == PARAGRAPH_SEPARATOR) {
        quoted.append(String.format("\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append(end < text.length() ? "…'" : "'").toString();
  }

  /** As it stands, with an ellipsis where more than {@code max} characters were cut. */
  static String of(String text, int max) {
    int end = cut(text, max);
    return end < text.length() ? text.substring(0, end) + "…" : text;
  }

  private static int cut(String text, int max) {
    if (text.length() <= max) {
      return text.length();
    }
    return Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max;
  }
}
