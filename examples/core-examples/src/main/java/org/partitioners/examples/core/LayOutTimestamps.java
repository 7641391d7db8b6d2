package org.partitioners.examples.core;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import org.partitioners.hash.HashPartitioners;
import org.partitioners.hash.KeyHashers;
import org.partitioners.range.CompoundKey;
import org.partitioners.range.CompoundPartitioner;
import org.partitioners.range.DynamicRanges;
import org.partitioners.range.RangeBoundaries;
import org.partitioners.range.RangePartitioner;
import org.partitioners.range.SplitPolicies;
import org.partitioners.range.TimeBuckets;

/**
 * Readings of a hundred sensors for a week, laid out in five ways, one line each. How many
 * partitions take what comes now, and how many hold one sensor's day?
 */
public final class LayOutTimestamps {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final int SENSORS = 100;

  private LayOutTimestamps() {}

  public static void main(String[] args) {
    run(System.out);
  }

  static void run(PrintStream out) {
    long first = START.toEpochMilli();
    var days = RangePartitioner.of(RangeBoundaries.even(first, first + 7 * DAY - 1, 7));
    var load = DynamicRanges.<Long>of(SplitPolicies.bySize(10_000));
    var hash = HashPartitioners.slots(16, KeyHashers.longs());
    var salted = TimeBuckets.of(Duration.ofHours(1), 4, 16);
    var compound = CompoundPartitioner.of(HashPartitioners.slots(16, KeyHashers.longs()), days);

    for (long time = first; time < first + 7 * DAY; time += 10_000) {
      load.record(time, time);
    }
    var split = load.partitioner();
    print(out, "a range a day", i -> days.partition(time(i)));
    print(out, "ranges of 10 000", i -> split.partition(time(i)));
    print(out, "hash of the time", i -> hash.partition(time(i)));
    print(out, "hours, 4 salts", i -> salted.partition(time(i), sensor(i)));
    print(
        out,
        "sensor, then day",
        i -> compound.partition(new CompoundKey<>((long) sensor(i), time(i))));
  }

  /** The i-th of 6000 readings of the last hour, and then of 1000 of one sensor's first day. */
  private static long time(int i) {
    long first = START.toEpochMilli();
    return i < 6_000 ? first + 7 * DAY - 3_600_000 + i * 600L : first + (i - 6_000) * 86_400L;
  }

  private static int sensor(int i) {
    return i < 6_000 ? i % SENSORS : 42;
  }

  private static void print(PrintStream out, String layout, IntUnaryOperator partition) {
    Set<Integer> now = new HashSet<>();
    Set<Integer> sensorsDay = new HashSet<>();
    for (int i = 0; i < 7_000; i++) {
      (i < 6_000 ? now : sensorsDay).add(partition.applyAsInt(i));
    }
    out.printf("%-16s  now: %2d  a sensor's day: %2d%n", layout, now.size(), sensorsDay.size());
  }
}
