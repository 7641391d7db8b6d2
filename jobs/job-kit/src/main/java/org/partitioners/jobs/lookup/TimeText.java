package org.partitioners.jobs.lookup;

import org.partitioners.jobs.cli.UsageError;
import org.partitioners.jobs.events.TimestampFormat;

/** Times as a command line writes them: epoch milliseconds, or ISO 8601. */
final class TimeText {
  private TimeText() {}

  /**
   * The time that an option gives, in epoch milliseconds.
   *
   * @throws UsageError if it gives none
   */
  static long of(String option, String text) {
    long time = parse(text);
    if (time == TimestampFormat.INVALID) {
      throw new UsageError(
          option
              + ": '"
              + text
              + "' is not a time; the data is sorted by it: give epoch milliseconds or"
              + " 2026-01-05T10:00:00");
    }
    return time;
  }

  /** Whether a text is a time; a whole number is one. */
  static boolean isTime(String text) {
    return parse(text) != TimestampFormat.INVALID;
  }

  /** Whether a text is a time and no number. */
  static boolean isIso(String text) {
    return parse(TimestampFormat.ISO, text) != TimestampFormat.INVALID;
  }

  private static long parse(String text) {
    long millis = parse(TimestampFormat.EPOCH_MILLIS, text);
    return millis == TimestampFormat.INVALID ? parse(TimestampFormat.ISO, text) : millis;
  }

  private static long parse(TimestampFormat format, String text) {
    return format.parse(text.toCharArray(), 0, text.length());
  }
}
