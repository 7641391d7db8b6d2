package org.partitioners.hadoop;

import java.util.List;

/**
 * Records asked for, and what it took to find them.
 *
 * @param records in the order of their keys; those of equal keys in the order of their files' paths
 * @param touched what was read for them
 */
public record Answer<R>(List<R> records, Touched touched) {

  /** Copies the records. */
  public Answer {
    records = List.copyOf(records);
  }
}
