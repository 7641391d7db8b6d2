package org.partitioners.hash;

import static java.util.Objects.requireNonNull;

import java.util.UUID;
import org.partitioners.Described;
import org.partitioners.Description;

/** A hash function over one type of key. Serialized as algorithm and seed. */
abstract class TypedHasher<K> implements KeyHasher<K>, Described {
  private static final long serialVersionUID = 1;

  static final String NULL_KEY = "key: null has no hash; map null to a key of its own first";

  private final HashAlgorithm algorithm;
  private final long seed;

  /** Null only between deserialization and {@link #readResolve()}. */
  final transient HashFunction function;

  private TypedHasher(HashAlgorithm algorithm, long seed) {
    this.algorithm = algorithm;
    this.seed = seed;
    this.function = algorithm.seeded(seed);
  }

  /** What is hashed, as the fingerprint names it. */
  abstract String input();

  abstract KeyHasher<K> rebuilt(HashAlgorithm newAlgorithm, long newSeed);

  final Object readResolve() {
    return rebuilt(algorithm, seed);
  }

  @Override
  public final Description description() {
    return algorithm.description(input(), seed);
  }

  @Override
  public final String fingerprint() {
    return algorithm.fingerprint(input(), seed);
  }

  @Override
  public final boolean equals(Object other) {
    return other instanceof TypedHasher<?> that && fingerprint().equals(that.fingerprint());
  }

  @Override
  public final int hashCode() {
    return fingerprint().hashCode();
  }

  @Override
  public final String toString() {
    return fingerprint();
  }

  static final class OfString extends TypedHasher<String> {
    private static final long serialVersionUID = 1;

    OfString(HashAlgorithm algorithm, long seed) {
      super(algorithm, seed);
    }

    @Override
    public long hash(String key) {
      return function.ofChars(requireNonNull(key, NULL_KEY));
    }

    @Override
    String input() {
      return "string";
    }

    @Override
    KeyHasher<String> rebuilt(HashAlgorithm algorithm, long seed) {
      return new OfString(algorithm, seed);
    }
  }

  static final class OfBytes extends TypedHasher<byte[]> {
    private static final long serialVersionUID = 1;

    OfBytes(HashAlgorithm algorithm, long seed) {
      super(algorithm, seed);
    }

    @Override
    public long hash(byte[] key) {
      return function.ofBytes(requireNonNull(key, NULL_KEY));
    }

    @Override
    String input() {
      return "bytes";
    }

    @Override
    KeyHasher<byte[]> rebuilt(HashAlgorithm algorithm, long seed) {
      return new OfBytes(algorithm, seed);
    }
  }

  static final class OfLong extends TypedHasher<Long> {
    private static final long serialVersionUID = 1;

    OfLong(HashAlgorithm algorithm, long seed) {
      super(algorithm, seed);
    }

    @Override
    public long hash(Long key) {
      return function.ofLong(requireNonNull(key, NULL_KEY));
    }

    @Override
    String input() {
      return "long";
    }

    @Override
    KeyHasher<Long> rebuilt(HashAlgorithm algorithm, long seed) {
      return new OfLong(algorithm, seed);
    }
  }

  static final class OfInt extends TypedHasher<Integer> {
    private static final long serialVersionUID = 1;

    OfInt(HashAlgorithm algorithm, long seed) {
      super(algorithm, seed);
    }

    @Override
    public long hash(Integer key) {
      return function.ofInt(requireNonNull(key, NULL_KEY));
    }

    @Override
    String input() {
      return "int";
    }

    @Override
    KeyHasher<Integer> rebuilt(HashAlgorithm algorithm, long seed) {
      return new OfInt(algorithm, seed);
    }
  }

  static final class OfUuid extends TypedHasher<UUID> {
    private static final long serialVersionUID = 1;

    OfUuid(HashAlgorithm algorithm, long seed) {
      super(algorithm, seed);
    }

    @Override
    public long hash(UUID key) {
      requireNonNull(key, NULL_KEY);
      return function.ofLongs(key.getMostSignificantBits(), key.getLeastSignificantBits());
    }

    @Override
    String input() {
      return "uuid";
    }

    @Override
    KeyHasher<UUID> rebuilt(HashAlgorithm algorithm, long seed) {
      return new OfUuid(algorithm, seed);
    }
  }
}
