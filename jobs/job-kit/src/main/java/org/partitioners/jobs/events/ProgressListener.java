package org.partitioners.jobs.events;

/** Hears how far a pass over the input has come. */
@FunctionalInterface
public interface ProgressListener {
  /** Listens to nothing. */
  ProgressListener NONE = rows -> {};

  /**
   * Called now and then, and once at the end.
   *
   * @param rows rows so far
   */
  void rows(long rows);
}
