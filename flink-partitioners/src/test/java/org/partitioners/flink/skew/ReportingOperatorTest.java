package org.partitioners.flink.skew;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.api.java.tuple.Tuple5;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.partitioners.PartitionLoad;
import org.partitioners.flink.report.ReportSerializer;
import org.partitioners.flink.report.ReportTypeInfo;
import org.partitioners.skew.HeavyHitter;
import org.partitioners.skew.SkewSketch;

/** Three subtasks tell; an interval is a second. */
class ReportingOperatorTest {
  private static final KeyByRoute ROUTE = new KeyByRoute(128, 2, 1 / 64.0);

  private OneInputStreamOperatorTestHarness<
          Tuple5<Integer, Integer, Long, long[], byte[]>, IntervalReport<String>>
      harness;

  @BeforeEach
  void open() throws Exception {
    harness =
        new OneInputStreamOperatorTestHarness<>(
            new ReportingOperator<>(StringSerializer.INSTANCE, ROUTE, 1_000));
    harness.setup(new ReportSerializer<>(new IntervalReportFormat<>(), StringSerializer.INSTANCE));
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  private void tell(int subtask, long interval, String... keys) throws Exception {
    SkewSketch<String> sketch = ROUTE.emptySketch();
    for (String key : keys) {
      sketch.add(key, key.hashCode());
    }
    long[] measured = {keys.length, 1};
    byte[] bytes = SketchMessage.write(sketch, StringSerializer.INSTANCE);
    harness.processElement(Tuple5.of(subtask, 3, interval, measured, bytes), 0);
  }

  private void end(int subtask) throws Exception {
    harness.processElement(Tuple5.of(subtask, 3, SketchMessage.END, new long[0], new byte[0]), 0);
  }

  private List<Long> starts() {
    List<Long> starts = new ArrayList<>();
    harness.extractOutputValues().forEach(report -> starts.add(report.start()));
    return starts;
  }

  @Test
  void mergesWhatAllHaveTold() throws Exception {
    tell(0, 7, "a", "b");
    tell(2, 7, "a");
    assertThat(starts()).isEmpty();
    tell(1, 7, "a", "a", "c");

    assertThat(starts()).containsExactly(7_000L);
    IntervalReport<String> report = harness.extractOutputValues().get(0);
    assertThat(report.end()).isEqualTo(8_000);
    assertThat(report.skew().records()).isEqualTo(6);
    assertThat(report.skew().heavyHitters())
        .containsExactlyInAnyOrder(
            new HeavyHitter<>("a", 4, 4),
            new HeavyHitter<>("b", 1, 1),
            new HeavyHitter<>("c", 1, 1));
    assertThat(report.measured()).isEqualTo(PartitionLoad.of(6, 3));
  }

  @Test
  void whoTellsOfALaterIntervalHasNoMoreToSayOfThisOne() throws Exception {
    tell(0, 1, "a");
    tell(1, 2, "b");
    tell(2, 1, "c");
    assertThat(starts()).containsExactly(1_000L);
    tell(0, 4, "a");
    tell(2, 3, "a");
    assertThat(starts()).containsExactly(1_000L, 2_000L);
    tell(1, 3, "a");
    assertThat(starts()).containsExactly(1_000L, 2_000L, 3_000L);
  }

  @Test
  void waitsForNoSubtaskThatHasEnded() throws Exception {
    tell(0, 1, "a");
    tell(1, 1, "a");
    end(0);
    assertThat(starts()).isEmpty();
    end(2);
    assertThat(starts()).containsExactly(1_000L);
    tell(1, 2, "b");
    assertThat(starts()).containsExactly(1_000L, 2_000L);
  }

  /** Intervals 1 to 4 are more than are kept open; what comes late is counted in the next. */
  @Test
  void doesNotWaitForeverNorForget() throws Exception {
    for (int interval = 1; interval <= 4; interval++) {
      tell(0, interval, "a");
      tell(1, interval, "a");
    }
    assertThat(starts()).containsExactly(1_000L);
    tell(2, 1, "late");
    tell(2, 2, "late");
    assertThat(starts()).containsExactly(1_000L, 2_000L);
    harness.endInput();

    assertThat(starts()).containsExactly(1_000L, 2_000L, 3_000L, 4_000L);
    assertThat(harness.extractOutputValues())
        .extracting(report -> report.skew().records())
        .containsExactly(2L, 4L, 2L, 2L);
  }

  @Test
  void reportsOnAllThatIsOpenAtTheEnd() throws Exception {
    tell(0, 2, "a");
    tell(1, 1, "a");
    harness.endInput();

    assertThat(starts()).containsExactly(1_000L, 2_000L);
    assertThat(harness.extractOutputValues())
        .allSatisfy(report -> assertThat(report.skew().records()).isEqualTo(1));
  }

  @Test
  void reportsOnAnIntervalWithoutRecords() throws Exception {
    for (int subtask = 0; subtask < 3; subtask++) {
      tell(subtask, 5);
    }
    assertThat(starts()).containsExactly(5_000L);
    assertThat(harness.extractOutputValues().get(0).skew().records()).isZero();
    assertThat(harness.extractOutputValues().get(0).skew().predictedMaxOverMean()).isEqualTo(1);
  }

  @Test
  void hasTheTypeOfItsReports() {
    assertThat(new ReportTypeInfo<>(new IntervalReportFormat<>(), Types.STRING))
        .hasToString("IntervalReport<String>");
  }
}
