package org.partitioners.jobs.cli;

import java.util.Collection;
import org.partitioners.jobs.events.NearestName;

/** The end of a message about a misspelt name. */
final class Suggestion {
  private Suggestion() {}

  /** {@code ; did you mean …?} with the nearest of {@code valid}, or nothing if none is near. */
  static String of(String name, Collection<String> valid) {
    String nearest = NearestName.of(name, valid);
    return nearest == null ? "" : "; did you mean " + nearest + "?";
  }
}
