package org.partitioners.flink.skew;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.base.LongValueSerializer;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.api.java.tuple.Tuple5;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.LatencyMarker;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.types.LongValue;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.Test;
import org.partitioners.PartitionLoad;
import org.partitioners.flink.FlinkPartitioners;
import org.partitioners.flink.report.ReportTypeInfo;
import org.partitioners.skew.HeavyHitter;

@SuppressWarnings("try") // close() declares any Exception, so an interruption too
class DetectingOperatorTest {
  private static final KeyByRoute ROUTE = new KeyByRoute(128, 4, 1 / 128.0);
  private static final OutputTag<Tuple5<Integer, Integer, Long, long[], byte[]>> SKETCHES =
      new OutputTag<>("sketches", SketchMessage.TYPE);
  private static final OutputTag<IntervalReport<String>> REPORTS =
      new OutputTag<>("reports", new ReportTypeInfo<>(new IntervalReportFormat<>(), Types.STRING));

  private static OneInputStreamOperatorTestHarness<String, String> harness(
      KeySelector<String, String> selector) throws Exception {
    var harness =
        new OneInputStreamOperatorTestHarness<>(
            new DetectingOperator<>(
                selector, StringSerializer.INSTANCE, ROUTE, 1_000, SKETCHES, REPORTS),
            128,
            3,
            1);
    harness.setup(StringSerializer.INSTANCE);
    return harness;
  }

  private static <T> List<T> values(Iterable<StreamRecord<T>> records) {
    List<T> values = new ArrayList<>();
    if (records != null) {
      records.forEach(record -> values.add(record.getValue()));
    }
    return values;
  }

  @Test
  void handsEverythingOnAsItIs() throws Exception {
    try (var harness = harness(value -> value)) {
      harness.open();
      LatencyMarker marker = new LatencyMarker(5, new OperatorID(1, 2), 3);
      harness.processElement(new StreamRecord<>("a", 17));
      harness.processWatermark(new Watermark(16));
      harness.processElement(new StreamRecord<>("b"));
      harness.setProcessingTime(1_000);
      harness.processWatermarkStatus(WatermarkStatus.IDLE);
      harness.processWatermarkStatus(WatermarkStatus.ACTIVE);
      harness.getOneInputOperator().processLatencyMarker(marker);
      harness.processElement(new StreamRecord<>("a", Long.MIN_VALUE));
      harness.endInput();

      assertThat(harness.getOutput())
          .containsExactly(
              new StreamRecord<>("a", 17),
              new Watermark(16),
              new StreamRecord<>("b"),
              WatermarkStatus.IDLE,
              WatermarkStatus.ACTIVE,
              marker,
              new StreamRecord<>("a", Long.MIN_VALUE));
    }
  }

  @Test
  void reportsOnEveryInterval() throws Exception {
    try (var harness = harness(value -> value.substring(1))) {
      harness.setProcessingTime(500);
      harness.open();
      long[] measured = new long[4];
      var keyBy = FlinkPartitioners.keyBy(128, 4);
      for (int i = 0; i < 1_000; i++) {
        String key = i % 4 == 0 ? "celebrity" : "user-" + i;
        measured[keyBy.partition(key)]++;
        harness.processElement("-" + key, i);
      }
      harness.setProcessingTime(999);
      assertThat(harness.getSideOutput(REPORTS)).isNull();
      harness.setProcessingTime(1_000);
      harness.processElement("-x", 1);
      harness.setProcessingTime(2_999);

      List<IntervalReport<String>> reports = values(harness.getSideOutput(REPORTS));
      assertThat(reports).extracting(IntervalReport::start).containsExactly(0L, 1_000L);
      assertThat(reports).extracting(IntervalReport::end).containsExactly(1_000L, 2_000L);
      assertThat(reports.get(0).measured()).isEqualTo(PartitionLoad.of(measured));
      assertThat(reports.get(0).skew().records()).isEqualTo(1_000);
      assertThat(reports.get(0).skew().heavyHitters())
          .containsExactly(new HeavyHitter<>("celebrity", 250, 250));
      assertThat(reports.get(0).skew().predictedMaxOverMean())
          .isEqualTo(reports.get(0).measured().maxOverMean());
      assertThat(reports.get(1).skew().heavyHitters())
          .containsExactly(new HeavyHitter<>("x", 1, 1));
    }
  }

