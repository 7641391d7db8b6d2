package org.partitioners.benchmarks.contenders;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.LongToIntFunction;
import java.util.function.ToIntFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.partitioners.hash.Nodes;

/** Every contender can be made, stays in range, and agrees with itself made anew. */
class ContendersTest {
  private static final int NODES = 12;
  private static final int KEYS = 500;

  static List<Contender> contenders() {
    return Contenders.ALL;
  }

  @Test
  void namesAreUnique() {
    assertThat(Contenders.ALL).extracting(Contender::name).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("contenders")
  void placesHashesAlikeWhenMadeAnew(Contender contender) {
    Optional<LongToIntFunction> first = contender.ofHashes(Contenders.nodes(NODES));
    Optional<LongToIntFunction> second = contender.ofHashes(Contenders.nodes(NODES));
    assertThat(first.isPresent()).isEqualTo(second.isPresent());
    if (first.isPresent()) {
      int[] places = hashes().mapToInt(first.get()).toArray();
      assertThat(places).isEqualTo(hashes().mapToInt(second.get()).toArray());
      assertSpread(places);
    }
  }

  @ParameterizedTest
  @MethodSource("contenders")
  void placesKeysAlikeWhenMadeAnew(Contender contender) {
    boolean takesSomething = contender.ofHashes(Contenders.nodes(NODES)).isPresent();
    for (KeyType<?> type : KeyType.ALL) {
      takesSomething |= placesKeysAlike(contender, type);
    }
    assertThat(takesSomething).isTrue();
  }

  private static <K> boolean placesKeysAlike(Contender contender, KeyType<K> type) {
    Optional<ToIntFunction<K>> first = contender.ofKeys(type, Contenders.nodes(NODES));
    Optional<ToIntFunction<K>> second = contender.ofKeys(type, Contenders.nodes(NODES));
    if (first.isPresent()) {
      int[] places = type.keys(KEYS).stream().mapToInt(first.get()).toArray();
      assertThat(places)
          .isEqualTo(type.keys(KEYS).stream().mapToInt(second.orElseThrow()).toArray());
      assertSpread(places);
    }
    return first.isPresent();
  }

  /** Even the ring by hash codes, the worst, has keys on two nodes. */
  private static void assertSpread(int[] places) {
    assertThat(Arrays.stream(places)).allMatch(place -> place >= 0 && place < NODES);
    assertThat(Arrays.stream(places).distinct().count()).isGreaterThan(1);
  }

  private static LongStream hashes() {
    return new SplittableRandom(5).longs(KEYS);
  }

  @Test
  void bothTextbookRingsAreOneRing() {
    Nodes nodes = Contenders.nodes(NODES);
    LongToIntFunction tree = Textbook.treeMapRing(nodes);
    LongToIntFunction array = Textbook.sortedArrayRing(nodes);
    assertThat(hashes().mapToInt(tree).toArray()).isEqualTo(hashes().mapToInt(array).toArray());
  }

  @Test
  void whatIsWeightedKeepsItsWeightWhenOthersGo() {
    Nodes all = Weights.varied(Contenders.nodes(NODES));
    Nodes fewer = Weights.varied(Contenders.nodes(NODES).without("node-4"));
    assertThat(fewer).isEqualTo(all.without("node-4"));
    assertThat(all.list()).extracting(node -> node.weight()).contains(1.0, 2.0, 4.0, 8.0);
  }
}
