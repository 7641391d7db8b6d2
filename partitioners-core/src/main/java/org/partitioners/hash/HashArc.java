package org.partitioners.hash;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.partitioners.Region;

/**
 * The hashes in {@code (from, to]}, as unsigned 64-bit numbers. An arc that starts at hash 0 has
 * {@code from = −1}, the number before 0 on the circle; all hashes are {@code (−1, −1]}. An arc
 * does not pass 0: one that does on a ring is two.
 *
 * @param from the hash before the first
 * @param to the last hash
 */
public record HashArc(long from, long to) implements Region<HashArc> {

  /** All hashes. */
  public static final HashArc ALL = new HashArc(-1, -1);

  /**
   * Checks the order.
   *
   * @throws IllegalArgumentException if the arc is empty or passes 0
   */
  public HashArc {
    if (Long.compareUnsigned(from + 1, to) > 0) {
      throw new IllegalArgumentException(
          "to: "
              + Long.toUnsignedString(to)
              + " not in ["
              + Long.toUnsignedString(from + 1)
              + "..2^64)");
    }
  }

  /** Whether the arc holds a hash. */
  public boolean contains(long hash) {
    return Long.compareUnsigned(hash, from + 1) >= 0 && Long.compareUnsigned(hash, to) <= 0;
  }

  /** The arc's share of all hashes, in (0..1]. */
  public double share() {
    long beyondFirst = to - (from + 1);
    return ((beyondFirst >>> 1) * 2.0 + (beyondFirst & 1) + 1) * 0x1p-64;
  }

  @Override
  public @Nullable HashArc intersection(HashArc other) {
    long first = Long.compareUnsigned(from + 1, other.from + 1) >= 0 ? from + 1 : other.from + 1;
    long last = Long.compareUnsigned(to, other.to) <= 0 ? to : other.to;
    return Long.compareUnsigned(first, last) > 0 ? null : new HashArc(first - 1, last);
  }

  @Override
  public int compareEnds(HashArc other) {
    return Long.compareUnsigned(to, other.to);
  }

  /** As {@code (ffffffffffffffff, 3fffffffffffffff]}. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "(%016x, %016x]", from, to);
  }
}
