package org.partitioners.benchmarks.page;

import java.util.Locale;

/** Numbers for people: three digits and a unit, a narrow space between. */
final class Units {
  private static final char SPACE = '\u202F';

  private Units() {}

  /** {@code 0.63 ns}, {@code 12.4 ns}, {@code 10.7 µs}, {@code 7.27 ms}. */
  static String time(double nanos) {
    if (nanos < 999.5) {
      return digits(nanos) + SPACE + "ns";
    }
    return nanos < 999_500
        ? digits(nanos / 1e3) + SPACE + "µs"
        : digits(nanos / 1e6) + SPACE + "ms";
  }

  /** As {@link #time}, without decimals that are 0: {@code 10 ns}. */
  static String roundTime(double nanos) {
    return time(nanos)
        .replaceFirst("(\\.\\d*?)0+(?=" + SPACE + ")", "$1")
        .replaceFirst("\\.(?=" + SPACE + ")", "");
  }

  /** {@code 0 B}, {@code 56 B}, {@code 5.12 kB}; a kilobyte has a thousand bytes. */
  static String bytes(double bytes) {
    if (bytes < 999.5) {
      return String.format(Locale.ROOT, "%.0f%cB", bytes, SPACE);
    }
    return bytes < 999_500
        ? digits(bytes / 1e3) + SPACE + "kB"
        : digits(bytes / 1e6) + SPACE + "MB";
  }

  /** {@code 0.24×}, {@code 28.4×}, {@code 913×}. */
  static String ratio(double ratio) {
    return digits(ratio) + "×";
  }

  /** {@code 0}, {@code 0.089 %}, {@code 1.54 %}, {@code 98.5 %}. */
  static String percent(double share) {
    return share == 0 ? "0" : digits(100 * share) + SPACE + "%";
  }

  /** {@code 1 000 000}. */
  static String count(int count) {
    return String.format(Locale.ROOT, "%,d", count).replace(',', SPACE);
  }

  /** A load over the mean: {@code 1.0195}, {@code 1.147}, {@code 40.6}. */
  static String load(double maxOverMean) {
    int decimals = maxOverMean < 1.1 ? 4 : maxOverMean < 10 ? 3 : 1;
    return String.format(Locale.ROOT, "%." + decimals + "f", maxOverMean);
  }

  private static String digits(double number) {
    double magnitude = Math.abs(number);
    int decimals = magnitude < 0.0995 ? 3 : magnitude < 9.995 ? 2 : magnitude < 99.95 ? 1 : 0;
    return String.format(Locale.ROOT, "%." + decimals + "f", number);
  }
}
