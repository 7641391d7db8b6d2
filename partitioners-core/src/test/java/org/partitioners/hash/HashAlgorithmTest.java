package org.partitioners.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.dynatrace.hash4j.hashing.Hashing;
import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.partitioners.GTest;

class HashAlgorithmTest {

  private static final Set<HashAlgorithm> MIXED =
      EnumSet.of(HashAlgorithm.FNV_1A, HashAlgorithm.CRC32C);
  private static final Set<HashAlgorithm> ALLOCATING =
      EnumSet.of(HashAlgorithm.SIPHASH_2_4, HashAlgorithm.MD5, HashAlgorithm.SHA_256);

  /** An algorithm over one type of key. */
  private record Case<K>(
      HashAlgorithm algorithm, LongFunction<KeyHasher<K>> seeded, LongFunction<K> keys) {

    @Override
    public String toString() {
      return seeded.apply(0).fingerprint();
    }
  }

  static Stream<Case<?>> cases() {
    return Arrays.stream(HashAlgorithm.values())
        .flatMap(
            a ->
                Stream.of(
                    new Case<String>(a, a::strings, i -> "user-" + i),
                    new Case<byte[]>(
                        a, a::bytes, i -> ("user-" + i).getBytes(StandardCharsets.UTF_8)),
                    new Case<Long>(a, a::longs, i -> i),
                    new Case<Integer>(a, a::ints, i -> (int) i),
                    new Case<UUID>(a, a::uuids, i -> new UUID(i, ~i))));
  }

  @Test
  void agreesWithThePublishedVectors() throws IOException {
    Set<HashAlgorithm> checked = EnumSet.noneOf(HashAlgorithm.class);
    for (String line : resource("hash-vectors.txt").lines().toList()) {
      if (line.startsWith("#")) {
        continue;
      }
      List<String> columns = List.of(line.split(" ", -1));
      HashAlgorithm algorithm = HashAlgorithm.valueOf(columns.get(0));
      String input = columns.get(1);
      byte[] bytes =
          input.startsWith("'")
              ? input.substring(1).replace('_', ' ').getBytes(StandardCharsets.US_ASCII)
              : HexFormat.of().parseHex(input);
      long published = Long.parseUnsignedLong(columns.get(2), 16);

      assertThat(algorithm.bytes(0).hash(bytes))
          .as(line)
          .isEqualTo(MIXED.contains(algorithm) ? SplitMix64.output(published) : published);
      checked.add(algorithm);
    }
    assertThat(checked).isEqualTo(EnumSet.complementOf(EnumSet.of(HashAlgorithm.XXH3)));
  }

  @Test
  void hashesAsEver() throws IOException {
    StringBuilder table = new StringBuilder();
    cases().forEach(c -> append(table, c));

    assertThat(table).hasToString(resource("golden/HashAlgorithmTest.txt"));
  }

