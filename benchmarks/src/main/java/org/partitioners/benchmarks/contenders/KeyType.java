package org.partitioners.benchmarks.contenders;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Stream;
import org.partitioners.hash.KeyHasher;
import org.partitioners.hash.KeyHashers;

/**
 * A type of key, with the hash function that this library places it by.
 *
 * @param <K> the type; longs are boxed once, as an engine hands them over
 */
public final class KeyType<K> {

  /** Sixteen characters each. */
  public static final KeyType<String> STRINGS =
      new KeyType<>("String", KeyHashers.strings(), KeyType::string);

  /** Random longs. */
  public static final KeyType<Long> LONGS =
      new KeyType<>("long", KeyHashers.longs(), SplittableRandom::nextLong);

  /** Sixteen bytes each. */
  public static final KeyType<byte[]> BYTES =
      new KeyType<>("byte[]", KeyHashers.bytes(), random -> string(random).getBytes(US_ASCII));

  /** All of them. */
  public static final List<KeyType<?>> ALL = List.of(STRINGS, LONGS, BYTES);

  private static final long SEED = 20_141;

  private final String name;
  private final KeyHasher<K> hasher;
  private final Function<SplittableRandom, K> generator;

  private KeyType(String name, KeyHasher<K> hasher, Function<SplittableRandom, K> generator) {
    this.name = name;
    this.hasher = hasher;
    this.generator = generator;
  }

  /** The type of that name. */
  public static KeyType<?> named(String name) {
    return ALL.stream().filter(type -> type.name.equals(name)).findFirst().orElseThrow();
  }

  /** As Java writes the type. */
  public String name() {
    return name;
  }

  /** The library's default hash function for the type. */
  public KeyHasher<K> hasher() {
    return hasher;
  }

  /** Random keys, the same in every run; those of a shorter list start a longer one. */
  public List<K> keys(int count) {
    SplittableRandom random = new SplittableRandom(SEED);
    return Stream.generate(() -> generator.apply(random)).limit(count).toList();
  }

  private static String string(SplittableRandom random) {
    return String.format("%016x", random.nextLong());
  }

  @Override
  public String toString() {
    return name;
  }
}
