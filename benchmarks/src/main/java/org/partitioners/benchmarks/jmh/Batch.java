package org.partitioners.benchmarks.jmh;

/**
 * How keys are gone through: so many that no branch predictor learns them, a batch at a time so
 * that what JMH itself costs does not show.
 */
final class Batch {
  /** In each call of a benchmark; divides {@link #KEYS}. */
  static final int SIZE = 256;

  /** In all. */
  static final int KEYS = 1 << 16;

  private Batch() {}

  /** The start of the batch after the one that starts there. */
  static int after(int start) {
    return (start + SIZE) & (KEYS - 1);
  }
}
