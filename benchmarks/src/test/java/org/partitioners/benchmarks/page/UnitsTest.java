package org.partitioners.benchmarks.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UnitsTest {

  @Test
  void timesHaveThreeDigits() {
    assertThat(Units.time(0.6278)).isEqualTo("0.63\u202Fns");
    assertThat(Units.time(12.44)).isEqualTo("12.4\u202Fns");
    assertThat(Units.time(999.4)).isEqualTo("999\u202Fns");
    assertThat(Units.time(999.6)).isEqualTo("1.00\u202Fµs");
    assertThat(Units.time(7_268_526)).isEqualTo("7.27\u202Fms");
  }

  @Test
  void roundTimesHaveNoNeedlessZero() {
    assertThat(Units.roundTime(0.1)).isEqualTo("0.1\u202Fns");
    assertThat(Units.roundTime(10)).isEqualTo("10\u202Fns");
    assertThat(Units.roundTime(100_000)).isEqualTo("100\u202Fµs");
  }

  @Test
  void bytesAreCountedInThousands() {
    assertThat(Units.bytes(0)).isEqualTo("0\u202FB");
    assertThat(Units.bytes(5120)).isEqualTo("5.12\u202FkB");
    assertThat(Units.bytes(1_048_600)).isEqualTo("1.05\u202FMB");
  }

  @Test
  void smallSharesKeepTheirDigits() {
    assertThat(Units.percent(0)).isEqualTo("0");
    assertThat(Units.percent(0.00089)).isEqualTo("0.089\u202F%");
    assertThat(Units.percent(0.985)).isEqualTo("98.5\u202F%");
  }

  @Test
  void evenLoadsHaveMoreDigits() {
    assertThat(Units.load(1.01953)).isEqualTo("1.0195");
    assertThat(Units.load(1.1532)).isEqualTo("1.153");
    assertThat(Units.load(40.61)).isEqualTo("40.6");
  }
}
