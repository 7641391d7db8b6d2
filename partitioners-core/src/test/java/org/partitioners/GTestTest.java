package org.partitioners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GTestTest {

  /** Critical values of printed chi-square tables. */
  @ParameterizedTest
  @CsvSource({
    "1, 3.841, 0.05",
    "2, 9.210, 0.01",
    "10, 18.307, 0.05",
    "10, 29.588, 0.001",
    "100, 124.342, 0.05",
    "100, 149.449, 0.001"
  })
  void knowsTheChiSquareTables(int degrees, double critical, double tail) {
    assertThat(GTest.chiSquareTail(critical, degrees)).isCloseTo(tail, within(0.1 * tail));
  }

  @Test
  void believesEvenCountsAndRejectsSkewedOnes() {
    double[] even = {0.25, 0.25, 0.25, 0.25};

    assertThat(GTest.pValue(new long[] {251, 249, 255, 245}, even)).isGreaterThan(0.5);
    assertThat(GTest.pValue(new long[] {300, 200, 255, 245}, even)).isLessThan(1e-3);
    assertThat(GTest.pValue(new long[] {500, 499, 1, 0}, new double[] {0.5, 0.49, 0.01, 0}))
        .isLessThan(0.1);
    assertThat(GTest.pValue(new long[] {5, 1}, new double[] {1, 0})).isZero();
  }
}
