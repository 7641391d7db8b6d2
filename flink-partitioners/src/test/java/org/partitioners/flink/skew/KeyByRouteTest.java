package org.partitioners.flink.skew;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.junit.jupiter.api.Test;
import org.partitioners.skew.ReliefAdvice;
import org.partitioners.skew.SkewReport;
import org.partitioners.skew.SkewSketch;

class KeyByRouteTest {

  @Test
  void knowsTheSubtaskOfEveryKeyGroup() {
    int[] subtasks = new KeyByRoute(128, 7, 0.01).subtasks();

    for (int key = 0; key < 1_000; key++) {
      assertThat(subtasks[KeyGroupRangeAssignment.assignToKeyGroup(key, 128)])
          .isEqualTo(KeyGroupRangeAssignment.assignKeyToParallelOperator(key, 128, 7));
    }
  }

  /**
   * 28 of 100 subtasks have two of the 128 key groups: no key is to blame, nor does relief help.
   */
  @Test
  void predictsWhatKeyGroupsDoToEvenTraffic() {
    KeyByRoute route = new KeyByRoute(128, 100, 1 / 3200.0);
    SkewSketch<Integer> sketch = route.emptySketch();
    for (int i = 0; i < 500_000; i++) {
      sketch.add(i, i);
    }
    SkewReport<Integer> report = route.report(sketch);

    assertThat(report.predictedMaxOverMean()).isEqualTo(2 / 1.28, within(0.02));
    assertThat(report.relief()).isEqualTo(ReliefAdvice.NONE);
  }
}
