package org.partitioners.hash;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RingTest {

  @Test
  void theSmallerOwnerWinsAmongEqualPoints() {
    Ring ring = Ring.of(new long[] {7, 5, 5, 9, 5, 7}, 2);

    assertThat(ring.owner(5)).isZero();
    assertThat(ring.owner(6)).isZero();
    assertThat(ring.owner(8)).isEqualTo(1);
    assertThat(Ring.of(new long[] {1, 5, 5, 9}, 1).owner(3)).isEqualTo(1);
    assertThat(Ring.of(new long[] {9, 5, 5, 1}, 1).owner(3)).isEqualTo(1);
  }

  @Test
  void goesRoundAfterTheLastPoint() {
    Ring ring = Ring.of(new long[] {-2, 3}, 1);

    assertThat(ring.owner(3)).isEqualTo(1);
    assertThat(ring.owner(4)).isZero();
    assertThat(ring.owner(-2)).isZero();
    assertThat(ring.owner(-1)).isEqualTo(1);
    assertThat(ring.owner(0)).isEqualTo(1);
  }
}
