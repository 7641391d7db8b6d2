package org.partitioners.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FindingTest {
  @Test
  void comparesTheBaselineWithTheFastest() {
    assertThat(said(Samples.celebrity()))
        .containsExactly(
            "naive: one of 8 subtasks did 47.6 % of the work, 3.81× the mean.",
            "salt-hot: 1.01× the mean, 3.48× as fast, identical counts.");
    assertThat(Finding.warnings(Samples.celebrity())).isEmpty();
  }

  @Test
  void saysSoWhenNothingIsSkewedOrFaster() {
    JobReport report =
        Samples.report(8, Samples.celebrityInput(), List.of(Samples.saltHot(), Samples.saltAll()));
    assertThat(said(report))
        .containsExactly(
            "salt-hot: balanced; the busiest of 8 subtasks did 12.6 % of the work, 1.01× the mean.",
            "salt-all: 1.29× the mean, 0.74× as fast, identical counts.");
  }

  @Test
  void hasWordsForTheSmallestRuns() {
    assertThat(said(Samples.all().get("zero")))
        .containsExactly("naive: no events, so no load to balance.");
    assertThat(said(Samples.all().get("single")))
        .containsExactly(
            "naive: a single subtask did all the work.",
            "salt-hot: 1.00× as fast, identical counts.");
    assertThat(said(Samples.all().get("one"))).hasSize(1);
  }

  private static List<String> said(JobReport report) {
    return Finding.sentences(report).stream().map(s -> s.replace('\u202F', ' ')).toList();
  }
}
