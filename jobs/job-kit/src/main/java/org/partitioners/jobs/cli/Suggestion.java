package org.partitioners.jobs.cli;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;

/** What a misspelt name was probably meant to be. */
final class Suggestion {
  private Suggestion() {}

  /** {@code ; did you mean …?} with the nearest of {@code valid}, or nothing if none is near. */
  static String of(String name, Collection<String> valid) {
    String nearest = "";
    int distance = Math.max(2, name.length() / 3) + 1;
    for (String candidate : valid) {
      int candidateDistance = editDistance(name.toLowerCase(Locale.ROOT), candidate);
      if (candidateDistance < distance) {
        nearest = candidate;
        distance = candidateDistance;
      }
    }
    return nearest.isEmpty() ? "" : "; did you mean " + nearest + "?";
  }

  /** Levenshtein's distance: letters to put in, take out or replace. */
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
