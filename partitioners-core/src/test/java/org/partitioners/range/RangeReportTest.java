package org.partitioners.range;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.partitioners.range.RangeReport.Move;

class RangeReportTest {
  private static final Move ALWAYS = (now, after) -> after < now;
  private static final Instant FIRST = Instant.ofEpochSecond(60);

  private static RangeSample<Integer> evenOver(int from, int to) {
    RangeSample<Integer> sample = RangeSample.ofSize(1_000, Comparator.<Integer>naturalOrder());
    for (int key = from; key < to; key++) {
      sample.add(key);
    }
    return sample;
  }

  private static SharedRanges<Integer> at(Integer... points) {
    return SharedRanges.of(RangeBoundaries.of(List.of(points)));
  }

  @Test
  void saysWhereAHotRangeSplits() {
    RangeSample<Integer> sample = evenOver(0, 300);
    RangeReport<Integer> report =
        RangeReport.of(1, FIRST, sample, at(270, 290), sample.share(3), null, ALWAYS);

    assertThat(report.hot()).containsExactly(0);
    assertThat(report.ranges().get(0))
        .isEqualTo(new RangeHeat<>(null, 270, 270, 0.9, FIRST, List.of(90, 180)));
    assertThat(report.ranges().get(1))
        .isEqualTo(new RangeHeat<>(270, 290, 20, 20 / 300.0, null, List.of()));
    assertThat(report.maxOverMean()).isEqualTo(2.7);
    assertThat(report.maxOverMeanAfter()).isEqualTo(1);
    assertThat(report.moved()).isTrue();
    assertThat(report.report())
        .isEqualTo(
            "3 ranges, the busiest has 2.70 times the mean; after moving, 1.00\n"
                + "range 0, from -∞ to 270, has 90.0 % of the weight, and is hot since"
                + " 1970-01-01T00:01:00Z; split it at 90, 180");
  }

  @Test
  void countsHeatFromTheFirstReportOnWhileKeysStayHot() {
    RangeSample<Integer> sample = evenOver(0, 300);
    RangeReport<Integer> first =
        RangeReport.of(1, FIRST, sample, at(270, 290), sample.share(3), null, ALWAYS);
    Instant later = FIRST.plusSeconds(60);
    RangeReport<Integer> second =
        RangeReport.of(2, later, sample, at(200, 280), sample.share(3), first, ALWAYS);
    RangeReport<Integer> elsewhere =
        RangeReport.of(2, later, evenOver(280, 300), at(270, 275), at(285, 295), first, ALWAYS);

    assertThat(second.ranges().get(0).hotSince()).isEqualTo(FIRST);
    assertThat(elsewhere.ranges().get(2).hotSince()).isEqualTo(later);
  }

  @Test
  void namesTheKeyThatNoSplitRelieves() {
    RangeSample<Integer> sample = evenOver(0, 50);
    sample.add(20, 950);
    RangeReport<Integer> report =
        RangeReport.of(1, FIRST, sample, at(20, 21), at(20, 21), null, (now, after) -> after < now);

    assertThat(report.ranges().get(1).splitPoints()).isEmpty();
    assertThat(report.moved()).isFalse();
    assertThat(report.report())
        .isEqualTo(
            "3 ranges, the busiest has 2.85 times the mean; not moved, else, 2.85\n"
                + "range 1, from 20 to 21, has 95.1 % of the weight, and is hot since"
                + " 1970-01-01T00:01:00Z; no key splits it\n"
                + "not splittable by range alone: key 20 has 95.1 % of the weight, 2.9 partitions'"
                + " worth; salt it (SaltingPlan)");
  }

  @Test
  void findsNothingWhileThereIsNothing() {
    RangeSample<Integer> sample = evenOver(0, 0);
    RangeReport<Integer> report =
        RangeReport.of(1, FIRST, sample, at(1, 2), sample.share(3), null, ALWAYS);

    assertThat(report.hot()).isEmpty();
    assertThat(report.heavyKeys()).isEmpty();
    assertThat(report.maxOverMean()).isEqualTo(1);
  }
}
