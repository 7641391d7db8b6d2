package org.partitioners.hash;

import static java.util.Objects.requireNonNull;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import java.util.UUID;

/** XXH3 over one type of key. Serialized as its type and seed. */
abstract class Xxh3Hasher<K> implements KeyHasher<K> {
  private static final long serialVersionUID = 1;

  static final String NULL_KEY = "key: null has no hash; map null to a key of its own first";

  private final long seed;

  /** Null only between deserialization and {@link #readResolve()}: hash4j's is not serializable. */
  final transient Hasher64 xxh3;

  private Xxh3Hasher(long seed) {
    this.seed = seed;
    this.xxh3 = Hashing.xxh3_64(seed);
  }

  /** What is hashed, as the fingerprint names it. */
  abstract String input();

  abstract KeyHasher<K> withSeed(long newSeed);

  final Object readResolve() {
    return withSeed(seed);
  }

  @Override
  public final String fingerprint() {
    return "xxh3-64(" + input() + ", seed " + seed + ")";
  }

  @Override
  public final boolean equals(Object other) {
    return other instanceof Xxh3Hasher<?> that
        && getClass() == that.getClass()
        && seed == that.seed;
  }

  @Override
  public final int hashCode() {
    return 31 * input().hashCode() + Long.hashCode(seed);
  }

  @Override
  public final String toString() {
    return fingerprint();
  }

  static final class OfString extends Xxh3Hasher<String> {
    private static final long serialVersionUID = 1;

    OfString(long seed) {
      super(seed);
    }

    @Override
    public long hash(String key) {
      return xxh3.hashCharsToLong(requireNonNull(key, NULL_KEY));
    }

    @Override
    String input() {
      return "string";
    }

    @Override
    KeyHasher<String> withSeed(long newSeed) {
      return new OfString(newSeed);
    }
  }

  static final class OfBytes extends Xxh3Hasher<byte[]> {
    private static final long serialVersionUID = 1;

    OfBytes(long seed) {
      super(seed);
    }

    @Override
    public long hash(byte[] key) {
      return xxh3.hashBytesToLong(requireNonNull(key, NULL_KEY));
    }

    @Override
    String input() {
      return "bytes";
    }

    @Override
    KeyHasher<byte[]> withSeed(long newSeed) {
      return new OfBytes(newSeed);
    }
  }

  static final class OfLong extends Xxh3Hasher<Long> {
    private static final long serialVersionUID = 1;

    OfLong(long seed) {
      super(seed);
    }

    @Override
    public long hash(Long key) {
      return xxh3.hashLongToLong(requireNonNull(key, NULL_KEY));
    }

    @Override
    String input() {
      return "long";
    }

    @Override
    KeyHasher<Long> withSeed(long newSeed) {
      return new OfLong(newSeed);
    }
  }

  static final class OfInt extends Xxh3Hasher<Integer> {
    private static final long serialVersionUID = 1;

    OfInt(long seed) {
      super(seed);
    }

    @Override
    public long hash(Integer key) {
      return xxh3.hashIntToLong(requireNonNull(key, NULL_KEY));
    }

    @Override
    String input() {
      return "int";
    }

    @Override
    KeyHasher<Integer> withSeed(long newSeed) {
      return new OfInt(newSeed);
    }
  }

  static final class OfUuid extends Xxh3Hasher<UUID> {
    private static final long serialVersionUID = 1;

    OfUuid(long seed) {
      super(seed);
    }

    @Override
    public long hash(UUID key) {
      requireNonNull(key, NULL_KEY);
      return xxh3.hashLongLongToLong(key.getMostSignificantBits(), key.getLeastSignificantBits());
    }

    @Override
    String input() {
      return "uuid";
    }

    @Override
    KeyHasher<UUID> withSeed(long newSeed) {
      return new OfUuid(newSeed);
    }
  }
}
