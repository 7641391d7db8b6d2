package org.partitioners.jobs.run;

import java.io.Serializable;
import java.util.concurrent.locks.LockSupport;

/**
 * Simulated blocking work: each {@link #perform} waits so many microseconds on average.
 *
 * <p>A thread cannot sleep for 50 µs: the timer's slack doubles it. So the work is owed, and paid
 * in one wait once a millisecond is due; what the wait overshoots is credited. Not thread-safe: an
 * instance belongs to one subtask.
 */
public final class SimulatedWork implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final long PAY_FROM_NANOS = 1_000_000;

  private final long nanosPerRecord;
  private transient long owedNanos;

  private SimulatedWork(long nanosPerRecord) {
    this.nanosPerRecord = nanosPerRecord;
  }

  /** Work of so many microseconds for each record. */
  public static SimulatedWork ofMicros(long micros) {
    return new SimulatedWork(Math.multiplyExact(micros, 1_000L));
  }

  /** No work at all. */
  public static SimulatedWork none() {
    return new SimulatedWork(0);
  }

  /** Does the work for one record. */
  public void perform() {
    if (nanosPerRecord == 0) {
      return;
    }
    owedNanos += nanosPerRecord;
    if (owedNanos >= PAY_FROM_NANOS) {
      pay();
    }
  }

  private void pay() {
    while (owedNanos > 0 && !Thread.currentThread().isInterrupted()) {
      long before = System.nanoTime();
      LockSupport.parkNanos(owedNanos);
      owedNanos -= System.nanoTime() - before;
    }
  }
}
