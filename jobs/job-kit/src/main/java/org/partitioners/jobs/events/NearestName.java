package org.partitioners.jobs.events;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a misspelt name was probably meant to be. */
public final class NearestName {
  private NearestName() {}

  /**
   * The first of {@code names} that takes the fewest edits to become the wanted one, ignoring case
   * and outer blanks; null when all take more than two edits and a third of its length.
   */
  public static @Nullable String of(String wanted, Collection<String> names) {
    String nearest = null;
    int fewest = 1 + Math.max(2, wanted.length() / 3);
    for (String name : names) {
      int edits = edits(wanted.toLowerCase(Locale.ROOT), name.strip().toLowerCase(Locale.ROOT));
      if (edits < fewest) {
        fewest = edits;
        nearest = name;
      }
    }
    return nearest;
  }

  /** The Levenshtein distance. */
  private static int edits(String from, String to) {
    int[] row = new int[to.length() + 1];
    Arrays.setAll(row, column -> column);
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
