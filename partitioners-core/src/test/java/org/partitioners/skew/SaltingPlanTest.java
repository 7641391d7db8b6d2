package org.partitioners.skew;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.partitioners.KeyPartitioner;
import org.partitioners.PartitionLoad;
import org.partitioners.hash.HashPartitioners;
import org.partitioners.hash.KeyHashers;

class SaltingPlanTest {

  @Provide
  Arbitrary<Map<String, Long>> hotCounts() {
    return Arbitraries.maps(
            Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(2),
            Arbitraries.longs().between(1, 1_000_000))
        .ofMaxSize(40);
  }

  @Provide
  Arbitrary<PartitionLoad> coldLoads() {
    return Arbitraries.longs()
        .between(0, 100_000)
        .array(long[].class)
        .ofMinSize(1)
        .ofMaxSize(40)
        .map(PartitionLoad::of);
  }

  @Property
  void expectedLoadsAddUp(
      @ForAll("hotCounts") Map<String, Long> hot, @ForAll("coldLoads") PartitionLoad cold) {
    SaltingPlan<String> plan = SaltingPlan.balanced(hot, cold);
    long hotTotal = hot.values().stream().mapToLong(Long::longValue).sum();

    assertThat(plan.numPlaces()).isEqualTo(cold.numPartitions());
    assertThat(plan.expectedLoad().total()).isEqualTo(cold.total() + hotTotal);
    double[] loads = Arrays.stream(cold.counts()).asDoubleStream().toArray();
    for (String key : plan.hotKeys()) {
      int pieces = plan.pieces(key);
      for (int piece = 0; piece < pieces; piece++) {
        assertThat(plan.place(key, piece)).isBetween(0, plan.numPlaces() - 1);
        loads[plan.place(key, piece)] += (double) hot.get(key) / pieces;
      }
    }
    for (int place = 0; place < plan.numPlaces(); place++) {
      // A piece is rounded to whole records, which the loads know and this sum does not.
      int piecesThere = 0;
      for (String key : plan.hotKeys()) {
        for (int piece = 0; piece < plan.pieces(key); piece++) {
          piecesThere += plan.place(key, piece) == place ? 1 : 0;
        }
      }
      assertThat(Math.abs(loads[place] - plan.expectedLoad().count(place)))
          .isLessThanOrEqualTo(piecesThere + 1e-6);
    }
  }

  @Property
  void noPieceExceedsTheHotShare(
      @ForAll("hotCounts") Map<String, Long> hot, @ForAll("coldLoads") PartitionLoad cold) {
    SaltingPlan<String> plan = SaltingPlan.balanced(hot, cold);
    long largest = largestPiece(plan);

    for (String key : plan.hotKeys()) {
      if (plan.numPlaces() > 1) {
        assertThat((hot.get(key) - 1) / plan.pieces(key) + 1).isLessThanOrEqualTo(largest);
      } else {
        assertThat(plan.pieces(key)).isEqualTo(1);
      }
    }
  }

  /** Whatever is placed last goes to a place no fuller than the mean. */
  @Property
  void noPlaceExceedsTheMeanByMoreThanAPieceUnlessColdKeysDo(
      @ForAll("hotCounts") Map<String, Long> hot, @ForAll("coldLoads") PartitionLoad cold) {
    SaltingPlan<String> plan = SaltingPlan.balanced(hot, cold);
    double bound = plan.expectedLoad().mean() + largestPiece(plan);

    assertThat((double) plan.expectedLoad().max())
        .isLessThanOrEqualTo(Math.max((double) cold.max(), bound));
  }

  private static long largestPiece(SaltingPlan<String> plan) {
    return Math.max(1, HotKeys.threshold(plan.expectedLoad().total(), plan.numPlaces()));
  }

  @Property
  void theOrderOfTheMapDoesNotMatter(
      @ForAll("hotCounts") Map<String, Long> hot,
      @ForAll("coldLoads") PartitionLoad cold,
      @ForAll Random random) {
    hot.replaceAll((key, count) -> count % 5 + 1); // Many equal counts.
    List<String> keys = new ArrayList<>(hot.keySet());
    Collections.shuffle(keys, random);
    Map<String, Long> shuffled = new LinkedHashMap<>();
    keys.forEach(key -> shuffled.put(key, hot.get(key)));

    SaltingPlan<String> plan = SaltingPlan.balanced(hot, cold);

    assertThat(SaltingPlan.balanced(shuffled, cold))
        .isEqualTo(plan)
        .hasSameHashCodeAs(plan)
        .extracting(SaltingPlan::hotKeys)
        .isEqualTo(plan.hotKeys());
  }

  /** A celebrity with 30 % beside Zipf 1.2 over 10⁵ keys, on several numbers of places. */
  @Test
  void evensOutACelebrity() {
    Map<Integer, Long> counts = new HashMap<>();
    double weights = 0;
    for (int k = 1; k <= 100_000; k++) {
      weights += StrictMath.pow(k, -1.2);
    }
    for (int k = 1; k <= 100_000; k++) {
      counts.put(k, (long) (7_000_000 * StrictMath.pow(k, -1.2) / weights));
    }
    counts.put(0, 3_000_000L);

    for (int places : new int[] {2, 8, 32, 64}) {
      KeyPartitioner<Integer> home = HashPartitioners.modulo(places, KeyHashers.ints());
      long[] cold = new long[places];
      Map<Integer, Long> hot = HotKeys.among(counts, places);
      counts.forEach((key, count) -> cold[home.partition(key)] += hot.containsKey(key) ? 0 : count);
      PartitionLoad coldLoad = PartitionLoad.of(cold);
      PartitionLoad load = SaltingPlan.balanced(hot, coldLoad).expectedLoad();

      assertThat(load.maxOverMean()).as("%s places", places).isLessThan(1.02);
      assertThat(hot).hasSizeLessThan(32 * places);
    }
  }

