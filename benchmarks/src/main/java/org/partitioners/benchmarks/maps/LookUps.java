package org.partitioners.benchmarks.maps;

import java.util.Locale;
import org.partitioners.hadoop.Touched;

/**
 * What look-ups have touched.
 *
 * @param sum of all
 * @param most of one
 */
record LookUps(int count, Touched sum, Touched most) {
  static final LookUps NONE = new LookUps(0, new Touched(0, 0, 0), new Touched(0, 0, 0));

  LookUps and(Touched one) {
    return new LookUps(
        count + 1,
        new Touched(
            sum.partitions() + one.partitions(),
            sum.files() + one.files(),
            sum.bytes() + one.bytes()),
        new Touched(
            Math.max(most.partitions(), one.partitions()),
            Math.max(most.files(), one.files()),
            Math.max(most.bytes(), one.bytes())));
  }

  /** A line for each of partitions, files and bytes. */
  @Override
  public String toString() {
    return line("partitions", sum.partitions(), most.partitions())
        + line("files", sum.files(), most.files())
        + line("bytes", sum.bytes(), most.bytes());
  }

  private String line(String what, long all, long largest) {
    return String.format(
        Locale.ROOT, "%-10s  mean %.1f  max %d%n", what, (double) all / count, largest);
  }
}
