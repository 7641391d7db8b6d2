package org.partitioners;

import java.io.Serializable;
import java.util.Arrays;

/**
 * How much each partition carries, and how uneven that is.
 *
 * <p>Counts are of whatever the caller counts: records, bytes, keys. The measures take constant
 * time; the object holds one {@code long} per partition. Immutable and thread-safe.
 */
public final class PartitionLoad implements Serializable {
  private static final long serialVersionUID = 1;

  private final long[] counts;
  private final long total;
  private final int busiest;

  private PartitionLoad(long[] counts) {
    if (counts.length == 0) {
      throw new IllegalArgumentException("counts: at least one partition is needed");
    }
    long sum = 0;
    int largest = 0;
    for (int p = 0; p < counts.length; p++) {
      if (counts[p] < 0) {
        throw new IllegalArgumentException(
            "counts[" + p + "]: " + counts[p] + " not in [0.." + Long.MAX_VALUE + "]");
      }
      sum += counts[p];
      if (sum < 0) {
        throw new IllegalArgumentException("counts: their sum exceeds " + Long.MAX_VALUE);
      }
      if (counts[p] > counts[largest]) {
        largest = p;
      }
    }
    this.counts = counts;
    this.total = sum;
    this.busiest = largest;
  }

  /**
   * The load with these counts, partition 0 first.
   *
   * @param counts one count per partition, none negative, at least one; copied
   * @throws IllegalArgumentException if there is no count, one is negative, or the sum overflows
   */
  public static PartitionLoad of(long... counts) {
    return new PartitionLoad(counts.clone());
  }

  /**
   * The load that results from sending each of the keys, repetitions included, through a
   * partitioner.
   */
  public static <K> PartitionLoad of(
      KeyPartitioner<? super K> partitioner, Iterable<? extends K> keys) {
    long[] counts = new long[partitioner.numPartitions()];
    for (K key : keys) {
      counts[partitioner.partition(key)]++;
    }
    return new PartitionLoad(counts);
  }

  /** The number of partitions, empty ones included. */
  public int numPartitions() {
    return counts.length;
  }

  /**
   * The count of one partition.
   *
   * @throws IndexOutOfBoundsException if there is no such partition
   */
  public long count(int partition) {
    return counts[partition];
  }

  /** All counts, partition 0 first; a copy. */
  public long[] counts() {
    return counts.clone();
  }

  /** The sum of all counts. */
  public long total() {
    return total;
  }

  /** The largest count. */
  public long max() {
    return counts[busiest];
  }

  /** The average count: {@code total / numPartitions}. */
  public double mean() {
    return (double) total / counts.length;
  }

  /** The number of the partition with the largest count; the smallest number among equals. */
  public int busiest() {
    return busiest;
  }

  /** How many partitions carry nothing. */
  public int idle() {
    int idle = 0;
    for (long count : counts) {
      if (count == 0) {
        idle++;
      }
    }
    return idle;
  }

  /**
   * The largest count as a multiple of the mean: 1 when even, {@link #numPartitions()} when one
   * partition carries all. Where the busiest partition limits throughput, this is what skew costs.
   * An empty load counts as even: 1.
   */
  public double maxOverMean() {
    return total == 0 ? 1 : max() / mean();
  }

  /**
   * The imbalance of Nasir et al., "The power of both choices: practical load balancing for
   * distributed stream processing engines", ICDE 2015 (<a
   * href="https://doi.org/10.1109/ICDE.2015.7113279">doi:10.1109/ICDE.2015.7113279</a>), as a
   * fraction of all: {@code (max − mean) / total}. 0 when even or empty, 1 − 1/n when one of n
   * partitions carries all.
   */
  public double imbalance() {
    return total == 0 ? 0 : (max() - mean()) / total;
  }

  /**
   * The data-skew score that Flink's web UI shows (<a
   * href="https://cwiki.apache.org/confluence/display/FLINK/FLIP-418%3A+Show+data+skew+score+on+Flink+Dashboard">FLIP-418</a>):
   * the mean absolute deviation as a percentage of the mean, at most 100. 0 when even or empty. One
   * overloaded partition among many hardly moves it; {@link #maxOverMean()} does not miss it.
   */
  public double skewScore() {
    if (total == 0) {
      return 0;
    }
    double mean = mean();
    double deviation = 0;
    for (long count : counts) {
      deviation += Math.abs(count - mean);
    }
    return Math.min(100, 100 * deviation / counts.length / mean);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PartitionLoad load && Arrays.equals(counts, load.counts);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(counts);
  }

  /** The counts, as {@code PartitionLoad[3, 0, 4]}. */
  @Override
  public String toString() {
    return "PartitionLoad" + Arrays.toString(counts);
  }
}
