package org.partitioners.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.dynatrace.hash4j.hashing.HashSink;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KeyHashersTest {

  private record Line(long order, String item) {}

  private static final KeyFunnel<Line> LINE =
      (line, parts) -> parts.putLong(line.order()).putString(line.item());

  /** A hasher, another of the same type, a key, and the golden hash of the key. */
  private record Case<K>(KeyHasher<K> hasher, KeyHasher<K> seeded, K key, long golden) {

    @Override
    public String toString() {
      return hasher.fingerprint();
    }
  }

  static Stream<Case<?>> cases() {
    UUID uuid = UUID.fromString("0f8fad5b-d9cb-469f-a165-70867728950e");
    return Stream.of(
        new Case<>(KeyHashers.strings(), KeyHashers.strings(7), "alice", -2067171202783210567L),
        new Case<>(
            KeyHashers.bytes(), KeyHashers.bytes(7), new byte[] {1, 2, 3}, -1455054697635351749L),
        new Case<>(KeyHashers.longs(), KeyHashers.longs(7), 42L, -3051478158665635896L),
        new Case<>(KeyHashers.ints(), KeyHashers.ints(7), 42, 2392174772787195229L),
        new Case<>(KeyHashers.uuids(), KeyHashers.uuids(7), uuid, -8600088320894156332L),
        new Case<>(
            KeyHashers.of("line", LINE),
            KeyHashers.of("line", LINE, 7),
            new Line(1, "tea"),
            -3846264737849287861L),
        new Case<>(
            KeyHashers.by("item", Line::item, KeyHashers.strings()),
            KeyHashers.by("item", Line::item, KeyHashers.strings(7)),
            new Line(1, "alice"),
            -2067171202783210567L));
  }

  @ParameterizedTest
  @MethodSource("cases")
  <K> void hashesAsEver(Case<K> c) {
    assertThat(c.hasher().hash(c.key())).isEqualTo(c.golden());
  }

  @ParameterizedTest
  @MethodSource("cases")
  <K> void seedsGiveOtherHashes(Case<K> c) {
    assertThat(c.seeded().hash(c.key())).isNotEqualTo(c.hasher().hash(c.key()));
    assertThat(c.seeded()).isNotEqualTo(c.hasher());
    assertThat(c.hasher().fingerprint()).contains(", seed 0)");
    assertThat(c.seeded().fingerprint())
        .isEqualTo(c.hasher().fingerprint().replace("seed 0", "seed 7"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  <K> void refusesNull(Case<K> c) {
    assertThatThrownBy(() -> c.hasher().hash(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("key: null has no hash; map null to a key of its own first");
  }

  @ParameterizedTest
  @MethodSource("cases")
  <K> void survivesSerialization(Case<K> c) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(c.seeded());
    }
    Object copy;
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      copy = in.readObject();
    }

    assertThat(copy).isEqualTo(c.seeded()).hasSameHashCodeAs(c.seeded());
    @SuppressWarnings("unchecked")
    KeyHasher<K> hasher = (KeyHasher<K>) copy;
    assertThat(hasher.hash(c.key())).isEqualTo(c.seeded().hash(c.key()));
  }

  @Test
  void fingerprintsDiffer() {
    List<String> fingerprints = cases().map(c -> c.hasher().fingerprint()).toList();

    assertThat(fingerprints).doesNotHaveDuplicates().contains("xxh3-64(of line, seed 0)");
  }

  @Test
  void agreesWithThePublishedVectors() throws IOException {
    byte[] buffer = new byte[403];
    long generator = 2654435761L;
    for (int i = 0; i < buffer.length; i++) {
      buffer[i] = (byte) (generator >>> 56);
      generator *= 0x9E3779B185EBCA8DL;
    }
    int vectors = 0;
    try (InputStream in = getClass().getResourceAsStream("xxh3-64-vectors.txt")) {
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        if (line.startsWith("#")) {
          continue;
        }
        List<String> columns = List.of(line.split(" ", -1));
        byte[] input = Arrays.copyOf(buffer, Integer.parseInt(columns.get(0)));
        long seed = Long.parseUnsignedLong(columns.get(1), 16);

        assertThat(KeyHashers.bytes(seed).hash(input))
            .as(line)
            .isEqualTo(Long.parseUnsignedLong(columns.get(2), 16));
        vectors++;
      }
    }
    assertThat(vectors).isEqualTo(18);
  }

  /** The documented bytes of each type. */
  @Property
  void hashesTheDocumentedBytes(
      @ForAll String string, @ForAll long high, @ForAll long low, @ForAll int number) {
    KeyHasher<byte[]> bytes = KeyHashers.bytes(9);

    assertThat(KeyHashers.strings(9).hash(string)).isEqualTo(bytes.hash(codeUnits(string)));
    assertThat(KeyHashers.longs(9).hash(high)).isEqualTo(bytes.hash(longs(high)));
    assertThat(KeyHashers.ints(9).hash(number)).isEqualTo(bytes.hash(ints(number)));
    assertThat(KeyHashers.uuids(9).hash(new UUID(high, low)))
        .isEqualTo(bytes.hash(longs(high, low)));
    assertThat(KeyHashers.<Long>of("long", (key, parts) -> parts.putLong(key), 9).hash(high))
        .isEqualTo(KeyHashers.longs(9).hash(high));
  }

  private static byte[] codeUnits(String string) {
    byte[] bytes = new byte[2 * string.length()];
    ByteBuffer buffer = little(bytes);
    string.chars().forEach(unit -> buffer.putChar((char) unit));
    return bytes;
  }

  private static byte[] ints(int value) {
    byte[] bytes = new byte[4];
    little(bytes).putInt(value);
    return bytes;
  }

  private static byte[] longs(long... values) {
    byte[] bytes = new byte[8 * values.length];
    Arrays.stream(values).forEach(little(bytes)::putLong);
    return bytes;
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** A tree hashed by the hashes of its branches, with one hasher. */
  private record Tree(int leaf, List<Tree> branches) {}

  @Test
  void aFunnelMayUseItsOwnHasher() {
    KeyHasher<Tree> tree = new TreeHasher().hasher;
    Tree leaf = new Tree(1, List.of());
    long leafHash = tree.hash(leaf);

    assertThat(tree.hash(new Tree(2, List.of(leaf, leaf))))
        .isEqualTo(
            KeyHashers.<Integer>of(
                    "by hand",
                    (key, parts) -> parts.putInt(key).putLong(leafHash).putLong(leafHash))
                .hash(2));
  }

  private static final class TreeHasher {
    private final KeyHasher<Tree> hasher = KeyHashers.of("tree", this::put);

    private void put(Tree tree, HashSink parts) {
      parts.putInt(tree.leaf());
      for (Tree branch : tree.branches()) {
        parts.putLong(hasher.hash(branch));
      }
    }
  }

  @Test
  void aFailingFunnelSpoilsNoLaterHash() {
    KeyHasher<String> hasher =
        KeyHashers.of(
            "picky",
            (key, parts) -> {
              parts.putString(key);
              if (key.isEmpty()) {
                throw new IllegalArgumentException("empty");
              }
            });
    long before = hasher.hash("a");

    assertThatThrownBy(() -> hasher.hash(""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("empty");
    assertThat(hasher.hash("a")).isEqualTo(before);
  }

  @Test
  void refusesABlankName() {
    assertThatThrownBy(() -> KeyHashers.of(" ", LINE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("name: is blank; name what the funnel puts");
  }

  @Test
  void aPartIsPartOfTheFingerprint() {
    KeyHasher<Line> byItem = KeyHashers.by("item", Line::item, KeyHashers.strings());

    assertThat(byItem)
        .hasToString("xxh3-64(string, seed 0) by item")
        .isNotEqualTo(KeyHashers.by("order", Line::item, KeyHashers.strings()));
    assertThatThrownBy(() -> KeyHashers.by("", Line::item, KeyHashers.strings()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("name: is blank; name the part");
  }
}
