package org.partitioners.hash;

import java.util.UUID;

/** UTF-8, as {@link String#getBytes} writes it, without allocation. */
final class Utf8 {

  /** A surrogate pair's four bytes come of two characters. */
  static final int MAX_BYTES_PER_CHAR = 3;

  private Utf8() {}

  /**
   * Writes a string; a lone surrogate becomes a question mark.
   *
   * @param bytes long enough: three bytes per character are
   * @return the number of bytes written
   */
  static int encode(String string, byte[] bytes) {
    int length = 0;
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      if (c < 0x80) {
        bytes[length++] = (byte) c;
      } else if (c < 0x800) {
        bytes[length++] = (byte) (0xC0 | (c >> 6));
        bytes[length++] = continuation(c);
      } else if (!Character.isSurrogate(c)) {
        bytes[length++] = (byte) (0xE0 | (c >> 12));
        bytes[length++] = continuation(c >> 6);
        bytes[length++] = continuation(c);
      } else if (Character.isHighSurrogate(c)
          && i + 1 < string.length()
          && Character.isLowSurrogate(string.charAt(i + 1))) {
        int point = Character.toCodePoint(c, string.charAt(++i));
        bytes[length++] = (byte) (0xF0 | (point >> 18));
        bytes[length++] = continuation(point >> 12);
        bytes[length++] = continuation(point >> 6);
        bytes[length++] = continuation(point);
      } else {
        bytes[length++] = '?';
      }
    }
    return length;
  }

  private static byte continuation(int bits) {
    return (byte) (0x80 | (bits & 0x3F));
  }

  /** Writes the 36 characters of a UUID. */
  static void encode(UUID uuid, byte[] bytes) {
    int at = 0;
    for (int digit = 0; digit < 32; digit++) {
      if (digit == 8 || digit == 12 || digit == 16 || digit == 20) {
        bytes[at++] = '-';
      }
      long half = digit < 16 ? uuid.getMostSignificantBits() : uuid.getLeastSignificantBits();
      int value = (int) (half >>> (60 - digit % 16 * 4)) & 0xF;
      bytes[at++] = (byte) (value < 10 ? '0' + value : 'a' + value - 10);
    }
  }
}
