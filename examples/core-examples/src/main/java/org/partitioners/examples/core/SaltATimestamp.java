package org.partitioners.examples.core;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.partitioners.range.TimeBuckets;

/**
 * A thousand events a second, kept by time on sixteen partitions. By time alone one partition would
 * take all that happens now; salted, four do, and who reads a minute asks those four.
 */
public final class SaltATimestamp {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private SaltATimestamp() {}

  public static void main(String[] args) {
    run(System.out);
  }

  static void run(PrintStream out) {
    Instant noon = Instant.parse("2026-01-01T12:00:00Z");
    out.printf(
        "by time alone: %s%n", Arrays.toString(aMinuteOn(TimeBuckets.of(MINUTE, 1, 16), noon)));

    TimeBuckets salted = TimeBuckets.of(MINUTE, 4, 16);
    out.printf("with four salts: %s%n", Arrays.toString(aMinuteOn(salted, noon)));
    out.printf(
        "to read that minute: partitions %s%n",
        Arrays.toString(salted.partitions(noon, noon.plus(MINUTE))));
  }

  /** How many events of a minute each partition gets. */
  private static long[] aMinuteOn(TimeBuckets buckets, Instant from) {
    long[] counts = new long[buckets.numPartitions()];
    for (int event = 0; event < 60_000; event++) {
      counts[buckets.partition(from.toEpochMilli() + event, event)]++;
    }
    return counts;
  }
}
