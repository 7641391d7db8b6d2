package org.partitioners.hash;

import com.dynatrace.hash4j.hashing.HashStream64;
import com.dynatrace.hash4j.hashing.Hasher64;

/** A seeded 64-bit hash function over the parts that keys consist of. Thread-safe. */
interface HashFunction {

  /** The hash of a string's UTF-16 code units, two bytes each, little-endian. */
  long ofChars(String chars);

  long ofBytes(byte[] bytes);

  /** The hash of four bytes, little-endian. */
  long ofInt(int value);

  /** The hash of eight bytes, little-endian. */
  long ofLong(long value);

  /** The hash of sixteen bytes: two little-endian numbers. */
  long ofLongs(long first, long second);

  /** A function of hash4j. */
  record Hash4j(Hasher64 hasher) implements HashFunction {
    @Override
    public long ofChars(String chars) {
      return hasher.hashCharsToLong(chars);
    }

    @Override
    public long ofBytes(byte[] bytes) {
      return hasher.hashBytesToLong(bytes);
    }

    @Override
    public long ofInt(int value) {
      return hasher.hashIntToLong(value);
    }

    @Override
    public long ofLong(long value) {
      return hasher.hashLongToLong(value);
    }

    @Override
    public long ofLongs(long first, long second) {
      return hasher.hashLongLongToLong(first, second);
    }
  }

  /**
   * A 128-bit function of hash4j, of which the first half is taken. Over keys of any length its
   * hasher returns an object; a stream does not, so each thread keeps one.
   */
  record Hash4jStream(Hasher64 hasher, ThreadLocal<HashStream64> stream) implements HashFunction {

    Hash4jStream(Hasher64 hasher) {
      this(hasher, ThreadLocal.withInitial(hasher::hashStream));
    }

    @Override
    public long ofChars(String chars) {
      return stream.get().reset().putChars(chars).getAsLong();
    }

    @Override
    public long ofBytes(byte[] bytes) {
      return stream.get().reset().putBytes(bytes).getAsLong();
    }

    @Override
    public long ofInt(int value) {
      return hasher.hashIntToLong(value);
    }

    @Override
    public long ofLong(long value) {
      return hasher.hashLongToLong(value);
    }

    @Override
    public long ofLongs(long first, long second) {
      return hasher.hashLongLongToLong(first, second);
    }
  }
}
