package org.partitioners.benchmarks.terasort;

import java.util.zip.CRC32;

/**
 * The sum of the records' CRC32, as gensort and valsort have it: the same for the same records in
 * any order, another one if a record is lost, doubled or changed. Not thread-safe.
 */
final class Checksum {
  private final CRC32 crc = new CRC32();
  private long sum;

  /** Adds a record. */
  void add(byte[] row) {
    crc.reset();
    crc.update(row);
    sum = Math.addExact(sum, crc.getValue());
  }

  /** The sum so far; exact up to 2^31 records. */
  long sum() {
    return sum;
  }
}
