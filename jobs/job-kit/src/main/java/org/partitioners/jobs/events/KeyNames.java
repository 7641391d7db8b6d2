package org.partitioners.jobs.events;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The names of keys by rank, from 1: a prefix and the rank with leading zeros, so that names sort
 * as ranks do. The names of the first ranks are kept. Thread-safe.
 */
final class KeyNames {
  private static final int NAMES_KEPT = 1 << 16;
  private static final int MIN_DIGITS = 6;

  private final byte[] prefix;
  private final int digits;
  // Filled as needed by any thread: a name is immutable, so a race only makes it twice.
  private final @Nullable String[] names;

  KeyNames(String prefix, long keys) {
    this.prefix = prefix.getBytes(StandardCharsets.ISO_8859_1);
    digits = Math.max(MIN_DIGITS, Long.toString(keys).length());
    names = new String[(int) Math.min(keys, NAMES_KEPT)];
  }

  String name(long rank) {
    if (rank > names.length) {
      return newName(rank);
    }
    int slot = (int) rank - 1;
    String name = names[slot];
    if (name == null) {
      name = newName(rank);
      names[slot] = name;
    }
    return name;
  }

  private String newName(long rank) {
    byte[] text = new byte[prefix.length + digits];
    System.arraycopy(prefix, 0, text, 0, prefix.length);
    long rest = rank;
    for (int i = text.length - 1; i >= prefix.length; i--) {
      text[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    return new String(text, StandardCharsets.ISO_8859_1);
  }
}
