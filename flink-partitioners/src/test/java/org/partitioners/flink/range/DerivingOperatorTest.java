package org.partitioners.flink.range;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Queue;
import java.util.TreeMap;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.api.java.tuple.Tuple5;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.Test;
import org.partitioners.flink.report.ReportTypeInfo;
import org.partitioners.flink.window.Announcement;
import org.partitioners.flink.window.WindowTiming;
import org.partitioners.range.RangeReport;
import org.partitioners.range.RangeSample;
import org.partitioners.range.SharedRanges;

@SuppressWarnings("try") // harnesses are closed with any exception
class DerivingOperatorTest {
  private static final Comparator<Long> ORDER = Comparator.naturalOrder();
  private static final RangeForm<Long> TWO =
      new RangeForm<>(ORDER, LongSerializer.INSTANCE, RangeForm.Kind.WHOLE, 2, 2);
  private static final RangeCodec<Long> CODEC = new RangeCodec<>(TWO);
  private static final OutputTag<RangeReport<Long>> REPORTS =
      new OutputTag<>("reports", new ReportTypeInfo<>(new RangeReportFormat<>(), Types.LONG));

  private static OneInputStreamOperatorTestHarness<
          Tuple5<Integer, Integer, Long, Long, byte[]>, byte[]>
      windows() throws Exception {
    return new OneInputStreamOperatorTestHarness<>(
        new DerivingOperator<>(TWO, new WindowTiming(100, 0), 0.1, null, REPORTS));
  }

  private static OneInputStreamOperatorTestHarness<
          Tuple5<Integer, Integer, Long, Long, byte[]>, byte[]>
      batch() throws Exception {
    return new OneInputStreamOperatorTestHarness<>(
        new BatchDerivingOperator<>(TWO, 0.1, null, REPORTS));
  }

  /** The keys from 0 on, sampled one by one. */
  private static StreamRecord<Tuple5<Integer, Integer, Long, Long, byte[]>> keysUpTo(
      long end, long maxTimestamp) {
    RangeSample<Long> sample = RangeSample.ofSize(4_096, ORDER);
    for (long key = 0; key < end; key++) {
      sample.add(key);
    }
    byte[] found =
        RangeCodec.write(
            out -> {
              out.writeLong(end);
              CODEC.write(sample, out);
            });
    return new StreamRecord<>(Tuple5.of(0, 1, maxTimestamp, Long.MIN_VALUE, found));
  }

  /** What was announced: the second range's least key, by the time from which it is. */
  private static NavigableMap<Long, Long> cuts(
      OneInputStreamOperatorTestHarness<?, byte[]> harness) {
    List<StreamRecord<? extends byte[]>> out = List.copyOf(harness.extractOutputStreamRecords());
    harness.getOutput().clear();
    assertThat(out).hasSize(1);
    NavigableMap<Long, Long> cuts = new TreeMap<>();
    Announcement.ofBytes(out.get(0).getValue(), DerivingOperatorTest.class.getClassLoader())
        .plans()
        .byStart()
        .forEach(
            (start, plan) -> {
              SharedRanges<Long> ranges = CODEC.readMessage(plan).ranges();
              assertThat(ranges).isNotNull();
              cuts.put(start, ranges.cuts().get(0).key());
            });
    return cuts;
  }

  @Test
  void announcesRangesForTheNextWindowAndOnlyWhenTheyMove() throws Exception {
    try (var harness = windows()) {
      harness.open();
      harness.processElement(keysUpTo(1_000, 250));
      harness.prepareSnapshotPreBarrier(1);
      assertThat(cuts(harness)).containsExactly(Map.entry(300L, 500L));

      harness.processElement(keysUpTo(1_000, 350));
      harness.prepareSnapshotPreBarrier(2);
      assertThat(cuts(harness)).isEmpty();
      Queue<StreamRecord<RangeReport<Long>>> reports = harness.getSideOutput(REPORTS);
      assertThat(reports).extracting(report -> report.getValue().epoch()).containsExactly(1L, 2L);
    }
  }

  @Test
  void goesOnFromTheSamplesOfItsState() throws Exception {
    OperatorSubtaskState state;
    try (var harness = windows()) {
      harness.open();
      harness.processElement(keysUpTo(1_000, 250));
      state = harness.snapshot(1, 1);
    }
    try (var harness = windows()) {
      harness.initializeState(state);
      harness.open();
      harness.prepareSnapshotPreBarrier(2);

      assertThat(cuts(harness)).containsExactly(Map.entry(300L, 500L));
    }
  }

  @Test
  void announcesTheRangesOfABatchAtItsEnd() throws Exception {
    try (var harness = batch()) {
      harness.open();
      harness.processElement(keysUpTo(1_000, Long.MIN_VALUE));
      assertThat(harness.getOutput()).isEmpty();
      harness.endInput();

      assertThat(cuts(harness).values()).containsExactly(500L);
    }
  }

  @Test
  void aStreamThatEndsAnnouncesNothingAheadOfItsLastCheckpoint() throws Exception {
    try (var harness = windows()) {
      harness.open();
      harness.processElement(keysUpTo(1_000, 250));
      harness.endInput();

      assertThat(harness.getOutput()).isEmpty();
    }
  }
}
