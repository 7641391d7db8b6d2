package org.partitioners.jobs.beam;

import java.io.Serializable;
import org.partitioners.jobs.run.SimulatedWork;

/** Simulated work of functions that a runner may share among threads: each thread does its own. */
final class ThreadsWork implements Serializable {
  private static final long serialVersionUID = 1L;

  private final long micros;
  private final transient ThreadLocal<SimulatedWork> works;

  private ThreadsWork(long micros) {
    this.micros = micros;
    this.works = ThreadLocal.withInitial(() -> SimulatedWork.ofMicros(micros));
  }

  static ThreadsWork ofMicros(long micros) {
    return new ThreadsWork(micros);
  }

  void perform() {
    if (micros > 0) {
      works.get().perform();
    }
  }

  private Object readResolve() {
    return new ThreadsWork(micros);
  }
}
