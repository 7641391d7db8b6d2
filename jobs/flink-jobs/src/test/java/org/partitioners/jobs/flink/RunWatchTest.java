package org.partitioners.jobs.flink;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.partitioners.PartitionLoad;

class RunWatchTest {
  @Test
  void saysHowFarTheRunIsAndWhoIsBusiest() {
    String line =
        RunWatch.line(
            "naive", 10_000, 1_000_000, PartitionLoad.of(600_000, 200_000, 200_000), 2_000_000);

    assertThat(line)
        .isEqualTo("naive: 1,000,000 of 2,000,000, 100,000/s, 10 s left, busiest of 3: 60 %");
  }

  @Test
  void hasNoRateBeforeTheFirstRecord() {
    assertThat(RunWatch.line("naive", 0, 0, PartitionLoad.of(0, 0), 10))
        .isEqualTo("naive: 0 of 10, 0/s, ? left, busiest of 2: 0 %");
  }
}
