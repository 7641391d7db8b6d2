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
