package org.partitioners.jobs.events;

import java.io.Serializable;

/**
 * Rows that are made rather than read, each a function of its index alone: any parallelism, order
 * and JVM gives the same ones. Implementations are immutable and thread-safe.
 */
public interface RowGenerator extends Serializable {

  /** How many rows there are. */
  long events();

  /**
   * The row with the given index.
   *
   * @param index in [0..{@link #events()})
   */
  Row row(long index);
}
