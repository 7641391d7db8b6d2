package org.partitioners.benchmarks.maps;

import java.util.HexFormat;

/** Rows by number: 16 hexadecimal digits in no order, which are the key, and the number. */
final class Rows {

  private Rows() {}

  /** The key of a row, another for each: a bijection of its number, by SplitMix64's finalizer. */
  static String key(long row) {
    long mixed = row + 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return HexFormat.of().toHexDigits(mixed ^ (mixed >>> 31));
  }

  /** The line of a row. */
  static String line(long row) {
    return key(row) + ',' + row;
  }

  /** The key of a line. */
  static String keyOf(String line) {
    return line.substring(0, line.indexOf(','));
  }
}
