package org.partitioners.jobs.report;

import java.util.Arrays;
import java.util.stream.LongStream;

/** Stand-in until the core's class of the same name lands. */
public final class PartitionLoad {
  private final long[] counts;

  private PartitionLoad(long[] counts) {
    this.counts = counts;
  }

  public static PartitionLoad of(long... counts) {
    return new PartitionLoad(counts.clone());
  }

  public int numPartitions() {
    return counts.length;
  }

  public long count(int partition) {
    return counts[partition];
  }

  public long total() {
    return LongStream.of(counts).sum();
  }

  public long max() {
    return LongStream.of(counts).max().orElse(0);
  }

  public double mean() {
    return (double) total() / counts.length;
  }

  public double maxOverMean() {
    return total() == 0 ? 1 : max() / mean();
  }

  public double imbalance() {
    return total() == 0 ? 0 : (max() - mean()) / total();
  }

  public double dataSkewScore() {
    double mean = mean();
    double deviation = 0;
    for (long count : counts) {
      deviation += Math.abs(count - mean);
    }
    return total() == 0 ? 0 : Math.min(100, 100 * deviation / counts.length / mean);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PartitionLoad that && Arrays.equals(counts, that.counts);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(counts);
  }

  @Override
  public String toString() {
    return Arrays.toString(counts);
  }
}
