package org.partitioners.range;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.partitioners.PartitionChange;
import org.partitioners.PartitionChange.Move;

class RangePartitionerTest {

  private static final RangePartitioner<String> THREE =
      RangePartitioner.of(RangeBoundaries.of(List.of("b", "m")));
  private static final RangePartitioner<String> THREE_UPPER =
      RangePartitioner.of(RangeBoundaries.of(List.of("b", "m"), Inclusive.UPPER));

  @Test
  void aSplitPointBelongsWhereTheInclusivitySays() {
    assertThat(THREE.partition("a")).isEqualTo(0);
    assertThat(THREE.partition("b")).isEqualTo(1);
    assertThat(THREE.partition("bb")).isEqualTo(1);
    assertThat(THREE.partition("m")).isEqualTo(2);
    assertThat(THREE_UPPER.partition("b")).isEqualTo(0);
    assertThat(THREE_UPPER.partition("bb")).isEqualTo(1);
    assertThat(THREE_UPPER.partition("m")).isEqualTo(1);
    assertThat(THREE_UPPER.partition("n")).isEqualTo(2);
  }

  @Test
  void showsItsRanges() {
    assertThat(THREE).hasToString("RangePartitioner[3 ranges (-∞, b), [b, m), [m, ∞)]");
    assertThat(THREE_UPPER).hasToString("RangePartitioner[3 ranges (-∞, b], (b, m], (m, ∞)]");
    assertThat(THREE.range(1)).isEqualTo(KeyRange.of("b", "m"));
    assertThat(THREE.space()).isNotEqualTo(THREE_UPPER.space());
  }

  @Test
  void aQueryReadsThePartitionsItTouches() {
    assertThat(THREE.partitions("a", "az")).containsExactly(0);
    assertThat(THREE.partitions("a", "b")).containsExactly(0, 1);
    assertThat(THREE_UPPER.partitions("a", "b")).containsExactly(0);
    assertThat(THREE.partitions(KeyRange.of(null, "b"))).containsExactly(0);
    assertThat(THREE.partitions(KeyRange.of("b", "m"))).containsExactly(1);
    assertThat(THREE.partitions(KeyRange.of("b", null))).containsExactly(1, 2);
    KeyRange<String> afterB = KeyRange.of("b", "n", Comparator.naturalOrder(), Inclusive.UPPER);
    assertThat(THREE_UPPER.partitions(afterB)).containsExactly(1, 2);
    assertThatThrownBy(() -> THREE.partitions("m", "b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("from: m is after to: b; swap them");
  }

  @Test
  void aSplitMovesTheNewRangeAlone() {
    RangePartitioner<String> after =
        RangePartitioner.of(THREE.boundaries().split(1, "f"), List.of("p0", "p1", "new", "p2"));

    assertThat(PartitionChange.between(THREE, after).moves())
        .containsExactly(new Move<>(KeyRange.of("f", "m"), "p1", "new"));
    assertThat(after.fingerprint())
        .isEqualTo(RangePartitioner.of(after.boundaries()).fingerprint())
        .isNotEqualTo(THREE.fingerprint());
    assertThat(after).isNotEqualTo(RangePartitioner.of(after.boundaries()));
  }

  @Test
  void refusesNamesThatDoNotFit() {
    assertThatThrownBy(() -> RangePartitioner.of(THREE.boundaries(), List.of("a", "b")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("names: 2 for 3 ranges; give one to each");
    assertThatThrownBy(() -> RangePartitioner.of(THREE.boundaries(), List.of("a", "b", "a")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("names[2]: a again; name each range differently");
  }
}
