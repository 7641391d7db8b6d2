package org.partitioners.skew;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.partitioners.PartitionLoad;

class SaltingPlanTest {

  @Test
  void fillsUpWhatColdKeysLeaveUneven() {
    SaltingPlan<String> plan =
        SaltingPlan.balanced(Map.of("celebrity", 700L), PartitionLoad.of(0, 100, 200, 0));

    assertThat(plan.expectedLoad().total()).isEqualTo(1000);
    assertThat(plan.expectedLoad().maxOverMean()).isLessThanOrEqualTo(1 + 1 / 32.0);
  }
}
