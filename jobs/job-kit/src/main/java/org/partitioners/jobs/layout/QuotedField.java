package org.partitioners.jobs.layout;

/** A CSV field that is all on one line. */
final class QuotedField {
  private QuotedField() {}

  /**
   * What a field says.
   *
   * @throws IllegalArgumentException if it is a part of a field that has a line break
   */
  static String text(String field) {
    if (!field.startsWith("\"")) {
      return unquoted(field, 0, field.length(), false);
    }
    if (field.length() < 2 || !field.endsWith("\"")) {
      throw new IllegalArgumentException(field + " has one quote; line breaks are not read");
    }
    return unquoted(field, 1, field.length() - 1, true);
  }

  private static String unquoted(String field, int from, int to, boolean quoted) {
    if (field.indexOf('"', from) < 0) {
      return field;
    }
    StringBuilder text = new StringBuilder(to - from);
    for (int i = from; i < to; i++) {
      text.append(field.charAt(i));
      if (field.charAt(i) == '"') {
        i++;
        if (!quoted || i == to || field.charAt(i) != '"') {
          throw new IllegalArgumentException(field + " has a quote of its own");
        }
      }
    }
    return text.toString();
  }
}
