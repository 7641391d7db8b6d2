package org.partitioners.benchmarks.terasort;

import java.io.Serializable;

/**
 * What is sorted: records by their numbers.
 *
 * @param first the number of the first; other numbers are other records
 * @param records how many
 */
record Input(long first, long records, Keys keys) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The number of the last record. */
  long last() {
    return first + records - 1;
  }

  /** The checksum of all records, made anew. */
  long checksum() {
    Rows rows = new Rows(keys);
    Checksum checksum = new Checksum();
    for (long number = first; number <= last(); number++) {
      checksum.add(rows.row(number));
    }
    return checksum.sum();
  }
}
