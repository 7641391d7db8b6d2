package org.partitioners.jobs.report;

/** A key as people should see it: one line, of bounded length, with nothing invisible in it. */
final class KeyText {
  private static final int MOST_CODE_POINTS = 48;
  private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
  private static final int ZERO_WIDTH_JOINER = 0x200D;

  private KeyText() {}

  /** The key in an element that keeps its writing direction to itself. */
  static Element of(String key) {
    if (key.isEmpty()) {
      // Its style sets it apart from a key that reads "(empty)".
      return Element.of("i", "empty").text("(empty)");
    }
    return Element.of("bdi", "key").text(visible(key));
  }

  /** The key with invisible characters written as {@code ⟨U+0009⟩}, and cut where it is long. */
  static String visible(String key) {
    int length = key.codePointCount(0, key.length());
    int end = key.offsetByCodePoints(0, Math.min(length, MOST_CODE_POINTS));
    int first = 0;
    while (first < end && key.charAt(first) == ' ') {
      first++;
    }
    int last = key.length();
    while (last > first && key.charAt(last - 1) == ' ') {
      last--;
    }
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < end; i += Character.charCount(key.codePointAt(i))) {
      int c = key.codePointAt(i);
      if (i < first || i >= last || isInvisible(c)) {
        out.append("⟨U+%04X⟩".formatted(c));
      } else {
        out.appendCodePoint(c);
      }
    }
    if (end < key.length()) {
      out.append("… (").append(Figures.exact(length)).append(" characters)");
    }
    return out.toString();
  }

  /**
   * Controls, separators and marks that reorder or hide text; not the joiners that scripts need.
   */
  private static boolean isInvisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      case Character.SPACE_SEPARATOR -> c != ' ';
      case Character.FORMAT -> c != ZERO_WIDTH_NON_JOINER && c != ZERO_WIDTH_JOINER;
      default -> false;
    };
  }
}
