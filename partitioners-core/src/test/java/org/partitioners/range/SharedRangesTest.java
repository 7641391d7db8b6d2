package org.partitioners.range;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.partitioners.PartitionLoad;
import org.partitioners.range.SharedRanges.Cut;

class SharedRangesTest {

  private static <K extends Comparable<K>> RangeSample<K> sample(Map<K, Long> weights) {
    RangeSample<K> sample = RangeSample.ofSize(65_535, Comparator.<K>naturalOrder());
    weights.forEach(sample::add);
    return sample;
  }

  @Provide
  Arbitrary<Map<Integer, Long>> weights() {
    Arbitrary<Long> any =
        Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(8, Arbitraries.longs().between(1, 5)),
            net.jqwik.api.Tuple.of(1, Arbitraries.longs().between(1, 400)));
    return Arbitraries.maps(Arbitraries.integers().between(-300, 300), any)
        .ofMinSize(1)
        .ofMaxSize(80);
  }

  private static PartitionLoad sent(SharedRanges<Integer> ranges, Map<Integer, Long> weights) {
    long[] counts = new long[ranges.numPartitions()];
    weights.forEach(
        (key, weight) -> {
          long ticket = 0;
          for (long i = 0; i < weight; i++) {
            counts[ranges.partition(key, ticket)]++;
            ticket += SplitMix64.GOLDEN_GAMMA;
          }
        });
    return PartitionLoad.of(counts);
  }

  /** A key's records are even over tickets to within two or so. */
  @Property(tries = 300)
  void isEvenOnAnyDistribution(
      @ForAll("weights") Map<Integer, Long> weights, @ForAll @IntRange(min = 1, max = 20) int n) {
    SharedRanges<Integer> ranges = sample(weights).share(n);
    PartitionLoad load = sent(ranges, weights);
    double mean = load.mean();

    assertThat(load.max()).isLessThanOrEqualTo((long) Math.ceil(1.01 * mean + 5));
    assertThat(sample(weights).load(ranges).max())
        .isLessThanOrEqualTo((long) Math.ceil(1.01 * mean + 1));
  }

  @Property(tries = 300)
  void keepsPartitionsInOrder(
      @ForAll("weights") Map<Integer, Long> weights,
      @ForAll @IntRange(min = 1, max = 20) int n,
      @ForAll @LongRange(min = Long.MIN_VALUE, max = Long.MAX_VALUE) long ticket) {
    SharedRanges<Integer> ranges = sample(weights).share(n);
    int highest = 0;
    for (int key = -301; key <= 301; key++) {
      int[] may = ranges.partitions(key).toArray();
      assertThat(may[0]).isBetween(highest, n - 1);
      assertThat(ranges.partition(key, ticket)).isBetween(may[0], may[may.length - 1]);
      highest = may[may.length - 1];
      if (may.length > 1) {
        assertThat(ranges.sharedKeys()).contains(key);
      }
    }
  }

  @Property(tries = 200)
  void isMadeOfItsCuts(
      @ForAll("weights") Map<Integer, Long> weights, @ForAll @IntRange(min = 1, max = 20) int n) {
    SharedRanges<Integer> ranges = sample(weights).share(n);
    SharedRanges<Integer> same =
        SharedRanges.of(n, ranges.start(), ranges.cuts(), Comparator.<Integer>naturalOrder());

    assertThat(same.cuts()).isEqualTo(ranges.cuts());
    assertThat(sent(same, weights)).isEqualTo(sent(ranges, weights));
  }

  @Property(tries = 200)
  void nestsPlacesInPartitionsThatAreAsEvenAsThoseOfAPlan(
      @ForAll("weights") Map<Integer, Long> weights, @ForAll @IntRange(min = 1, max = 20) int n) {
    int places = 64;
    SharedRanges<Integer> nested = sample(weights).nest(n, places);
    long[] counts = new long[n];
    int previous = 0;
    for (Map.Entry<Integer, Long> entry : new TreeMap<>(weights).entrySet()) {
      int place = nested.partition(entry.getKey(), 0);
      assertThat(place).isBetween(previous, places - 1);
      previous = place;
      counts[place * n / places] += entry.getValue();
    }

    assertThat(nested.sharedKeys()).isEmpty();
    assertThat(sample(weights).load(nested.joined(n))).isEqualTo(PartitionLoad.of(counts));
    assertThat(PartitionLoad.of(counts).max()).isEqualTo(sample(weights).plan(n).expected().max());
  }

  @Test
  void sharesAHeavyKeyInProportion() {
    SharedRanges<String> ranges = sample(new TreeMap<>(Map.of("a", 1L, "m", 6L, "z", 1L))).share(4);

    assertThat(ranges).hasToString("SharedRanges[4 partitions, cuts at m (0 to 3)]");
    assertThat(ranges.cuts())
        .containsExactly(new Cut<>("m", 0, List.of(1 / 6.0, 2 / 6.0, 2 / 6.0, 1 / 6.0)));
    assertThat(ranges.partitions("m")).containsExactly(0, 1, 2, 3);
    assertThat(ranges.partitions("b", "l")).containsExactly(0);
    assertThat(ranges.partitions("a", "m")).containsExactly(0, 1, 2, 3);
    assertThat(ranges.partitions("n")).containsExactly(3);
    assertThat(ranges.joined(2).cuts())
        .containsExactly(new Cut<>("m", 0, List.of(3 / 6.0, 3 / 6.0)));
    assertThat(ranges.lower(0)).isNull();
    assertThat(ranges.lower(3)).isEqualTo("m");
  }

  @Test
  void leavesKeysWholeWhereTheCutFallsBetweenThem() {
    SharedRanges<String> ranges =
        sample(new TreeMap<>(Map.of("a", 5L, "b", 5L, "c", 5L, "d", 5L))).share(2);

    assertThat(ranges.sharedKeys()).isEmpty();
    assertThat(ranges).isEqualTo(SharedRanges.of(RangeBoundaries.of(List.of("c"))));
  }

  @Test
  void spreadsTheOnlyKeyOverAll() {
    PartitionLoad load = sent(sample(Map.of(7, 1_000L)).share(8), Map.of(7, 1_000L));

    assertThat(load.max()).isLessThanOrEqualTo(127);
  }

  @Test
  void sendsAllToOneWhileNothingIsKnown() {
    SharedRanges<Integer> ranges = sample(Map.<Integer, Long>of()).share(8);

    assertThat(ranges.numPartitions()).isEqualTo(8);
    assertThat(ranges.partition(5, 0)).isZero();
    assertThat(sample(Map.<Integer, Long>of()).nest(2, 8).partition(5, 0)).isZero();
  }

  @Test
  void takesAnyOrderOfKeys() {
    RangeSample<String> sample = RangeSample.ofSize(200, Comparator.<String>reverseOrder());
    for (String key : List.of("a", "b", "c", "d")) {
      sample.add(key);
    }

    assertThat(sample.share(2).partition("d", 0)).isZero();
    assertThat(sample.share(2).partition("a", 0)).isEqualTo(1);
  }

  @Test
  void hasAStableFormAndFingerprint() throws IOException, ClassNotFoundException {
    Map<Integer, Long> weights = new TreeMap<>();
    for (int i = 0; i < 1_000; i++) {
      weights.put(i, 1_000L / (i + 1) + 1);
    }
    SharedRanges<Integer> ranges = sample(weights).share(16);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(ranges);
    }
    Object copy = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
    long checksum = 0;
    for (int i = 0; i < 100_000; i++) {
      int partition = ranges.partition(i % 1_000, i * SplitMix64.GOLDEN_GAMMA);
      checksum = SplitMix64.output(checksum ^ partition);
    }

    assertThat(copy).isEqualTo(ranges).hasSameHashCodeAs(ranges);
    assertThat(ranges.fingerprint())
        .isEqualTo(((SharedRanges<?>) copy).fingerprint())
        .isNotEqualTo(sample(weights).share(17).fingerprint());
    assertThat(checksum).isEqualTo(-9069969663506592763L);
  }

  @Test
  void comesBackFromItsImage() {
    RangeSample<Integer> sample = RangeSample.ofSize(64, Comparator.<Integer>naturalOrder());
    for (int i = 0; i < 10_000; i++) {
      sample.add(i);
    }
    RangeSample<Integer> restored = RangeSample.restored(sample.image(), sample.order());

    assertThat(restored.total()).isEqualTo(10_000);
    assertThat(restored.share(8)).isEqualTo(sample.share(8));
  }

  @Test
  void refusesWhatMakesNoOrder() {
    Comparator<String> order = Comparator.naturalOrder();
    assertThatThrownBy(() -> new Cut<>("a", 0, List.of(0.5, 0.4)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("shares: their sum is 0.9, not 1");
    assertThatThrownBy(() -> new Cut<>("a", 0, List.of(1.0, 0.0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("shares: 0.0 not in (0..1]");
    List<Cut<String>> descending =
        List.of(new Cut<>("a", 2, List.of(1.0)), new Cut<>("b", 1, List.of(1.0)));
    assertThatThrownBy(() -> SharedRanges.of(3, 0, descending, order))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("cuts: partitions 1 to 1 of key b not in [2..2]");
    assertThatThrownBy(() -> SharedRanges.of(0, 0, List.of(), order))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("numPartitions: 0 not in [1..16777216]");
    assertThatThrownBy(
            () -> SharedRanges.<String>of(RangeBoundaries.of(List.of("b"), Inclusive.UPPER)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("boundaries: inclusive UPPER; make them Inclusive.LOWER, as by default");
    assertThatThrownBy(() -> sample(Map.of(1, 1L)).nest(4, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("places: 3 not in [4..16777216]");
  }
}
