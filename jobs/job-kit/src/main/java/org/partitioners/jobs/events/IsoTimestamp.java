package org.partitioners.jobs.events;

import static org.partitioners.jobs.events.TimestampFormat.INVALID;

import java.time.LocalDate;
import java.time.Month;
import java.time.chrono.IsoChronology;

/** Reads the ISO 8601 forms of {@link TimestampFormat#ISO} by position. */
final class IsoTimestamp {
  private static final int MINUTE = 60_000;
  private static final int MAX_OFFSET_MINUTES = 18 * 60;

  private IsoTimestamp() {}

  static long parse(char[] s, int from, int to) {
    if (to - from < 10 || s[from + 4] != '-' || s[from + 7] != '-') {
      return INVALID;
    }
    long day = epochDay(number(s, from, 4), number(s, from + 5, 2), number(s, from + 8, 2));
    int p = from + 10;
    if (day == INVALID || p == to) {
      return day == INVALID ? INVALID : day * 24 * 60 * MINUTE;
    }
    if ((s[p] != 'T' && s[p] != 't' && s[p] != ' ') || to - p < 6 || s[p + 3] != ':') {
      return INVALID;
    }
    int hour = number(s, p + 1, 2);
    int minute = number(s, p + 4, 2);
    p += 6;
    int second = 0;
    int milli = 0;
    if (p < to && s[p] == ':') {
      second = to - p < 3 ? -1 : number(s, p + 1, 2);
      p += 3;
      if (p < to && (s[p] == '.' || s[p] == ',')) {
        int end = endOfDigits(s, p + 1, to);
        milli = millis(s, p + 1, end);
        p = end;
      }
    }
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59) {
      return INVALID;
    }
    if (second < 0 || second > 59 || milli < 0) {
      return INVALID;
    }
    int offset = offsetMinutes(s, p, to);
    if (offset > MAX_OFFSET_MINUTES) {
      return INVALID;
    }
    long minutes = (day * 24 + hour) * 60 + minute - offset;
    return minutes * MINUTE + second * 1000L + milli;
  }

  private static long epochDay(int year, int month, int day) {
    if (year < 1 || month < 1 || month > 12 || day < 1) {
      return INVALID;
    }
    boolean leap = IsoChronology.INSTANCE.isLeapYear(year);
    return day > Month.of(month).length(leap)
        ? INVALID
        : LocalDate.of(year, month, day).toEpochDay();
  }

  /** The first three digits of a fraction of one to nine digits as milliseconds, or -1. */
  private static int millis(char[] s, int from, int to) {
    if (to == from || to - from > 9) {
      return -1;
    }
    int millis = 0;
    for (int i = 0; i < 3; i++) {
      millis = millis * 10 + (from + i < to ? s[from + i] - '0' : 0);
    }
    return millis;
  }

  /**
   * The offset from UTC in minutes: nothing, {@code Z}, {@code UTC}, {@code ±HH}, {@code ±HHMM} or
   * {@code ±HH:MM}, perhaps behind a space. Anything else is more than {@link #MAX_OFFSET_MINUTES}.
   */
  private static int offsetMinutes(char[] s, int from, int to) {
    int p = from < to && s[from] == ' ' ? from + 1 : from;
    int length = to - p;
    if (from == to
        || (length == 1 && (s[p] == 'Z' || s[p] == 'z'))
        || (length == 3 && s[p] == 'U' && s[p + 1] == 'T' && s[p + 2] == 'C')) {
      return 0;
    }
    boolean colon = length == 6 && s[p + 3] == ':';
    if ((length != 3 && length != 5 && !colon) || (s[p] != '+' && s[p] != '-')) {
      return Integer.MAX_VALUE;
    }
    int hours = number(s, p + 1, 2);
    int minutes = length == 3 ? 0 : number(s, to - 2, 2);
    int offset = hours * 60 + minutes;
    if (hours < 0 || minutes < 0 || minutes > 59 || offset > MAX_OFFSET_MINUTES) {
      return Integer.MAX_VALUE;
    }
    return s[p] == '-' ? -offset : offset;
  }

  private static int endOfDigits(char[] s, int from, int to) {
    int p = from;
    while (p < to && s[p] >= '0' && s[p] <= '9') {
      p++;
    }
    return p;
  }

  /** The number of exactly {@code length} digits, or -1. The characters must exist. */
  private static int number(char[] s, int from, int length) {
    int value = 0;
    for (int i = from; i < from + length; i++) {
      int digit = s[i] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value;
  }
}
