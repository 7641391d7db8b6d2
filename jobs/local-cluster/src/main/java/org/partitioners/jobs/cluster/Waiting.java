package org.partitioners.jobs.cluster;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.partitioners.jobs.cli.JobFailure;

/** Waits for what other processes do. */
final class Waiting {
  private static final long PAUSE_MILLIS = 50;

  private Waiting() {}

  /** Whether {@code condition} came true within {@code limit}. */
  static boolean until(BooleanSupplier condition, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline >= 0) {
        return false;
      }
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new JobFailure("interrupted", e);
      }
    }
    return true;
  }
}
