package org.partitioners.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.partitioners.Description;
import org.partitioners.KeyPartitioner;
import org.partitioners.hash.BoundedLoad;
import org.partitioners.hash.HashAlgorithm;
import org.partitioners.hash.HashPartitioners;
import org.partitioners.hash.KeyHasher;
import org.partitioners.hash.KeyHashers;
import org.partitioners.hash.Node;
import org.partitioners.hash.NodePartitioner;
import org.partitioners.hash.Nodes;
import org.partitioners.range.Inclusive;
import org.partitioners.range.RangeBoundaries;
import org.partitioners.range.RangePartitioner;
import org.partitioners.skew.BalancedKeys;

class PartitionerDescriptionTest {

  private static final KeyHasher<String> STRINGS = DescribedCase.STRINGS;
  private static final Nodes EVEN = DescribedCase.EVEN;

  static List<DescribedCase<?>> cases() {
    return DescribedCase.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  <K> void makesEveryPartitionerAgain(DescribedCase<K> given) {
    KeyPartitioner<K> partitioner = given.partitioner();
    PartitionerDescription description = PartitionerDescription.describe(partitioner);
    PartitionerDescription read = PartitionerDescription.described(description.description());
    assertThat(read).isEqualTo(description);

    @SuppressWarnings("unchecked")
    KeyPartitioner<K> rebuilt = (KeyPartitioner<K>) read.rebuild();
    assertThat(rebuilt).hasSameClassAs(partitioner);
    assertThat(rebuilt.fingerprint()).isEqualTo(partitioner.fingerprint());
    for (int p = 0; p < partitioner.numPartitions(); p++) {
      assertThat(rebuilt.partitionName(p)).isEqualTo(partitioner.partitionName(p));
    }
    for (long i = 1; i < 1000; i++) {
      boolean isKnown = !(partitioner instanceof BalancedKeys) || i > 1;
      K key = given.key().apply(i);
      assertThat(isKnown ? rebuilt.partition(key) : 0)
          .isEqualTo(isKnown ? partitioner.partition(key) : 0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void makesEveryHasherAgain(HashAlgorithm algorithm) {
    List<KeyHasher<?>> hashers =
        List.of(
            algorithm.strings(1),
            algorithm.bytes(2),
            algorithm.longs(3),
            algorithm.ints(4),
            algorithm.uuids(5));
    for (KeyHasher<?> hasher : hashers) {
      KeyPartitioner<?> partitioner = HashPartitioners.modulo(9, hasher);
      assertThat(PartitionerDescription.describe(partitioner).rebuild()).isEqualTo(partitioner);
    }
  }

  @Test
  void keepsTheHistoryOfChanges() {
    NodePartitioner<String> afresh =
        HashPartitioners.memento(Nodes.named("b", "ä", "new", "newer"), STRINGS);
    NodePartitioner<String> grown = DescribedCase.changed(HashPartitioners.memento(EVEN, STRINGS));
    assertThat(PartitionerDescription.describe(grown).rebuild()).isEqualTo(grown);
    assertThat(grown.fingerprint()).isNotEqualTo(afresh.fingerprint());
  }

  @Test
  void namesWhatCannotBeDescribed() {
    assertThatThrownBy(
            () ->
                PartitionerDescription.describe(
                    HashPartitioners.jump(
                        4, KeyHashers.<Long>of("order", (key, sink) -> sink.putLong(key), 0))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "hasher: xxh3-64(of order, seed 0) holds code, which cannot be described; take");
    assertThatThrownBy(
            () ->
                PartitionerDescription.describe(
                    HashPartitioners.ring(
                        4, KeyHashers.by("length", String::length, KeyHashers.ints()))))
        .hasMessageStartingWith("hasher: xxh3-64(int, seed 0) by length holds code");
    Comparator<String> byLength =
        (Comparator<String> & Serializable) (a, b) -> a.length() - b.length();
    assertThatThrownBy(
            () ->
                PartitionerDescription.describe(
                    RangePartitioner.of(
                        RangeBoundaries.of(List.of("a", "bb"), byLength, Inclusive.LOWER))))
        .hasMessageMatching("order: .*Lambda.* cannot be described; take the natural order or .*");
    assertThatThrownBy(
            () ->
                PartitionerDescription.describe(
                    RangePartitioner.of(RangeBoundaries.of(List.of('a', 'b')))))
        .hasMessageStartingWith("key: java.lang.Character cannot be described; take String");
    assertThatThrownBy(() -> PartitionerDescription.describe(new Alone()))
        .hasMessageMatching("partitioner: .*Alone cannot be described; take one that this .*");
  }

  private record Alone() implements KeyPartitioner<String> {
    @Override
    public int partition(String key) {
      return 0;
    }

    @Override
    public int numPartitions() {
      return 1;
    }
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    Description known =
        PartitionerDescription.describe(HashPartitioners.jump(4, STRINGS)).description();
    Description form = known.description("form");
    assertThatThrownBy(() -> PartitionerDescription.described(known.with("version", 2)))
        .hasMessage(
            "partitioner: version 2 is unknown, this library reads version 1; take the version of"
                + " the library that wrote it");
    assertThatThrownBy(() -> PartitionerDescription.described(known.with("more", 1)))
        .hasMessageStartingWith("partitioner: has the parts [version, partitions, fingerprint,");
    assertThatThrownBy(() -> PartitionerDescription.described(form))
        .hasMessage("partitioner: what is described is of the type jump");
    assertThatThrownBy(() -> rebuilt(known, new Description("leap", form.parts())))
        .hasMessage("partitioner: unknown type leap; a later version of the library may know it");
    assertThatThrownBy(() -> rebuilt(known, form.with("speed", 1)))
        .hasMessage("jump: has the parts [partitions, hasher, speed], not [partitions, hasher]");
    assertThatThrownBy(
            () ->
                rebuilt(known, form.with("hasher", Description.of("md6").with("input", "string"))))
        .hasMessage("md6: has the parts [input], not [input, seed]");
    assertThatThrownBy(() -> rebuilt(known, form.with("partitions", 5)))
        .hasMessage(
            "partitioner: made again it is jumpback-splitmix64(5)/xxh3-64(string, seed"
                + " -9223372036854775808), not jumpback-splitmix64(4)/xxh3-64(string, seed"
                + " -9223372036854775808) as described; describe it with the version of the"
                + " library that reads it");
  }

  private static KeyPartitioner<?> rebuilt(Description partitioner, Description form) {
    return PartitionerDescription.described(partitioner.with("form", form)).rebuild();
  }

  @ParameterizedTest
  @MethodSource("cases")
  <K> void refusesEveryPartThatIsMissingOrOfAnotherType(DescribedCase<K> given) {
    Description whole = PartitionerDescription.describe(given.partitioner()).description();
    Description form = whole.description("form");
    for (String part : form.parts().keySet()) {
      Map<String, Object> fewer = new LinkedHashMap<>(form.parts());
      Object value = fewer.remove(part);
      List<Description> damaged = new ArrayList<>();
      if (!part.equals("names")) { // Without names, ranges are numbered.
        damaged.add(new Description(form.type(), fewer));
      }
      damaged.add(form.with(part, value instanceof String ? 1L : "text"));
      for (Description damage : damaged) {
        assertThatThrownBy(() -> rebuilt(whole, damage))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageNotContaining("null pointer");
      }
    }
  }

  @Test
  void refusesBrokenHistories() {
    Description memento = form(DescribedCase.changed(HashPartitioners.memento(EVEN, STRINGS)));
    assertThatThrownBy(() -> HashPartitioners.described(memento.with("removed", List.of(0L))))
        .hasMessage(
            "memento: buckets and removed are not each number from 0 once, a bucket for each of 4"
                + " nodes");
    Description tokens = form(HashPartitioners.balancedRing(Nodes.named("a", "b"), 2, STRINGS));
    for (List<List<Long>> broken :
        List.of(
            List.of(List.of(1L, 2L)),
            List.of(List.of(1L, 2L), List.<Long>of()),
            List.of(List.of(1L, 2L), List.of(2L, 3L)),
            List.of(List.of(1L, 4L), List.of(3L, 2L)),
            List.of(List.of(-1L, 4L), List.of(2L, 3L)),
            List.of(List.of(1L, 4L), List.of(2L, 1L << 47)))) {
      assertThatThrownBy(() -> HashPartitioners.described(tokens.with("tokens", broken)))
          .hasMessageStartingWith("tokens: not in [0..")
          .hasMessageEndingWith("), ascending for each of 2 nodes and all different");
    }
    Description sticky = form(DescribedCase.changed(HashPartitioners.stickySlots(EVEN, STRINGS)));
    assertThatThrownBy(() -> HashPartitioners.described(sticky.with("owners", List.of(0L))))
        .hasMessage("owners: not a table of 65536 slots of 4 nodes, at version 4");
    Description bounded =
        form(BoundedLoad.of(HashPartitioners.rendezvous(EVEN, STRINGS), 2, List.of("x", "y")));
    assertThatThrownBy(() -> HashPartitioners.described(bounded.with("turns", List.of(2L, 1L))))
        .hasMessage("turns: not ascending, each once");
  }

  private static Description form(KeyPartitioner<?> partitioner) {
    return PartitionerDescription.describe(partitioner).form();
  }

  @Test
  void takesEqualPartsForEqualWhateverObjectsTheyAre() {
    String zone = "a";
    String sameZone = String.valueOf(new char[] {'a'});
    KeyPartitioner<String> one =
        HashPartitioners.rendezvous(Nodes.of(new Node("a", 1, zone)), STRINGS);
    KeyPartitioner<String> other =
        HashPartitioners.rendezvous(Nodes.of(new Node("a", 1, sameZone)), STRINGS);
    BalancedKeys<String> keys = BalancedKeys.of(Map.of("k", 1L), 1);
    assertThat(keys.withFallback(one).fingerprint())
        .isEqualTo(keys.withFallback(other).fingerprint());
  }
}
