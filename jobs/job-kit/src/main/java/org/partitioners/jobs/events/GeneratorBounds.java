package org.partitioners.jobs.events;

/** What generators have in common: the bounds of their parameters. */
final class GeneratorBounds {
  static final long MAX_EVENTS = 100_000_000_000_000L;
  static final long MAX_KEYS = 1_000_000_000;
  static final double MAX_ZIPF = 10;

  private GeneratorBounds() {}

  static void check(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          name + ": " + value + " not in [" + min + ".." + max + "]");
    }
  }

  static void check(String name, double value, double max) {
    if (!(value >= 0 && value <= max)) {
      String most = max == Math.rint(max) ? Long.toString((long) max) : Double.toString(max);
      throw new IllegalArgumentException(name + ": " + value + " not in [0.." + most + "]");
    }
  }
}
