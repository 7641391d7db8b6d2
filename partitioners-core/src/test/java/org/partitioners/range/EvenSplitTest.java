package org.partitioners.range;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.partitioners.PartitionLoad;

class EvenSplitTest {

  @Test
  void dividesNumbersEvenly() {
    assertThat(RangeBoundaries.even(0, 9, 4))
        .hasToString("4 ranges (-∞, 2), [2, 5), [5, 7), [7, ∞)");
    assertThat(RangeBoundaries.even(Long.MIN_VALUE, Long.MAX_VALUE, 4).splitPoints())
        .containsExactly(Long.MIN_VALUE / 2, 0L, Long.MAX_VALUE / 2 + 1);
    assertThat(RangeBoundaries.even(7, 7, 1).splitPoints()).isEmpty();
  }

  @Property(tries = 200)
  void widthsDifferByOneAtMost(
      @ForAll @IntRange(min = -500, max = 500) int min,
      @ForAll @IntRange(min = 1, max = 100) int n,
      @ForAll @IntRange(max = 1000) int more) {
    long max = (long) min + n - 1 + more;
    PartitionLoad load =
        PartitionLoad.of(
            RangePartitioner.of(RangeBoundaries.even(min, max, n)),
            LongStream.rangeClosed(min, max).boxed().toList());

    assertThat(LongStream.of(load.counts())).allMatch(c -> c == load.max() || c == load.max() - 1);
  }

  @Test
  void dividesBytesEvenly() {
    assertThat(RangeBoundaries.evenBytes(4))
        .hasToString("4 ranges (-∞, 40), [40, 80), [80, c0), [c0, ∞)");
    RangeBoundaries<byte[]> three = RangeBoundaries.evenBytes(3);
    assertThat(three).hasToString("3 ranges (-∞, 555555), [555555, aaaaaa), [aaaaaa, ∞)");
    assertThat(three.indexOf(new byte[] {-1})).isEqualTo(2);
    assertThat(three.indexOf(new byte[] {0x55, 0x55, 0x55})).isEqualTo(1);
    assertThat(three.indexOf(new byte[] {0x55, 0x55})).isEqualTo(0);
    assertThat(three.indexOf(new byte[0])).isEqualTo(0);
    assertThat(RangeBoundaries.evenBytes(3)).isEqualTo(three).hasSameHashCodeAs(three);
    assertThat(RangeBoundaries.evenBytes(1 << 16).size()).isEqualTo(1 << 16);
  }

  @Test
  void dividesPrefixesOverAnAlphabetEvenly() {
    assertThat(RangeBoundaries.evenStrings("0123456789abcdef", 4).splitPoints())
        .containsExactly("4", "8", "c");
    assertThat(RangeBoundaries.evenStrings("01", 8).splitPoints())
        .containsExactly("001", "01", "011", "1", "101", "11", "111");
    RangePartitioner<String> ten =
        RangePartitioner.of(RangeBoundaries.evenStrings("0123456789abcdef", 10));
    SplittableRandom random = new SplittableRandom(1);
    List<String> keys =
        LongStream.generate(random::nextLong)
            .limit(100_000)
            .mapToObj(key -> String.format("%016x", key))
            .toList();
    // 10000 each, with a standard deviation of 95.
    assertThat(LongStream.of(PartitionLoad.of(ten, keys).counts()))
        .allMatch(c -> c > 9_600 && c < 10_400);
  }

  @Test
  void refusesWhatCannotBeDivided() {
    assertThatThrownBy(() -> RangeBoundaries.even(5, 7, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("numPartitions: 4 exceed the whole numbers in [5..7]; take fewer");
    assertThatThrownBy(() -> RangeBoundaries.even(5, 4, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("min: 5 is above max: 4");
    assertThatThrownBy(() -> RangeBoundaries.evenBytes(65537))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("numPartitions: 65537 not in [1..65536]");
    assertThatThrownBy(() -> RangeBoundaries.evenStrings("a", 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("alphabet: \"a\" has fewer than two characters");
    assertThatThrownBy(() -> RangeBoundaries.evenStrings("acb", 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("alphabet: 'b' not after 'c'; sort the characters and leave out repetitions");
  }
}
