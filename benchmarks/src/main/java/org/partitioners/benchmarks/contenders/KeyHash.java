package org.partitioners.benchmarks.contenders;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.google.common.hash.HashFunction;
import com.google.common.hash.Hashing;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.apache.kafka.common.utils.Utils;
import org.partitioners.hash.HashAlgorithm;

/**
 * A hash function over keys.
 *
 * @param name the function's
 * @param keyType of what; "String 16–32" has strings of 16 to 32 characters
 * @param function hashes a key of that type
 */
public record KeyHash(String name, Origin origin, String keyType, ToLongFunction<Object> function) {

  /** Strings of different lengths. */
  public static final String LONGER_STRINGS = "String 16–32";

  /** The name of what {@link KeyType} hashes by. */
  public static final String BARE = "hash alone";

  public static final List<KeyHash> ALL = all();

  private static List<KeyHash> all() {
    List<KeyHash> all = new ArrayList<>();
    KeyType.ALL.forEach(type -> all.add(bare(type)));
    for (HashAlgorithm algorithm : HashAlgorithm.values()) {
      String name = algorithm.name().toLowerCase(Locale.ROOT).replace('_', '-');
      all.add(strings(name, Origin.OURS, algorithm.strings(0)::hash));
    }
    all.add(hash4j("wyhash4", com.dynatrace.hash4j.hashing.Hashing.wyhashFinal4()));
    all.add(hash4j("rapidhash3", com.dynatrace.hash4j.hashing.Hashing.rapidhashV3()));
    all.add(guava("murmur3-128", Hashing.murmur3_128()));
    all.add(guava("murmur3-32", Hashing.murmur3_32_fixed()));
    all.add(guava("farm64", Hashing.farmHashFingerprint64()));
    all.add(strings("Kafka murmur2", Origin.LIBRARY, key -> Utils.murmur2(key.getBytes(UTF_8))));
    return List.copyOf(all);
  }

  /** The function of that name over keys of that type. */
  public static KeyHash named(String name, String keyType) {
    return ALL.stream()
        .filter(it -> it.name().equals(name) && it.keyType().equals(keyType))
        .findFirst()
        .orElseThrow();
  }

  @SuppressWarnings("unchecked")
  private static <K> KeyHash bare(KeyType<K> type) {
    return new KeyHash(BARE, Origin.OURS, type.name(), key -> type.hasher().hash((K) key));
  }

  private static KeyHash strings(String name, Origin origin, ToLongFunction<String> function) {
    return new KeyHash(name, origin, LONGER_STRINGS, key -> function.applyAsLong((String) key));
  }

  private static KeyHash hash4j(String name, Hasher64 function) {
    return strings("hash4j " + name, Origin.LIBRARY, function::hashCharsToLong);
  }

  private static KeyHash guava(String name, HashFunction function) {
    return strings(
        "Guava " + name,
        Origin.LIBRARY,
        function.bits() < Long.SIZE
            ? key -> function.hashUnencodedChars(key).asInt()
            : key -> function.hashUnencodedChars(key).asLong());
  }

  /** Keys to hash, the same in every run. */
  public Object[] keys(int count) {
    if (!keyType.equals(LONGER_STRINGS)) {
      return KeyType.named(keyType).keys(count).toArray();
    }
    SplittableRandom random = new SplittableRandom(2);
    return IntStream.range(0, count).mapToObj(i -> longer(random)).toArray();
  }

  private static String longer(SplittableRandom random) {
    String digits = String.format("%016x%016x", random.nextLong(), random.nextLong());
    return digits.substring(0, random.nextInt(16, 33));
  }
}
