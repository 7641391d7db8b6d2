package org.partitioners.benchmarks.terasort;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Makes records by their numbers: each is the same wherever and whenever it is made.
 *
 * <p>A record has 100 bytes: 10 of key, {@code 00 11}, the number in 32 hexadecimal digits, {@code
 * 88 99 AA BB}, 12 more digits of the random number that the key is from, each four times, and
 * {@code CC DD EE FF}. A row takes constant time after the one before it, else O(log number). Not
 * thread-safe.
 */
final class Rows {
  static final int LENGTH = 100;
  static final int KEY = 10;

  private static final short AFTER_KEY = 0x0011;
  private static final int AFTER_NUMBER = 0x8899AABB;
  private static final int AT_THE_END = 0xCCDDEEFF;
  private static final long UPPER_HALF = 0;
  private static final int FILLER_BITS = 48;

  private final Keys keys;
  private final Random128 random = new Random128();
  private final Random128 other = new Random128();
  private long next = -1;

  Rows(Keys keys) {
    this.keys = keys;
  }

  /**
   * The record of a number, in a new array.
   *
   * @param number not negative
   */
  byte[] row(long number) {
    if (number == next) {
      random.next();
    } else {
      random.goTo(number);
    }
    next = number + 1;
    ByteBuffer row = ByteBuffer.allocate(LENGTH);
    keys.write(number, random, other, row);
    row.putShort(AFTER_KEY);
    putHex(row, UPPER_HALF);
    putHex(row, number);
    row.putInt(AFTER_NUMBER);
    for (int shift = FILLER_BITS - 4; shift >= 0; shift -= 4) {
      row.putInt(digit(random.low() >>> shift) * 0x01010101);
    }
    return row.putInt(AT_THE_END).array();
  }

  private static void putHex(ByteBuffer row, long number) {
    for (int shift = Long.SIZE - 4; shift >= 0; shift -= 4) {
      row.put((byte) digit(number >>> shift));
    }
  }

  /** The lowest hexadecimal digit of a number. */
  private static int digit(long number) {
    int value = (int) number & 0xF;
    return value + (value < 10 ? '0' : 'A' - 10);
  }

  /** The key of a record, in a new array. */
  static byte[] key(byte[] row) {
    return Arrays.copyOf(row, KEY);
  }

  /** Compares by keys. */
  static int compare(byte[] row, byte[] other) {
    return Arrays.compareUnsigned(row, 0, KEY, other, 0, KEY);
  }

  /** The number of a record, in hexadecimal digits. */
  static String number(byte[] row) {
    return new String(row, KEY + Short.BYTES, Long.SIZE / 2, ISO_8859_1);
  }
}
