package org.partitioners.jobs.events;

/**
 * How a timestamp is written. All forms are read to epoch milliseconds within the years 0001 to
 * 9999; spaces around them are ignored.
 */
public enum TimestampFormat {
  /** Whole seconds since 1970-01-01T00:00:00Z. */
  EPOCH_SECONDS("epoch-seconds", "whole seconds in [-62135596800..253402300799]"),

  /** Whole milliseconds since 1970-01-01T00:00:00Z. */
  EPOCH_MILLIS("epoch-millis", "whole milliseconds in [-62135596800000..253402300799999]"),

  /**
   * ISO 8601: {@code 2026-01-31}, {@code 2026-01-31T23:59}, {@code 2026-01-31 23:59:59.999}, with
   * {@code Z}, {@code UTC} or an offset such as {@code +01:00} behind, or local, which is taken as
   * UTC. A date alone is its midnight. Digits past the millisecond are cut off.
   */
  ISO("iso", "such as 2026-01-31T23:59:59.999Z or 2026-01-31, in years 0001 to 9999");

  /** What {@link #parse(char[], int, int)} returns for text that is no such timestamp. */
  public static final long INVALID = Long.MIN_VALUE;

  private static final long MIN_MILLIS = -62_135_596_800_000L;
  private static final long MAX_MILLIS = 253_402_300_799_999L;

  private final String optionName;
  private final String expected;

  TimestampFormat(String optionName, String expected) {
    this.optionName = optionName;
    this.expected = expected;
  }

  /**
   * Reads {@code length} characters from {@code offset}. Allocates nothing and throws nothing,
   * whatever the text.
   *
   * @return epoch milliseconds, or {@link #INVALID}
   */
  public long parse(char[] text, int offset, int length) {
    int from = offset;
    int to = offset + length;
    while (from < to && text[from] == ' ') {
      from++;
    }
    while (to > from && text[to - 1] == ' ') {
      to--;
    }
    long millis =
        switch (this) {
          case EPOCH_SECONDS -> whole(text, from, to, 1000);
          case EPOCH_MILLIS -> whole(text, from, to, 1);
          case ISO -> IsoTimestamp.parse(text, from, to);
        };
    return millis >= MIN_MILLIS && millis <= MAX_MILLIS ? millis : INVALID;
  }

  /** Why {@code text} is not of this format, on one line, with the format it would fit if any. */
  String reasonAgainst(String text) {
    StringBuilder reason = new StringBuilder("timestamp ").append(Excerpt.quoted(text));
    reason.append(" is not ").append(optionName).append(" (").append(expected).append(')');
    char[] chars = text.toCharArray();
    for (TimestampFormat other : values()) {
      if (other != this && other.parse(chars, 0, chars.length) != INVALID) {
        reason.append("; it could be read as ").append(other.optionName);
      }
    }
    return reason.toString();
  }

  /** The name on the command line: {@code epoch-seconds}, {@code epoch-millis}, {@code iso}. */
  @Override
  public String toString() {
    return optionName;
  }

  private static long whole(char[] text, int from, int to, long unit) {
    int p = from;
    boolean negative = p < to && text[p] == '-';
    if (p < to && (negative || text[p] == '+')) {
      p++;
    }
    if (p == to) {
      return INVALID;
    }
    long value = 0;
    for (; p < to; p++) {
      int digit = text[p] - '0';
      if (digit < 0 || digit > 9 || value > MAX_MILLIS) {
        return INVALID;
      }
      value = value * 10 + digit;
    }
    // At most ten times the largest, plus a digit: times 1000 it still fits a long.
    return (negative ? -value : value) * unit;
  }
}
