package org.partitioners.examples.beam;

import org.jspecify.annotations.Nullable;

/** What the examples show when run by hand. */
final class Printed {
  private Printed() {}

  static <T> @Nullable Void line(T value) {
    System.out.println(value);
    return null;
  }
}