  @Test
  void tellsTheSameAsItReports() throws Exception {
    try (var harness = harness(value -> value)) {
      harness.open();
      harness.processElement("a", 1);
      harness.processElement("a", 2);
      harness.processElement("b", 3);
      harness.setProcessingTime(1_000);

      var message = values(harness.getSideOutput(SKETCHES)).get(0);
      assertThat(message.f0).isEqualTo(1);
      assertThat(message.f1).isEqualTo(3);
      assertThat(message.f2).isZero();
      var sketch =
          SketchMessage.read(message.f4, StringSerializer.INSTANCE, getClass().getClassLoader());
      IntervalReport<String> report = values(harness.getSideOutput(REPORTS)).get(0);
      assertThat(ROUTE.report(sketch)).isEqualTo(report.skew());
      assertThat(PartitionLoad.of(message.f3)).isEqualTo(report.measured());
    }
  }

  @Test
  void reportsAtTheEndOfInputAndNoMore() throws Exception {
    try (var harness = harness(value -> value)) {
      harness.setProcessingTime(7_200);
      harness.open();
      harness.processElement("a", 1);
      harness.endInput();
      harness.setProcessingTime(9_000);

      assertThat(values(harness.getSideOutput(REPORTS)))
          .extracting(IntervalReport::start)
          .containsExactly(7_000L);
      assertThat(values(harness.getSideOutput(SKETCHES)))
          .extracting(message -> message.f2)
          .containsExactly(7L, SketchMessage.END);
    }
  }

  @Test
  void hasNothingToSayOfAnEndWithoutRecords() throws Exception {
    try (var harness = harness(value -> value)) {
      harness.open();
      harness.endInput();

      assertThat(values(harness.getSideOutput(REPORTS))).isEmpty();
      assertThat(values(harness.getSideOutput(SKETCHES)))
          .extracting(message -> message.f2)
          .containsExactly(SketchMessage.END);
    }
  }

  /** What happens between two intervals is in the second, be the clock late or not. */
  @Test
  void skipsIntervalsThatAreOverAtOnce() throws Exception {
    try (var harness = harness(value -> value)) {
      harness.open();
      harness.processElement("a", 1);
      harness.setProcessingTime(5_300);
      harness.processElement("b", 1);
      harness.endInput();

      List<IntervalReport<String>> reports = values(harness.getSideOutput(REPORTS));
      assertThat(reports.get(0).start()).isZero();
      assertThat(reports.get(reports.size() - 1).start()).isEqualTo(5_000);
      assertThat(reports.stream().mapToLong(report -> report.skew().records()).sum()).isEqualTo(2);
    }
  }

  @Test
  void keepsKeysWhoseObjectsAreReused() throws Exception {
    OutputTag<IntervalReport<LongValue>> numbers =
        new OutputTag<>(
            "values",
            new ReportTypeInfo<>(
                new IntervalReportFormat<>(), TypeInformation.of(LongValue.class)));
    try (var harness =
        new OneInputStreamOperatorTestHarness<>(
            new DetectingOperator<>(
                (LongValue value) -> value,
                LongValueSerializer.INSTANCE,
                ROUTE,
                1_000,
                SKETCHES,
                numbers),
            128,
            1,
            0)) {
      harness.getExecutionConfig().enableObjectReuse();
      harness.setup(LongValueSerializer.INSTANCE);
      harness.open();
      LongValue reused = new LongValue();
      for (int i = 0; i < 9; i++) {
        reused.setValue(i % 3 == 0 ? 0 : 1);
        harness.processElement(reused, i);
      }
      harness.endInput();

      assertThat(values(harness.getSideOutput(numbers)).get(0).skew().heavyHitters())
          .containsExactly(
              new HeavyHitter<>(new LongValue(1), 6, 6), new HeavyHitter<>(new LongValue(0), 3, 3));
    }
  }

  @Test
  void saysWhatToDoAboutANullKey() throws Exception {
    try (var harness = harness(value -> null)) {
      harness.open();
      assertThatThrownBy(() -> harness.processElement("a", 1))
          .isInstanceOf(NullPointerException.class)
          .hasMessage(
              "key: the key selector of the SkewDetector returned null for a java.lang.String,"
                  + " and keyBy takes no null keys either: let it return a key that stands for"
                  + " none");
    }
  }
}
