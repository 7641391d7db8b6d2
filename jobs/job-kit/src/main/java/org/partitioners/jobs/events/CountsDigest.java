package org.partitioners.jobs.events;

import org.partitioners.hash.KeyHasher;
import org.partitioners.hash.KeyHashers;

/**
 * A 64-bit digest of windowed counts: the sum, modulo 2^64, of {@link #ofOne} over all counted
 * events. It can be taken from the events in any order, or from the counts with each pair's part
 * times its count, and is then the same; counts that differ in any window or key give another one,
 * but for a chance of about 2^-64.
 */
public final class CountsDigest {
  private static final KeyHasher<String> HASHER = KeyHashers.strings();

  private CountsDigest() {}

  /** What one event of a key adds to the digest, given the first millisecond of its window. */
  public static long ofOne(long windowStart, String key) {
    return SplitMix.mix(HASHER.hash(key) + SplitMix.mix(windowStart));
  }

  /** The digest as text: 16 hexadecimal digits. */
  public static String text(long digest) {
    return String.format("%016x", digest);
  }
}
