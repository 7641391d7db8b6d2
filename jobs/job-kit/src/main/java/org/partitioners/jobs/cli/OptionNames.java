package org.partitioners.jobs.cli;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * An enum as options write it: lower case with hyphens. An unknown name is answered with the valid
 * ones and the nearest of them.
 */
public class OptionNames<E extends Enum<E>> implements ITypeConverter<E> {
  private final Map<String, E> values = new LinkedHashMap<>();

  public OptionNames(E[] values) {
    for (E value : values) {
      this.values.put(of(value), value);
    }
  }

  /** The name of {@code value} on a command line. */
  public static String of(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public E convert(String name) {
    E value = values.get(name.strip().toLowerCase(Locale.ROOT));
    if (value == null) {
      throw new TypeConversionException(unknown(name, values.keySet()));
    }
    return value;
  }

  static String unknown(String name, Set<String> valid) {
    String nearest = nearest(name, valid);
    return "unknown '"
        + name
        + "'; one of "
        + String.join(", ", valid)
        + (nearest.isEmpty() ? "" : "; did you mean " + nearest + "?");
  }

  private static String nearest(String name, Set<String> valid) {
    String best = "";
    int bestDistance = Math.max(2, name.length() / 3) + 1;
    for (String candidate : valid) {
      int distance = editDistance(name.toLowerCase(Locale.ROOT), candidate);
      if (distance < bestDistance) {
        best = candidate;
        bestDistance = distance;
      }
    }
    return best;
  }

  private static int editDistance(String from, String to) {
    int[] row = new int[to.length() + 1];
    Arrays.setAll(row, column -> column);
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int substituted = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