  private static <K> void append(StringBuilder table, Case<K> c) {
    for (long seed : new long[] {0, 7, -1L << 33}) {
      long checksum = 0;
      for (int i = 0; i < 10_000; i++) {
        checksum = 31 * checksum + c.seeded().apply(seed).hash(c.keys().apply(i));
      }
      String fingerprint = c.seeded().apply(seed).fingerprint();
      table.append(String.format("%016x %s\n", checksum, fingerprint));
    }
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = HashAlgorithmTest.class.getResourceAsStream(name)) {
      assertThat(in).as(name).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Over the highest and the lowest bits; fails a sound hash with probability 10⁻³ over all. */
  @ParameterizedTest
  @MethodSource("cases")
  <K> void hashesOfACounterAreUniform(Case<K> c) {
    for (long seed : new long[] {0, 3}) {
      KeyHasher<K> hasher = c.seeded().apply(seed);
      long[] high = new long[256];
      long[] low = new long[256];
      double[] shares = new double[256];
      Arrays.fill(shares, 1.0 / 256);
      for (int i = 0; i < 50_000; i++) {
        long hash = hasher.hash(c.keys().apply(i));
        high[(int) (hash >>> 56)]++;
        low[(int) hash & 0xFF]++;
      }

      double significance = 1e-3 / (4 * cases().count());
      assertThat(GTest.pValue(high, shares)).isGreaterThan(significance);
      assertThat(GTest.pValue(low, shares)).isGreaterThan(significance);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  <K> void seedsGiveOtherHashes(Case<K> c) {
    long same =
        IntStream.range(0, 1_000)
            .filter(
                i -> {
                  K key = c.keys().apply(i);
                  return c.seeded().apply(1).hash(key) == c.seeded().apply(2).hash(key);
                })
            .count();

    assertThat(same).isZero();
    assertThat(c.seeded().apply(1))
        .isEqualTo(c.seeded().apply(1))
        .isNotEqualTo(c.seeded().apply(2));
    assertThat(c.seeded().apply(5).fingerprint()).endsWith(", seed 5)");
  }

  @Test
  void fingerprintsDiffer() {
    assertThat(cases().map(Case::toString)).doesNotHaveDuplicates().hasSize(35);
  }

  @ParameterizedTest
  @MethodSource("cases")
  <K> void refusesNull(Case<K> c) {
    KeyHasher<K> hasher = c.seeded().apply(0);

    assertThatThrownBy(() -> hasher.hash(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("key: null has no hash; map null to a key of its own first");
  }

  @ParameterizedTest
  @MethodSource("cases")
  @SuppressWarnings("unchecked")
  <K> void survivesSerialization(Case<K> c) throws IOException, ClassNotFoundException {
    KeyHasher<K> hasher = c.seeded().apply(9);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(hasher);
    }
    KeyHasher<K> copy;
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      copy = (KeyHasher<K>) in.readObject();
    }

    assertThat(copy).isEqualTo(hasher).hasSameHashCodeAs(hasher);
    assertThat(copy.hash(c.keys().apply(3))).isEqualTo(hasher.hash(c.keys().apply(3)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  <K> void servesManyThreads(Case<K> c) {
    KeyHasher<K> hasher = c.seeded().apply(0);
    List<Long> alone =
        IntStream.range(0, 2_000).mapToObj(i -> hasher.hash(c.keys().apply(i))).toList();
    List<Long> together =
        IntStream.range(0, 2_000).parallel().mapToObj(i -> hasher.hash(c.keys().apply(i))).toList();

    assertThat(together).isEqualTo(alone);
  }

  @ParameterizedTest
  @MethodSource("cases")
  <K> void allocatesNothingPerKeyWhereItSaysSo(Case<K> c) {
    if (ALLOCATING.contains(c.algorithm())) {
      return;
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    KeyHasher<K> hasher = c.seeded().apply(0);
    List<K> keys = IntStream.range(0, 1_000).mapToObj(c.keys()::apply).toList();
    int calls = 20 * keys.size();
    long least = Long.MAX_VALUE;
    long sum = 0;
    // The least of some runs: loading classes and compiling may allocate in the first.
    for (int run = 0; run < 20; run++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < calls; i++) {
        sum += hasher.hash(keys.get(i % keys.size()));
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }

    assertThat(sum).isNotZero();
    assertThat(least).as("bytes allocated by %s calls", calls).isLessThan(calls / 10);
  }

  @ParameterizedTest
  @EnumSource
  void hashesLongKeys(HashAlgorithm algorithm) {
    for (int length : new int[] {127, 128, 129, 40_000}) {
      String key = "k".repeat(length);
      byte[] bytes = key.getBytes(StandardCharsets.UTF_16LE);

      assertThat(algorithm.strings(4).hash(key)).isEqualTo(algorithm.bytes(4).hash(bytes));
    }
  }

  /** The documented bytes of each type. */
  @Property(tries = 200)
  void hashesTheDocumentedBytes(
      @ForAll HashAlgorithm algorithm,
      @ForAll String string,
      @ForAll long high,
      @ForAll long low,
      @ForAll int number) {
    KeyHasher<byte[]> bytes = algorithm.bytes(9);
    ByteBuffer buffer = ByteBuffer.allocate(2 * string.length()).order(ByteOrder.LITTLE_ENDIAN);
    string.chars().forEach(unit -> buffer.putChar((char) unit));

    assertThat(algorithm.strings(9).hash(string)).isEqualTo(bytes.hash(buffer.array()));
    assertThat(algorithm.longs(9).hash(high)).isEqualTo(bytes.hash(little(8, high)));
    assertThat(algorithm.ints(9).hash(number)).isEqualTo(bytes.hash(little(4, number)));
    assertThat(algorithm.uuids(9).hash(new UUID(high, low)))
        .isEqualTo(bytes.hash(little(8, high, low)));
  }

  private static byte[] little(int size, long... values) {
    byte[] bytes = new byte[size * values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (values[i / size] >>> (8 * (i % size)));
    }
    return bytes;
  }

  /** The seed of many programs, as an int negative: as it is, whether sign-extended or not. */
  @Test
  void murmurTakesAnIntsBitsForASeed() {
    long expected = Hashing.murmur3_128(0x9747b28c).hashBytesToLong(new byte[] {1, 2, 3});

    assertThat(HashAlgorithm.MURMUR3.bytes(0x9747b28c).hash(new byte[] {1, 2, 3}))
        .isEqualTo(HashAlgorithm.MURMUR3.bytes(0x9747b28cL).hash(new byte[] {1, 2, 3}))
        .isEqualTo(expected);
  }
}
