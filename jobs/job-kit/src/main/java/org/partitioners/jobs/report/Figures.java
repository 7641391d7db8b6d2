package org.partitioners.jobs.report;

import java.util.Locale;
import org.partitioners.PartitionLoad;

/** Numbers for people: rounded to what matters, with a narrow space before the unit. */
final class Figures {
  /** Keeps a number and its unit on one line. */
  private static final char SPACE = '\u202F';

  private Figures() {}

  /** {@code 3.81×}, {@code 19.4×}, {@code 120×}. */
  static String ratio(double ratio) {
    return decimals(ratio, ratio < 9.995 ? 2 : ratio < 99.95 ? 1 : 0) + "×";
  }

  /** A load's maximum over its mean; a dash when there is no load. */
  static String ratio(PartitionLoad load) {
    return load.total() == 0 ? "–" : ratio(load.maxOverMean());
  }

  /** {@code 1×}, {@code 1.2×}, {@code 19×}: as short as a scale wants it. */
  static String factor(double factor) {
    String text = decimals(factor, factor < 9.95 ? 1 : 0);
    return (text.endsWith(".0") ? text.substring(0, text.length() - 2) : text) + "×";
  }

  /** {@code 47.6 %}, {@code 0.13 %}, {@code <0.01 %}, {@code 100 %}. */
  static String percent(double fraction) {
    double percent = 100 * fraction;
    String number;
    if (percent == 0 || percent == 100) {
      number = decimals(percent, 0);
    } else if (percent < 0.01) {
      number = "<0.01";
    } else {
      number = decimals(percent, percent < 0.995 ? 2 : 1);
    }
    return number + SPACE + "%";
  }

  /** {@code 950}, {@code 9.8 k}, {@code 124 k}, {@code 2.0 M}. */
  static String rounded(long count) {
    double scaled = count;
    String units = " kMGTPE";
    int unit = 0;
    while (scaled >= 999.5 && unit < units.length() - 1) {
      scaled /= 1000;
      unit++;
    }
    if (unit == 0) {
      return decimals(scaled, 0);
    }
    return decimals(scaled, scaled < 9.95 ? 1 : 0) + SPACE + units.charAt(unit);
  }

  /** {@code 950 B}, {@code 9.8 kB}, {@code 2.0 MB}. */
  static String bytes(long bytes) {
    String rounded = rounded(bytes);
    return rounded + (rounded.indexOf(SPACE) < 0 ? SPACE + "B" : "B");
  }

  /** All digits, in groups of three: {@code 2 000 000}. */
  static String exact(long count) {
    return String.format(Locale.ROOT, "%,d", count).replace(',', SPACE);
  }

  /** {@code <1 ms}, {@code 850 ms}, {@code 56.3 s}, {@code 12 min 5 s}, {@code 2 h 5 min}. */
  static String duration(long millis) {
    if (millis < 1000) {
      return (millis == 0 ? "<1" : Long.toString(millis)) + SPACE + "ms";
    }
    if (millis < 59_950) {
      return decimals(millis / 1000.0, millis < 9_995 ? 2 : 1) + SPACE + "s";
    }
    long seconds = Math.round(millis / 1000.0);
    return seconds < 3600
        ? seconds / 60 + "" + SPACE + "min" + SPACE + seconds % 60 + SPACE + "s"
        : seconds / 3600 + "" + SPACE + "h" + SPACE + seconds % 3600 / 60 + SPACE + "min";
  }

  /** {@code 0 to 1.15 s}, {@code 56.3 s to 1 min 2 s}: between two moments of a run. */
  static String span(long from, long to) {
    return (from == 0 ? "0" : duration(from)) + " to " + duration(to);
  }

  /**
   * A round time on a scale: {@code 0}, {@code 0.5 s}, {@code 90 s}, {@code 5 min}, {@code 2 h}.
   */
  static String clock(long millis) {
    if (millis == 0) {
      return "0";
    }
    if (millis % 3_600_000 == 0) {
      return millis / 3_600_000 + "" + SPACE + "h";
    }
    if (millis % 60_000 == 0) {
      return millis / 60_000 + "" + SPACE + "min";
    }
    return decimals(millis / 1000.0, millis % 1000 == 0 ? 0 : 1) + SPACE + "s";
  }

  /** A score of 0 to 100, with one decimal. */
  static String score(double score) {
    return decimals(score, 1);
  }

  private static String decimals(double number, int decimals) {
    return String.format(Locale.ROOT, "%." + decimals + "f", number);
  }
}
