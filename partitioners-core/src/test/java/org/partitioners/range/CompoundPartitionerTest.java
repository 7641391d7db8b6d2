package org.partitioners.range;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.partitioners.KeyPartitioner;
import org.partitioners.KeyPartitionerContractTest;
import org.partitioners.hash.HashPartitioners;
import org.partitioners.hash.KeyHashers;
import org.partitioners.hash.Node;
import org.partitioners.hash.Nodes;

class CompoundPartitionerTest extends KeyPartitionerContractTest<CompoundKey<String, Integer>> {

  private static final int CLUSTERINGS = 12_000;

  @Override
  protected KeyPartitioner<CompoundKey<String, Integer>> partitioner(int numPartitions) {
    int ranges = IntStream.of(4, 3, 2, 1).filter(m -> numPartitions % m == 0).findFirst().orElse(1);
    if (numPartitions < 1) {
      ranges = 1;
    }
    return compound(numPartitions / ranges, ranges);
  }

  private static CompoundPartitioner<String, Integer> compound(int hashed, int ranges) {
    List<Integer> splitPoints =
        IntStream.range(1, ranges).mapToObj(r -> r * CLUSTERINGS / ranges).toList();
    return CompoundPartitioner.of(
        HashPartitioners.modulo(hashed, KeyHashers.strings()),
        RangePartitioner.of(RangeBoundaries.of(splitPoints)));
  }

  @Override
  protected CompoundKey<String, Integer> key(long i) {
    return new CompoundKey<>(
        "user-" + i, (int) (((i * 0x9E3779B9L & 0xFFFFFFFFL) * CLUSTERINGS) >>> 32));
  }

  @Override
  protected Movement movement() {
    return Movement.ANY;
  }

  @Override
  protected int maxPartitions() {
    return Integer.MAX_VALUE;
  }

  @Property
  void aRangeQueryReadsWhereItsKeysAre(
      @ForAll @Size(max = 6) Set<@IntRange(max = 40) Integer> points,
      @ForAll Inclusive inclusive,
      @ForAll @IntRange(max = 40) int one,
      @ForAll @IntRange(max = 40) int other) {
    List<Integer> splitPoints = new ArrayList<>(new TreeSet<>(points));
    CompoundPartitioner<String, Integer> compound =
        CompoundPartitioner.of(
            HashPartitioners.modulo(5, KeyHashers.strings()),
            RangePartitioner.of(RangeBoundaries.of(splitPoints, inclusive)));
    int from = Math.min(one, other);
    int to = Math.max(one, other);
    Set<Integer> places = new TreeSet<>();
    for (int clustering = from; clustering <= to; clustering++) {
      places.add(compound.partition(new CompoundKey<>("alice", clustering)));
    }

    assertThat(compound.partitions("alice", from, to).boxed()).containsExactlyElementsOf(places);
    assertThat(
            compound
                .partitions("alice", KeyRange.of(from, to + 1))
                .filter(p -> !places.contains(p)))
        .as("ranges without a whole number")
        .hasSizeLessThanOrEqualTo(inclusive == Inclusive.UPPER ? 1 : 0);
    assertThat(compound.partitions("alice").boxed())
        .hasSize(splitPoints.size() + 1)
        .isSorted()
        .containsAll(places);
  }

  @Test
  void partitionKeysOfOneHashPartitionShareItsRanges() {
    CompoundPartitioner<String, Integer> compound = compound(4, 3);
    for (int i = 0; i < 100; i++) {
      String user = "user-" + i;
      int hash = HashPartitioners.modulo(4, KeyHashers.strings()).partition(user);

      assertThat(compound.partitions(user)).containsExactly(3 * hash, 3 * hash + 1, 3 * hash + 2);
      assertThat(compound.partition(new CompoundKey<>(user, 4_000))).isEqualTo(3 * hash + 1);
    }
  }

  @Test
  void namesAreThoseOfNodeAndRange() {
    CompoundPartitioner<String, Integer> compound =
        CompoundPartitioner.of(
            HashPartitioners.slots(
                Nodes.of(Node.of("a/b"), Node.of("a"), Node.of("a\\")), KeyHashers.strings()),
            RangePartitioner.of(
                RangeBoundaries.of(List.of(1, 2, 3)), List.of("x", "b/x", "/b/x", "")));
    Set<String> names = new HashSet<>();
    for (int p = 0; p < compound.numPartitions(); p++) {
      names.add(compound.partitionName(p));
    }

    assertThat(names).hasSize(12).contains("a/x", "a/b/x", "a\\/b/x", "a\\\\/");
    assertThatThrownBy(() -> compound.partitionName(12))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("Index 12 out of bounds for length 12");
  }

  @Test
  void ordersByPartitionThenClusteringKey() {
    List<CompoundKey<String, Integer>> rows =
        new ArrayList<>(
            List.of(
                new CompoundKey<>("b", 1),
                new CompoundKey<>("a", 2),
                new CompoundKey<>("b", 0),
                new CompoundKey<>("a", 10)));
    rows.sort(CompoundKey.order(Comparator.<String>naturalOrder(), Comparator.reverseOrder()));

    assertThat(rows)
        .containsExactly(
            new CompoundKey<>("a", 10),
            new CompoundKey<>("a", 2),
            new CompoundKey<>("b", 1),
            new CompoundKey<>("b", 0));
  }

  @Test
  void ordersAreEqualIfTheirPartsAre() {
    CompoundOrder<String, Integer> latestFirst =
        CompoundKey.order(Comparator.<String>naturalOrder(), Comparator.<Integer>reverseOrder());
    assertThat(latestFirst)
        .isEqualTo(
            CompoundKey.order(
                Comparator.<String>naturalOrder(), Comparator.<Integer>reverseOrder()))
        .isNotEqualTo(
            CompoundKey.order(
                Comparator.<String>naturalOrder(), Comparator.<Integer>naturalOrder()));
    assertThat(latestFirst.clusterings()).isEqualTo(Comparator.<Integer>reverseOrder());
  }

  @Test
  void equalsWhatIsMadeAlike() {
    assertThat(compound(4, 3))
        .isEqualTo(compound(4, 3))
        .hasSameHashCodeAs(compound(4, 3))
        .isNotEqualTo(compound(4, 2))
        .isNotEqualTo(compound(3, 3));
    assertThat(compound(2, 1).toString()).startsWith("CompoundPartitioner[").contains("(-∞, ∞)");
  }

  @Test
  void refusesMissingParts() {
    assertThatThrownBy(() -> new CompoundKey<>(null, 1))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("partition");
    assertThatThrownBy(() -> new CompoundKey<>("a", null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("clustering");
  }

  @Test
  void refusesTooManyPartitions() {
    assertThatThrownBy(() -> compound(1 << 30, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "ranged: 2 ranges of each of 1073741824 partitions are more than 2147483647 partitions");
  }
}
