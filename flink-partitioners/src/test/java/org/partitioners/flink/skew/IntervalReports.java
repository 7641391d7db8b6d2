package org.partitioners.flink.skew;

import java.util.List;
import org.partitioners.PartitionLoad;
import org.partitioners.skew.HeavyHitter;
import org.partitioners.skew.ReliefAdvice;
import org.partitioners.skew.SkewReport;

/** Reports to test with. */
final class IntervalReports {
  private IntervalReports() {}

  @SafeVarargs
  @SuppressWarnings("varargs") // copied into a list
  static <K> IntervalReport<K> of(
      long start, double z, long[] measured, HeavyHitter<K>... hitters) {
    return new IntervalReport<>(
        start,
        start + 1_000,
        new SkewReport<>(100, 9.5, 0.01, List.of(hitters), 0.3, z, 8, 2.4, ReliefAdvice.COMBINE, 5),
        PartitionLoad.of(measured));
  }
}
