package org.partitioners.hash;

import com.google.common.hash.Hashing;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.zip.CRC32C;

/** A hash function that takes bytes alone: all parts are written into a buffer of the thread's. */
abstract class ByteHashFunction implements HashFunction {

  /** The hash of the first bytes of an array. */
  abstract long of(byte[] bytes, int length);

  @Override
  public long ofBytes(byte[] bytes) {
    return of(bytes, bytes.length);
  }

  @Override
  public long ofChars(String chars) {
    int length = 2 * chars.length();
    byte[] buffer = KeyBytes.buffer(length);
    for (int i = 0; i < chars.length(); i++) {
      KeyBytes.LITTLE_CHAR.set(buffer, 2 * i, chars.charAt(i));
    }
    return of(buffer, length);
  }

  @Override
  public long ofInt(int value) {
    byte[] buffer = KeyBytes.buffer(Integer.BYTES);
    KeyBytes.LITTLE_INT.set(buffer, 0, value);
    return of(buffer, Integer.BYTES);
  }

  @Override
  public long ofLong(long value) {
    byte[] buffer = KeyBytes.buffer(Long.BYTES);
    KeyBytes.LITTLE_LONG.set(buffer, 0, value);
    return of(buffer, Long.BYTES);
  }

  @Override
  public long ofLongs(long first, long second) {
    byte[] buffer = KeyBytes.buffer(2 * Long.BYTES);
    KeyBytes.LITTLE_LONG.set(buffer, 0, first);
    KeyBytes.LITTLE_LONG.set(buffer, Long.BYTES, second);
    return of(buffer, 2 * Long.BYTES);
  }

  private static byte[] bytesOf(long seed) {
    byte[] bytes = new byte[Long.BYTES];
    KeyBytes.LITTLE_LONG.set(bytes, 0, seed);
    return bytes;
  }

  /** FNV-1a, its state mixed at the end; a seed's bytes go first. */
  static final class Fnv1a extends ByteHashFunction {
    private static final long OFFSET_BASIS = 0xCBF29CE484222325L;
    private static final long PRIME = 0x100000001B3L;

    private final long start;

    Fnv1a(long seed) {
      start = seed == 0 ? OFFSET_BASIS : state(OFFSET_BASIS, bytesOf(seed), Long.BYTES);
    }

    private static long state(long start, byte[] bytes, int length) {
      long state = start;
      for (int i = 0; i < length; i++) {
        state = (state ^ (bytes[i] & 0xFF)) * PRIME;
      }
      return state;
    }

    @Override
    long of(byte[] bytes, int length) {
      return SplitMix64.output(state(start, bytes, length));
    }
  }

  /** CRC32C, its 32 bits mixed into 64 with the seed. */
  static final class Crc32c extends ByteHashFunction {
    private static final ThreadLocal<CRC32C> CHECKSUM = ThreadLocal.withInitial(CRC32C::new);

    private final long mask;

    /** A seed goes into the mixing: before the bytes it would only flip the same bits of all. */
    Crc32c(long seed) {
      mask = seed == 0 ? 0 : SplitMix64.output(seed);
    }

    @Override
    long of(byte[] bytes, int length) {
      CRC32C checksum = CHECKSUM.get();
      checksum.reset();
      checksum.update(bytes, 0, length);
      return SplitMix64.output(checksum.getValue() ^ mask);
    }
  }

  /** The first eight bytes of a digest, little-endian; a seed's bytes go first. */
  static final class Digest extends ByteHashFunction {
    private final String name;
    private final byte[] prefix;

    Digest(String name, long seed) {
      this.name = name;
      this.prefix = seed == 0 ? new byte[0] : bytesOf(seed);
    }

    @Override
    long of(byte[] bytes, int length) {
      MessageDigest digest;
      try {
        digest = MessageDigest.getInstance(name);
      } catch (NoSuchAlgorithmException e) {
        throw new AssertionError("every Java platform has " + name, e);
      }
      digest.update(prefix);
      digest.update(bytes, 0, length);
      return (long) KeyBytes.LITTLE_LONG.get(digest.digest(), 0);
    }
  }

  /** SipHash-2-4 of Guava, keyed as in its authors' test vectors, with the seed in the key. */
  static final class SipHash extends ByteHashFunction {
    private static final long KEY_0 = 0x0706050403020100L;
    private static final long KEY_1 = 0x0F0E0D0C0B0A0908L;

    private final com.google.common.hash.HashFunction siphash;

    SipHash(long seed) {
      siphash = Hashing.sipHash24(KEY_0 ^ seed, KEY_1);
    }

    @Override
    long of(byte[] bytes, int length) {
      return siphash.hashBytes(bytes, 0, length).asLong();
    }
  }
}
