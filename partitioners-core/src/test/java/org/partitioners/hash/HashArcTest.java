package org.partitioners.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class HashArcTest {

  private static HashArc arc(long a, long b) {
    return Long.compareUnsigned(a + 1, b) <= 0 ? new HashArc(a, b) : new HashArc(b - 1, a + 1);
  }

  @Test
  void holdsWhatIsAfterFromUpToTo() {
    HashArc arc = new HashArc(5, 8);

    assertThat(arc.contains(5)).isFalse();
    assertThat(arc.contains(6)).isTrue();
    assertThat(arc.contains(8)).isTrue();
    assertThat(arc.contains(9)).isFalse();
    assertThat(new HashArc(-1, 0).contains(0)).isTrue();
    assertThat(HashArc.ALL.contains(0)).isTrue();
    assertThat(HashArc.ALL.contains(-1)).isTrue();
    assertThat(HashArc.ALL.contains(Long.MIN_VALUE)).isTrue();
    assertThat(arc).hasToString("(0000000000000005, 0000000000000008]");
  }

  @Test
  void shareIsOfAllHashes() {
    assertThat(HashArc.ALL.share()).isEqualTo(1);
    assertThat(new HashArc(-1, Long.MAX_VALUE).share()).isEqualTo(0.5);
    assertThat(new HashArc(Long.MAX_VALUE, -1).share()).isEqualTo(0.5);
    assertThat(new HashArc(7, 8).share()).isEqualTo(0x1p-64);
  }

  @Property
  void anIntersectionHoldsWhatBothHold(
      @ForAll long a, @ForAll long b, @ForAll long c, @ForAll long d, @ForAll long hash) {
    HashArc left = arc(a, b);
    HashArc right = arc(c, d);
    HashArc common = left.intersection(right);

    assertThat(right.intersection(left)).isEqualTo(common);
    for (long h : new long[] {hash, a, b, c, d, a + 1, b + 1, c + 1, d + 1, 0, -1}) {
      assertThat(common != null && common.contains(h))
          .isEqualTo(left.contains(h) && right.contains(h));
    }
  }

  @Test
  void refusesAnEmptyArcAndOneThatPassesZero() {
    for (HashArcBounds bounds :
        new HashArcBounds[] {new HashArcBounds(5, 5), new HashArcBounds(9, 3)}) {
      assertThatThrownBy(() -> new HashArc(bounds.from, bounds.to))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("to: " + bounds.to + " not in [" + (bounds.from + 1) + "..2^64)");
    }
  }

  private record HashArcBounds(long from, long to) {}
}
