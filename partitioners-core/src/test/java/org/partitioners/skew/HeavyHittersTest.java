package org.partitioners.skew;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeavyHittersTest {

  private static final int KEYS = 1_000_000;
  private static final int RECORDS = 1_000_000;

  private final int[] exact = new int[KEYS];

  /** A stream by Zipf's law, summarised in parts that are merged; {@link #exact} has its counts. */
  private HeavyHitters<Integer> summary(double z, int counters, int parts) {
    SplittableRandom random = new SplittableRandom(11);
    ZipfKeys zipf = new ZipfKeys(KEYS, z);
    HeavyHitters<Integer> merged = new HeavyHitters<>(counters);
    for (int part = 0; part < parts; part++) {
      HeavyHitters<Integer> hitters = new HeavyHitters<>(counters);
      for (int i = 0; i < RECORDS / parts; i++) {
        int key = zipf.next(random);
        exact[key]++;
        hitters.add(key);
      }
      merged.merge(hitters);
    }
    return merged;
  }

  /** The share from which on keys of n places are worth splitting, 1/(5·n). */
  @ParameterizedTest
  @CsvSource({
    "0.8, 100, 1",
    "1.2, 5, 1",
    "1.2, 100, 1",
    "1.2, 100, 5",
    "2.0, 20, 1",
    "2.0, 100, 1",
    "2.0, 100, 5"
  })
  void findsExactlyTheHeavyOnes(double z, int places, int parts) {
    HeavyHitters<Integer> hitters = summary(z, 1024, parts);
    double share = 1 / (5.0 * places);
    TreeSet<Integer> heavy = new TreeSet<>();
    for (int key = 0; key < KEYS; key++) {
      if (exact[key] > share * RECORDS) {
        heavy.add(key);
      }
    }

    assertThat(hitters.total()).isEqualTo(RECORDS);
    assertThat(heavy).isNotEmpty();
    assertThat(hitters.error()).isLessThan((long) (share * RECORDS));
    assertThat(hitters.above(share))
        .extracting(HeavyHitter::key)
        .containsExactlyInAnyOrderElementsOf(heavy);
  }

  @ParameterizedTest
  @CsvSource({"0.8, 64, 1", "0.8, 64, 7", "1.4, 64, 1", "1.4, 64, 7", "0, 256, 2"})
  void boundsHoldForEveryKeyAndTheErrorIsAsSmallAsPromised(double z, int counters, int parts) {
    HeavyHitters<Integer> hitters = summary(z, counters, parts);

    assertThat(hitters.error()).isLessThanOrEqualTo((long) (3.5 * RECORDS / counters));
    for (int key = 0; key < KEYS; key += key < 1_000 ? 1 : 997) {
      HeavyHitter<Integer> hitter = hitters.count(key);
      assertThat((long) exact[key]).isBetween(hitter.lowerBound(), hitter.upperBound());
      assertThat(hitter.upperBound() - hitter.lowerBound()).isLessThanOrEqualTo(hitters.error());
    }
  }

  /** Decayed counts: each record weighs 1/2 for every halving after it. */
  @Test
  void boundsHoldForDecayedCounts() {
    SplittableRandom random = new SplittableRandom(12);
    ZipfKeys zipf = new ZipfKeys(10_000, 1.1);
    HeavyHitters<Integer> hitters = new HeavyHitters<>(64);
    double[] decayed = new double[10_000];
    for (int round = 0; round < 20; round++) {
      if (round > 0) {
        hitters.halve();
        for (int key = 0; key < decayed.length; key++) {
          decayed[key] /= 2;
        }
      }
      for (int i = 0; i < 10_000; i++) {
        int key = zipf.next(random);
        decayed[key]++;
        hitters.add(key);
      }
    }

    assertThat(hitters.total()).isBetween(19_980L, 20_000L);
    for (int key = 0; key < decayed.length; key++) {
      HeavyHitter<Integer> hitter = hitters.count(key);
      assertThat(decayed[key])
          .isBetween((double) hitter.lowerBound(), (double) hitter.upperBound());
    }
    assertThat(hitters.top(3)).extracting(HeavyHitter::key).containsExactly(0, 1, 2);
  }

  /** Above 1/100 with a share of 1/5, after a million records of another; as exact counts would. */
  @Test
  void halvingMakesANewHotKeyShow() {
    assertThat(recordsUntilHot(10_000)).isBetween(500, 2_000);
    assertThat(recordsUntilHot(Integer.MAX_VALUE)).isBetween(50_000, 55_000);
  }

  private static int recordsUntilHot(int halveEvery) {
    SplittableRandom random = new SplittableRandom(13);
    HeavyHitters<String> hitters = new HeavyHitters<>(1024);
    for (int i = 1; i <= 1_000_000; i++) {
      hitters.add(random.nextInt(5) == 0 ? "old" : "k" + random.nextInt(100_000));
      if (i % halveEvery == 0) {
        hitters.halve();
      }
    }
    for (int i = 1; ; i++) {
      hitters.add(random.nextInt(5) == 0 ? "new" : "k" + random.nextInt(100_000));
      if (hitters.count("new").lowerBound() > 0.01 * hitters.total()) {
        return i;
      }
      if (i % halveEvery == 0) {
        hitters.halve();
      }
    }
  }

  @Test
  void ranksByCount() {
    HeavyHitters<String> hitters = new HeavyHitters<>(8);
    hitters.add("b", 2);
    hitters.add("a");
    hitters.add("c", 7);
    hitters.add("nothing", 0);

    assertThat(hitters.top(2))
        .containsExactly(new HeavyHitter<>("c", 7, 7), new HeavyHitter<>("b", 2, 2));
    assertThat(hitters.above(0.2)).containsExactly(new HeavyHitter<>("c", 7, 7));
    assertThat(hitters.above(0)).hasSize(3);
    assertThat(hitters.top(0)).isEmpty();
    assertThat(hitters.count("d")).isEqualTo(new HeavyHitter<>("d", 0, 0));
    assertThat(hitters).hasToString("HeavyHitters[3 keys of 10 records]");
  }

  @Test
  void mergeLeavesTheOtherAsItIs() {
    HeavyHitters<String> one = new HeavyHitters<>(8);
    HeavyHitters<String> other = new HeavyHitters<>(16);
    one.add("a", 3);
    other.add("a", 4);
    other.add("b", 5);
    one.merge(other);

    assertThat(one.top(9))
        .containsExactly(new HeavyHitter<>("a", 7, 7), new HeavyHitter<>("b", 5, 5));
    assertThat(other.total()).isEqualTo(9);
    assertThat(other.count("a").lowerBound()).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100_000})
  void survivesSerialization(int records) throws IOException, ClassNotFoundException {
    SplittableRandom random = new SplittableRandom(14);
    ZipfKeys zipf = new ZipfKeys(10_000, 1.1);
    HeavyHitters<Integer> hitters = new HeavyHitters<>(64);
    for (int i = 0; i < records; i++) {
      hitters.add(zipf.next(random));
    }

    HeavyHitters<Integer> read = serialized(hitters);

    assertThat(read).hasToString(hitters.toString());
    assertThat(read.error()).isEqualTo(hitters.error());
    assertThat(read.top(64)).containsExactlyInAnyOrderElementsOf(hitters.top(64));
    read.add(1);
    read.merge(hitters);
    assertThat(read.total()).isEqualTo(2L * records + 1);
  }

  @SuppressWarnings("unchecked")
  private static <K> HeavyHitters<K> serialized(HeavyHitters<K> hitters)
      throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(hitters);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (HeavyHitters<K>) in.readObject();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 4, 100, 1 << 25})
  void refusesABadNumberOfCounters(int counters) {
    assertThatThrownBy(() -> new HeavyHitters<String>(counters))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("counters: " + counters + " not a power of two in [8..16777216]");
  }

  @Test
  void refusesBadParameters() {
    HeavyHitters<String> hitters = new HeavyHitters<>(8);
    assertThatThrownBy(() -> hitters.add(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("key");
    assertThatThrownBy(() -> hitters.add("a", -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("count: -1 not in [0..9223372036854775807]");
    assertThatThrownBy(() -> hitters.above(1.1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("share: 1.1 not in [0..1]");
    assertThatThrownBy(() -> hitters.top(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("limit: -1 not in [0..2147483647]");
    assertThatThrownBy(() -> hitters.merge(hitters))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("other: is this summary itself");
  }

  /** A purge may leave no key at all, but what it has taken away is not forgotten. */
  @Test
  void mergesWhatHasBeenPurged() {
    HeavyHitters<String> purged = new HeavyHitters<>(8);
    for (int key = 0; key < 7; key++) {
      purged.add("k" + key, 1_000);
    }
    HeavyHitters<String> merged = new HeavyHitters<>(8);
    merged.merge(purged);

    assertThat(merged.total()).isEqualTo(7_000);
    for (int key = 0; key < 7; key++) {
      assertThat(merged.count("k" + key).upperBound()).isGreaterThanOrEqualTo(1_000);
    }
  }

  @Test
  void refusesMoreRecordsThanALongCounts() {
    HeavyHitters<String> full = new HeavyHitters<>(8);
    full.add("a", Long.MAX_VALUE - 1);

    assertThatThrownBy(() -> full.add("b", 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("count: 2 not in [0..1], what 9223372036854775806 leaves of a long");
    HeavyHitters<String> other = new HeavyHitters<>(8);
    other.add("b", 2);
    assertThatThrownBy(() -> full.merge(other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("count: 2 not in [0..1], what 9223372036854775806 leaves of a long");
    assertThat(full.total()).isEqualTo(Long.MAX_VALUE - 1);
  }
}
