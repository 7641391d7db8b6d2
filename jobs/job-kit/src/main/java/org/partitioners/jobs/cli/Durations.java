package org.partitioners.jobs.cli;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/**
 * Durations as people write them: {@code 500ms}, {@code 30s}, {@code 1m}, {@code 1h}, {@code 1d}.
 */
public final class Durations {
  private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
  private static final Map<String, Duration> UNITS =
      Map.of(
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1));

  private Durations() {}

  /**
   * The duration {@code text} says.
   *
   * @throws TypeConversionException if it is not a whole number and a unit
   */
  public static Duration parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    Duration unit = matcher.matches() ? UNITS.get(matcher.group(2)) : null;
    if (unit == null) {
      throw new TypeConversionException(
          "'" + text + "' is not a duration such as 500ms, 30s, 1m, 1h or 1d");
    }
    return unit.multipliedBy(Long.parseLong(matcher.group(1)));
  }

  /** {@code duration} as {@link #parse} reads it, in the largest unit that takes it whole. */
  public static String text(Duration duration) {
    long millis = duration.toMillis();
    String best = millis + "ms";
    for (String unit : List.of("s", "m", "h", "d")) {
      long length = UNITS.getOrDefault(unit, duration).toMillis();
      if (millis > 0 && millis % length == 0) {
        best = millis / length + unit;
      }
    }
    return best;
  }
}
