package org.partitioners.jobs.report;

import static java.util.Objects.requireNonNull;

/** The range checks of this package's records. */
final class Checks {
  private Checks() {}

  static void notBlank(String name, String value) {
    if (requireNonNull(value, name).isBlank()) {
      throw new IllegalArgumentException(name + ": blank");
    }
  }

  static void atLeast(String name, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(name + ": " + value + " is less than " + least);
    }
  }

  static void between(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + ": " + value + " not in [" + least + ".." + most + "]");
    }
  }

  static void fraction(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + ": " + value + " not in [0, 1]");
    }
  }
}