  @Test
  void fillsUpWhatColdKeysLeaveUneven() {
    SaltingPlan<String> plan =
        SaltingPlan.balanced(Map.of("celebrity", 700L), PartitionLoad.of(0, 100, 200, 0));

    assertThat(plan.expectedLoad().maxOverMean()).isLessThanOrEqualTo(1 + 1 / 32.0);
    assertThat(plan.replicas("celebrity")).containsExactly(0, 1, 2, 3);
    assertThat(plan).hasToString("SaltingPlan[1 hot keys in 100 pieces over 4 places]");
  }

  @Test
  void ranksTheHeaviestFirstThenByOrder() {
    Map<String, Long> hot = Map.of("b", 10L, "a", 10L, "c", 99L);

    assertThat(SaltingPlan.balanced(hot, PartitionLoad.of(0, 0)).hotKeys())
        .containsExactly("c", "a", "b");
    SaltingPlan<String> reversed =
        SaltingPlan.balanced(hot, PartitionLoad.of(0, 0), Comparator.reverseOrder());
    assertThat(reversed.hotKeys()).containsExactly("c", "b", "a");
    assertThat(reversed.split("a").rank()).isEqualTo(2);
    assertThat(reversed.split("a").count()).isEqualTo(10);
  }

  @Test
  void keepsToTheLargestNumberOfPieces() {
    SaltingPlan<String> plan =
        SaltingPlan.balanced(
            Map.of("celebrity", 1_000L),
            PartitionLoad.of(0, 0, 0, 0),
            Comparator.naturalOrder(),
            2);

    assertThat(plan.pieces("celebrity")).isEqualTo(2);
    assertThat(plan.replicas("celebrity")).containsExactly(0, 1);
    assertThat(plan.expectedLoad()).isEqualTo(PartitionLoad.of(500, 500, 0, 0));
  }

  /** Whoever writes takes one place, whoever reads all: they meet. */
  @Property
  void saltsTakeTheReplicasInTurn(
      @ForAll("hotCounts") Map<String, Long> hot,
      @ForAll("coldLoads") PartitionLoad cold,
      @ForAll int start) {
    SaltingPlan<String> plan = SaltingPlan.balanced(hot, cold);
    for (String key : plan.hotKeys()) {
      int pieces = plan.pieces(key);

      assertThat(
              IntStream.range(0, pieces)
                  .map(i -> plan.salt(key, (long) start + i))
                  .distinct()
                  .sorted())
          .containsExactlyElementsOf(Arrays.stream(plan.replicas(key)).boxed().toList());
      assertThat(plan.salt(key, 0)).isEqualTo(plan.place(key, 0));
      assertThat(plan.salt(key, -1)).isEqualTo(plan.place(key, pieces - 1));
    }
  }

  @Test
  void aColdKeyHasNoPieces() {
    SaltingPlan<String> plan = SaltingPlan.balanced(Map.of("hot", 9L), PartitionLoad.of(0, 0));

    assertThat(plan.isHot("hot")).isTrue();
    assertThat(plan.isHot("cold")).isFalse();
    assertThat(plan.split("cold")).isNull();
    assertThat(plan.pieces("cold")).isZero();
    assertThatThrownBy(() -> plan.place("cold", 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("key: cold is not hot; ask isHot first");
    assertThatThrownBy(() -> plan.salt("cold", 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("key: cold is not hot; ask isHot first");
    assertThatThrownBy(() -> plan.replicas("cold"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("key: cold is not hot; ask isHot first");
    assertThatThrownBy(() -> plan.isHot(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("key: null is not a key");
  }

  @Test
  void withoutHotKeysOnlyTheColdLoadIsLeft() {
    PartitionLoad cold = PartitionLoad.of(3, 1);
    SaltingPlan<String> plan = SaltingPlan.balanced(Map.<String, Long>of(), cold);

    assertThat(plan.hotKeys()).isEmpty();
    assertThat(plan.expectedLoad()).isEqualTo(cold);
  }

  @Test
  void survivesSerialization() throws IOException, ClassNotFoundException {
    SaltingPlan<String> plan =
        SaltingPlan.balanced(Map.of("a", 70L, "b", 20L), PartitionLoad.of(1, 2, 3));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(plan);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(plan);
    }
  }

  @Test
  void refusesBadParameters() {
    PartitionLoad cold = PartitionLoad.of(1, 2);
    assertThatThrownBy(() -> SaltingPlan.balanced(Map.of("a", 0L), cold))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("hotCounts[a]: 0 not in [1..9223372036854775807]");
    assertThatThrownBy(() -> SaltingPlan.balanced(Map.of("a", Long.MAX_VALUE), cold))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("hotCounts: their sum and the cold load exceed 9223372036854775807");
    assertThatThrownBy(
            () -> SaltingPlan.balanced(Map.of("a", 1L), cold, Comparator.<String>naturalOrder(), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxPieces: 0 not in [1..2147483647]");
    assertThatThrownBy(
            () ->
                SaltingPlan.balanced(Map.of("a", 1L, "A", 1L), cold, String.CASE_INSENSITIVE_ORDER))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching(
            "order: takes the keys [aA] and [aA] for equal; it must tell all hot keys apart");
  }
}
