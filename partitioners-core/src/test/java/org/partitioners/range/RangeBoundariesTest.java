package org.partitioners.range;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.partitioners.PartitionChange;
import org.partitioners.PartitionChange.Move;

class RangeBoundariesTest {

  /** All keys: on, between, before and after split points, which are even. */
  private static final List<Integer> KEYS = IntStream.rangeClosed(-1, 41).boxed().toList();

  private static RangeBoundaries<Integer> boundaries(Set<Integer> points, Inclusive inclusive) {
    return RangeBoundaries.of(List.copyOf(new TreeSet<>(points)), inclusive);
  }

  @Provide
  Arbitrary<RangeBoundaries<Integer>> boundaries() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 20).map(i -> 2 * i).set().ofMaxSize(12),
            Arbitraries.of(Inclusive.class))
        .as(RangeBoundariesTest::boundaries);
  }

  @Property
  void rangesHoldEachKeyOnceInOrder(@ForAll("boundaries") RangeBoundaries<Integer> boundaries) {
    int last = 0;
    for (Integer key : KEYS) {
      int index = boundaries.indexOf(key);
      for (int i = 0; i < boundaries.size(); i++) {
        assertThat(boundaries.range(i).contains(key)).isEqualTo(i == index);
      }
      assertThat(index).isGreaterThanOrEqualTo(last);
      last = index;
    }
  }

  @Property
  void rangesMeet(@ForAll("boundaries") RangeBoundaries<Integer> boundaries) {
    List<KeyRange<Integer>> ranges = boundaries.ranges();

    assertThat(ranges.get(0).lower()).isNull();
    assertThat(ranges.get(ranges.size() - 1).upper()).isNull();
    for (int i = 1; i < ranges.size(); i++) {
      assertThat(ranges.get(i).lower()).isNotNull().isEqualTo(ranges.get(i - 1).upper());
      assertThat(ranges.get(i).intersection(ranges.get(i - 1))).isNull();
      assertThat(ranges.get(i).compareEnds(ranges.get(i - 1))).isPositive();
    }
  }

  @Property
  void mergingUndoesASplit(@ForAll("boundaries") RangeBoundaries<Integer> boundaries) {
    for (int odd = -1; odd <= 41; odd += 2) {
      int i = boundaries.indexOf(odd);
      RangeBoundaries<Integer> split = boundaries.split(i, odd);

      assertThat(split.size()).isEqualTo(boundaries.size() + 1);
      assertThat(split.splitPoints()).contains(odd).containsAll(boundaries.splitPoints());
      assertThat(split.range(i).upper()).isEqualTo(odd);
      assertThat(split.merge(i)).isEqualTo(boundaries).hasSameHashCodeAs(boundaries);
    }
  }

  @Property
  void aQueryReadsThePartitionsOfAllKeysWithin(
      @ForAll("boundaries") RangeBoundaries<Integer> boundaries,
      @ForAll @IntRange(min = -1, max = 41) int a,
      @ForAll @IntRange(min = -1, max = 41) int b) {
    RangePartitioner<Integer> partitioner = RangePartitioner.of(boundaries);
    int from = Math.min(a, b);
    int to = Math.max(a, b);

    assertThat(partitioner.partitions(from, to))
        .containsExactlyElementsOf(
            IntStream.rangeClosed(from, to)
                .map(partitioner::partition)
                .distinct()
                .boxed()
                .toList());
  }

  /** Ends between whole numbers count, too: keys are tenths. */
  @Property
  void aQueryOfARangeReadsThePartitionsOfAllKeysWithin(
      @ForAll("boundaries") RangeBoundaries<Integer> boundaries,
      @ForAll @IntRange(min = -1, max = 41) int a,
      @ForAll @IntRange(min = -1, max = 41) int b,
      @ForAll Inclusive inclusive) {
    RangeBoundaries<Integer> tenths =
        RangeBoundaries.of(
            boundaries.splitPoints().stream().map(point -> 10 * point).toList(),
            boundaries.inclusive());
    RangePartitioner<Integer> partitioner = RangePartitioner.of(tenths);
    Integer lower = a == 41 ? null : 10 * a;
    Integer upper = b == -1 ? null : 10 * b;
    if (lower != null && upper != null && lower >= upper) {
      return;
    }
    KeyRange<Integer> range = KeyRange.of(lower, upper, Comparator.naturalOrder(), inclusive);

    assertThat(partitioner.partitions(range))
        .containsExactlyElementsOf(
            IntStream.rangeClosed(-20, 420)
                .filter(range::contains)
                .map(partitioner::partition)
                .distinct()
                .boxed()
                .toList());
  }

  @Property
  void aKeyMovesIfAndOnlyIfItsRangeIsListed(
      @ForAll("boundaries") RangeBoundaries<Integer> boundaries,
      @ForAll("boundaries") RangeBoundaries<Integer> others) {
    RangePartitioner<Integer> before = RangePartitioner.of(boundaries);
    RangePartitioner<Integer> after =
        RangePartitioner.of(RangeBoundaries.of(others.splitPoints(), boundaries.inclusive()));
    List<Move<KeyRange<Integer>>> moves = PartitionChange.between(before, after).moves();

    for (Integer key : KEYS) {
      String from = before.partitionName(before.partition(key));
      String to = after.partitionName(after.partition(key));
      List<Move<KeyRange<Integer>>> ofKey =
          moves.stream().filter(move -> move.region().contains(key)).toList();
      if (from.equals(to)) {
        assertThat(ofKey).isEmpty();
      } else {
        assertThat(ofKey)
            .singleElement()
            .extracting(Move::from, Move::to)
            .containsExactly(from, to);
      }
    }
  }

  @Test
  void refusesSplitPointsOutOfOrder() {
    assertThatThrownBy(() -> RangeBoundaries.of(List.of("a", "m", "c")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("splitPoints[2]: c not after splitPoints[1]: m; sort them");
    assertThatThrownBy(() -> RangeBoundaries.of(List.of("a", "m", "m")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("splitPoints[2]: m not after splitPoints[1]: m; leave out repetitions");
    Comparator<String> byLength = (left, right) -> left.length() - right.length();
    assertThatThrownBy(() -> RangeBoundaries.of(List.of("a"), byLength, Inclusive.LOWER))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("order: " + RangeBoundariesTest.class.getName())
        .hasMessageEndingWith(" is not serializable; cast a lambda to Comparator & Serializable");
  }

  @Test
  void refusesSplitsAndMergesThatCannotBe() {
    RangeBoundaries<String> three = RangeBoundaries.of(List.of("b", "m"));

    for (String at : List.of("a", "b", "m", "n")) {
      assertThatThrownBy(() -> three.split(1, at))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("at: " + at + " not between the ends of range 1, [b, m)");
    }
    assertThatThrownBy(() -> three.split(3, "z"))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageContaining("3");
    assertThatThrownBy(() -> three.merge(2))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageContaining("2");
  }

  @Test
  void aRangeIsNeverEmpty() {
    assertThatThrownBy(() -> KeyRange.of("b", "b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("lower: b not before upper: b; a range holds at least one of its ends");
  }

  private static @Nullable KeyRange<Integer> range(int a, int b, Inclusive inclusive) {
    Integer lower = a == 0 ? null : a;
    Integer upper = b == 0 ? null : b;
    return a != 0 && b != 0 && a >= b
        ? null
        : KeyRange.of(lower, upper, Comparator.naturalOrder(), inclusive);
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void anIntersectionHoldsWhatBothHold(
      @ForAll @IntRange(max = 6) int a,
      @ForAll @IntRange(max = 6) int b,
      @ForAll @IntRange(max = 6) int c,
      @ForAll @IntRange(max = 6) int d,
      @ForAll Inclusive inclusive) {
    KeyRange<Integer> left = range(a, b, inclusive);
    KeyRange<Integer> right = range(c, d, inclusive);
    if (left == null || right == null) {
      return;
    }
    KeyRange<Integer> common = left.intersection(right);

    assertThat(right.intersection(left)).isEqualTo(common);
    for (int key = -1; key <= 8; key++) {
      assertThat(common != null && common.contains(key))
          .isEqualTo(left.contains(key) && right.contains(key));
    }
    assertThat(Integer.signum(left.compareEnds(right)))
        .isEqualTo(Integer.compare(b == 0 ? 7 : b, d == 0 ? 7 : d));
  }
}
