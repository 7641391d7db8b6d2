package org.partitioners.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FiguresTest {
  @Test
  void roundsToWhatMatters() {
    assertThat(DoubleStream.of(1, 3.8123, 9.996, 19.42, 99.96, 120).mapToObj(Figures::ratio))
        .containsExactly("1.00×", "3.81×", "10.0×", "19.4×", "100×", "120×");
    assertThat(
            DoubleStream.of(0, 1e-9, 0.00126, 0.00996, 0.4763, 1)
                .mapToObj(Figures::percent)
                .map(FiguresTest::plain))
        .containsExactly("0 %", "<0.01 %", "0.13 %", "1.0 %", "47.6 %", "100 %");
    assertThat(
            LongStream.of(0, 999, 1000, 9_940, 9_960, 123_694, 999_600, 2_000_000, Long.MAX_VALUE)
                .mapToObj(Figures::rounded)
                .map(FiguresTest::plain))
        .containsExactly("0", "999", "1.0 k", "9.9 k", "10 k", "124 k", "1.0 M", "2.0 M", "9.2 E");
    assertThat(LongStream.of(0, 1234, 2_000_000).mapToObj(Figures::exact).map(FiguresTest::plain))
        .containsExactly("0", "1 234", "2 000 000");
    assertThat(
            LongStream.of(0, 850, 1_030, 56_304, 59_960, 725_000, 3_599_600, 7_500_000)
                .mapToObj(Figures::duration)
                .map(FiguresTest::plain))
        .containsExactly(
            "<1 ms",
            "850 ms",
            "1.03 s",
            "56.3 s",
            "1 min 0 s",
            "12 min 5 s",
            "1 h 0 min",
            "2 h 5 min");
  }

  @Test
  void placesTimesAndFactorsOnScales() {
    assertThat(
            LongStream.of(0, 500, 1_000, 90_000, 120_000, 3_600_000, 43_200_000)
                .mapToObj(Figures::clock)
                .map(FiguresTest::plain))
        .containsExactly("0", "0.5 s", "1 s", "90 s", "2 min", "1 h", "12 h");
    assertThat(DoubleStream.of(1, 1.2, 2.96, 7.95, 9.96, 64).mapToObj(Figures::factor))
        .containsExactly("1×", "1.2×", "3×", "8×", "10×", "64×");
    assertThat(plain(Figures.span(0, 1_154))).isEqualTo("0 to 1.15 s");
    assertThat(plain(Figures.span(56_304, 62_000))).isEqualTo("56.3 s to 1 min 2 s");
  }

  private static String plain(String text) {
    return text.replace('\u202F', ' ');
  }
}
