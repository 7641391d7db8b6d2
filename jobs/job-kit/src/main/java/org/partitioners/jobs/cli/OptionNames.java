package org.partitioners.jobs.cli;

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

  private static String unknown(String name, Set<String> valid) {
    return "unknown '"
        + name
        + "'; one of "
        + String.join(", ", valid)
        + Suggestion.of(name, valid);
  }
}
