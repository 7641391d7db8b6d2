package org.partitioners.examples.core;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import org.partitioners.range.HeavyKey;
import org.partitioners.range.RangePartitioner;
import org.partitioners.range.RangePlan;
import org.partitioners.range.RangeSample;

/**
 * Orders by customer number, kept in order on eight partitions: two tasks each take a sample, the
 * samples are merged and divided, and a query for some customers reads few partitions. One customer
 * orders more than a partition can hold, which no range can help.
 */
public final class DivideByRange {
  private static final int PARTITIONS = 8;

  private DivideByRange() {}

  public static void main(String[] args) {
    run(System.out);
  }

  static void run(PrintStream out) {
    RangeSample<Long> sample = sampleOfOneTask(1);
    sample.merge(sampleOfOneTask(2));

    RangePlan<Long> plan = sample.plan(PARTITIONS);
    RangePartitioner<Long> orders = RangePartitioner.of(plan.boundaries());

    for (HeavyKey<Long> heavy : plan.heavyKeys()) {
      out.printf(
          Locale.ROOT,
          "customer %d alone would fill %.1f partitions%n",
          heavy.key(),
          heavy.partitions());
    }
    out.printf("customer 777 has the range %s%n", orders.range(orders.partition(777L)));
    int[] read = orders.partitions(300L, 350L).toArray();
    out.printf("customers 300 to 350: partitions %s of %d%n", Arrays.toString(read), PARTITIONS);
  }

  /** Few enough to be sampled whole: beyond, boundaries vary a little from run to run. */
  private static RangeSample<Long> sampleOfOneTask(long seed) {
    RangeSample<Long> sample = RangeSample.forPartitions(PARTITIONS);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 90; i++) {
      sample.add(i % 4 == 0 ? 777 : random.nextLong(1000));
    }
    return sample;
  }
}
