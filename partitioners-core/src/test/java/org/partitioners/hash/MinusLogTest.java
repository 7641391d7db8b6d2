package org.partitioners.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MinusLogTest {

  private static void check(double fraction) {
    double exact = MinusLog.exact(fraction);
    assertThat(MinusLog.quick(fraction))
        .as("minus the logarithm of %s", fraction)
        .isCloseTo(exact, within(exact * MinusLog.MAX_ERROR));
  }

  @Test
  void quickIsWithinItsError() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 300_000; i++) {
      double fraction = MinusLog.fraction(random.nextLong());
      check(fraction);
      // Near 1, where the logarithm is small, and near 0.
      check(Math.min(1 - fraction * StrictMath.pow(0.5, i % 50), 1 - 0x1p-53));
      check(fraction * StrictMath.pow(0.5, i % 50));
    }
  }

  @Test
  void quickIsWithinItsErrorWhereBinsMeet() {
    for (int bin = 128; bin <= 256; bin++) {
      for (int ulps = -3; ulps <= 3; ulps++) {
        double fraction = (bin - 0.5) / 256 + ulps * 0x1p-53;
        check(fraction);
        check(fraction / 1024);
      }
    }
    check(0x1p-53);
    check(1 - 0x1p-53);
  }

  @Test
  void fractionsAreBetween0And1AndOrderedAsScores() {
    assertThat(MinusLog.fraction(Long.MIN_VALUE)).isEqualTo(0x1p-53);
    assertThat(MinusLog.fraction(0)).isEqualTo(0.5 + 0x1p-53);
    assertThat(MinusLog.fraction(Long.MAX_VALUE)).isEqualTo(1 - 0x1p-53);
  }
}
