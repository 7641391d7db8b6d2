package org.partitioners.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JobReportTest {
  private final JobReport report = Samples.celebrity();

  @Test
  void derivesRatesAndSpeedUp() {
    RunReport saltHot = report.runs().get(2);
    assertThat(saltHot.recordsPerSecond()).isCloseTo(2_000_000 / 16.169, within(1e-6));
    assertThat(report.speedUp(saltHot)).isCloseTo(56_304.0 / 16_169, within(1e-12));
    assertThat(report.speedUp(report.baseline())).isEqualTo(1);
  }

  @Test
  void theHeadlineIsTheStageWithTheBusiestSubtask() {
    StageLoad small = StageLoad.of("small", Work.PER_RECORD, 5, 5);
    StageLoad busiest = StageLoad.of("busiest", Work.MERGES_PARTIALS, 1, 6);
    StageLoad equal = StageLoad.of("equal", Work.PER_RECORD, 6, 6);
    assertThat(Samples.run("s", 1, List.of(), small, busiest, equal).headline()).isEqualTo(busiest);
  }

  @Test
  void describesTheLoadOfAStage() {
    StageLoad stage = StageLoad.of("count", Work.PER_RECORD, 0, 3, 3, 0, 2);
    assertThat(stage.busiestShare()).isEqualTo(3 / 8.0);
    assertThat(StageLoad.of("idle", Work.PER_RECORD, 0, 0).busiestShare()).isZero();
  }

  @Test
  void aRunOfLessThanAMillisecondCountsAsOne() {
    RunReport instant = Samples.run("s", 0, List.of(), StageLoad.of("c", Work.PER_RECORD, 7));
    assertThat(instant.recordsPerSecond()).isEqualTo(7000);
    assertThat(instant.speedUp(instant)).isEqualTo(1);
  }

  @Test
  void comparesCountsAndAccountsForRows() {
    RunReport other =
        new RunReport(
            "other",
            1_999_999,
            0,
            0,
            5,
            Samples.naive().stages(),
            List.of(),
            List.of(),
            "0000000000000000");
    JobReport differing =
        Samples.report(8, Samples.celebrityInput(), List.of(Samples.naive(), other));
    assertThat(report.countsIdentical()).isTrue();
    assertThat(differing.countsIdentical()).isFalse();
    assertThat(differing.sameCounts(other)).isFalse();
    assertThat(differing.accountsForAllRows(Samples.naive())).isTrue();
    assertThat(differing.accountsForAllRows(other)).isFalse();
  }

  @Test
  void refusesWhatCannotBe() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Samples.report(0, Samples.celebrityInput(), List.of(Samples.naive())))
        .withMessage("parallelism: 0 is less than 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Samples.report(8, Samples.celebrityInput(), List.of()))
        .withMessage("runs: none; a report has at least one");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Samples.report(
                    8, Samples.celebrityInput(), List.of(Samples.naive(), Samples.naive())))
        .withMessage("runs: strategy naive appears twice");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RunReport("s", 0, 0, 0, 0, List.of(), List.of(), List.of(), "c"))
        .withMessage("stages: none; a run has at least one");
    LoadOverTime count = new LoadOverTime("count", List.of());
    for (List<LoadOverTime> courses :
        List.of(List.of(count, count), List.of(new LoadOverTime("merge", List.of())))) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  new RunReport("s", 0, 0, 0, 0, Samples.naive().stages(), courses, List.of(), "c"))
          .withMessageMatching("loadOverTime: (count|merge) is no stage, or appears twice");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StageLoad.of(" ", Work.PER_RECORD, 1))
        .withMessage("stage name: blank");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HotKey("k", 3, 2, 0.1))
        .withMessage("countUpper: 2 is less than 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HotKey("k", 3, 4, Double.NaN))
        .withMessage("share: NaN not in [0, 1]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Samples.input("in", 5, 3, 3, Map.of()))
        .withMessage("rejected: 3 not in [0..2]");
    Instant first = Instant.parse("2026-01-02T00:00:00Z");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new InputSummary("in", 1, 1, first, null, 0, 0, Map.of()))
        .withMessage("first and last: give both or neither");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new InputSummary("in", 1, 1, first, first.minusSeconds(1), 0, 0, Map.of()))
        .withMessage("last: 2026-01-01T23:59:59Z is before first: 2026-01-02T00:00:00Z");
  }
}
