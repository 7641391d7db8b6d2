package org.partitioners.jobs.events;

import java.util.Locale;

/** Which files of a folder are input, by their names. */
public final class InputNames {
  /** The endings of input files, for messages. */
  public static final String ENDINGS = ".csv, .csv.gz or .csv.zst";

  private InputNames() {}

  /**
   * Whether a file or folder of this name is passed over: one that starts with a dot or underscore.
   */
  public static boolean isHidden(String name) {
    return name.startsWith(".") || name.startsWith("_");
  }

  /** Whether a file of this name is read. */
  public static boolean isCsv(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".csv") || lower.endsWith(".csv.gz") || lower.endsWith(".csv.zst");
  }
}
