package org.partitioners.flink.range;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.api.operators.SimpleOperatorFactory;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.MultiInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.partitioners.range.RangeBoundaries;
import org.partitioners.range.RangeSample;
import org.partitioners.range.SharedRanges;

@SuppressWarnings("try") // harnesses are closed with any exception
class RoutingOperatorTest {
  private static final Selection<Long, Long> SELECTION =
      new Selection<>(key -> key, LongSerializer.INSTANCE, null);
  private static final RangeTiming WINDOWS = RangeTiming.atWindows(100, 30);

  private static RangeForm<Long> form(int places) {
    return new RangeForm<>(
        Comparator.<Long>naturalOrder(),
        LongSerializer.INSTANCE,
        RangeForm.Kind.WHOLE,
        places,
        places);
  }

  private static SharedRanges<Long> at(Long... points) {
    return SharedRanges.of(RangeBoundaries.of(List.of(points)));
  }

  private static StreamRecord<byte[]> message(
      long epoch, long validFrom, long watermark, @Nullable SharedRanges<Long> ranges) {
    RangeSample<Long> summary = RangeSample.ofSize(1_000, Comparator.<Long>naturalOrder());
    for (long i = 0; i < 100; i++) {
      summary.add(i);
    }
    return new StreamRecord<>(
        new RangeCodec<>(form(3))
            .write(
                new RangeMessage<>(
                    epoch, validFrom, watermark, ranges, ranges == null ? null : summary)));
  }

  private static WindowRouter<Long, Long, Tuple2<Integer, Long>> router(
      @Nullable SharedRanges<Long> first) {
    return new WindowRouter<>(SELECTION, form(3), Placing.inTuples(), WINDOWS, first);
  }

  private static MultiInputStreamOperatorTestHarness<Tuple2<Integer, Long>> harness(
      RoutingOperator<Long, Long, Tuple2<Integer, Long>> router) throws Exception {
    return new MultiInputStreamOperatorTestHarness<>(SimpleOperatorFactory.of(router));
  }

  private static int place(
      MultiInputStreamOperatorTestHarness<Tuple2<Integer, Long>> harness, long key, long timestamp)
      throws Exception {
    harness.processElement(0, new StreamRecord<>(key, timestamp));
    // The router emits one tuple again and again: look before it does.
    List<StreamRecord<? extends Tuple2<Integer, Long>>> out =
        new ArrayList<>(harness.extractOutputStreamRecords());
    harness.getOutput().clear();
    assertThat(out).hasSize(1);
    assertThat(out.get(0).getValue().f1).isEqualTo(key);
    assertThat(out.get(0).getTimestamp()).isEqualTo(timestamp);
    return out.get(0).getValue().f0;
  }

  @Test
  void placesByTheRangesOfARecordsOwnTime() throws Exception {
    try (var harness = harness(router(null))) {
      harness.open();
      int byHash = KeyGroupRangeAssignment.assignToKeyGroup(5L, 3);
      assertThat(place(harness, 5, 90)).isEqualTo(byHash);
      harness.processElement(1, message(1, 100, 0, at(3L, 6L)));
      harness.processElement(1, message(2, 200, 0, at(1L, 2L)));

      assertThat(place(harness, 5, 99)).isEqualTo(byHash);
      assertThat(place(harness, 5, 100)).isEqualTo(1);
      assertThat(place(harness, 5, 199)).isEqualTo(1);
      assertThat(place(harness, 5, 200)).isEqualTo(2);
      assertThat(place(harness, 5, 150)).isEqualTo(1);
    }
  }

  @Test
  void replacesRangesThatHoldFromTheSameWindow() throws Exception {
    try (var harness = harness(router(at(9L, 10L)))) {
      harness.open();
      harness.processElement(1, message(1, 100, 0, at(3L, 6L)));
      harness.processElement(1, message(2, 100, 0, at(1L, 2L)));

      assertThat(place(harness, 5, 99)).isZero();
      assertThat(place(harness, 5, 100)).isEqualTo(2);
    }
  }

  @Test
  void failsIfARecordHasGoneByTheRangesBefore() throws Exception {
    try (var harness = harness(router(null))) {
      harness.open();
      place(harness, 5, 100);

      assertThatThrownBy(() -> harness.processElement(1, message(7, 100, 0, at(3L, 6L))))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "checkpoint 7 was given up while it told of ranges from 100 on, and a record of 100"
                  + " has gone by the old ones: restart from the last checkpoint");
    }
  }

  @Test
  void keepsRangesWhileWindowsMayTakeRecords() throws Exception {
    WindowRouter<Long, Long, Tuple2<Integer, Long>> router = router(null);
    try (var harness = harness(router)) {
      harness.open();
      harness.processElement(1, message(1, 100, 0, at(3L, 6L)));
      harness.processElement(1, message(2, 200, 0, at(1L, 2L)));
      harness.processElement(1, message(3, Long.MIN_VALUE, 228, null));
      harness.notifyOfCompletedCheckpoint(3);
      assertThat(router.kept()).isEqualTo(2);

      harness.processElement(1, message(4, Long.MIN_VALUE, 229, null));
      harness.notifyOfCompletedCheckpoint(3);
      assertThat(router.kept()).as("checkpoint 4 is not complete").isEqualTo(2);
      harness.notifyOfCompletedCheckpoint(4);
      assertThat(router.kept()).isEqualTo(1);
      assertThat(place(harness, 5, 200)).isEqualTo(2);
    }
  }

  @Test
  void keepsTheRangesItStartedFromWhateverIsSaidAtTheRestore() throws Exception {
    OperatorSubtaskState state;
    try (var harness = harness(router(at(9L, 10L)))) {
      harness.open();
      assertThat(place(harness, 5, 50)).isZero();
      state = harness.snapshot(1, 1);
    }
    for (SharedRanges<Long> first : Arrays.asList(at(1L, 2L), null)) {
      try (var harness = harness(router(first))) {
        harness.initializeState(state);
        harness.open();
        assertThat(place(harness, 5, 50)).isZero();
      }
    }
  }

  @Test
  void heedsNoRangesFromTheEndOfTimeOn() throws Exception {
    try (var harness = harness(router(at(9L, 10L)))) {
      harness.open();
      assertThat(place(harness, 5, Long.MAX_VALUE)).isZero();
      harness.processElement(1, message(1, Long.MAX_VALUE, 0, at(1L, 2L)));
      assertThat(place(harness, 5, Long.MAX_VALUE)).isZero();
    }
  }

  @Test
  void windowsWithoutAnEndToTheirLatenessStayOpen() {
    assertThat(RangeTiming.atWindows(100, Long.MAX_VALUE).isOpen(200, Long.MAX_VALUE)).isTrue();
    assertThat(RangeTiming.atWindows(100, 30).isOpen(200, 228)).isTrue();
    assertThat(RangeTiming.atWindows(100, 30).isOpen(200, 229)).isFalse();
  }

  @Test
  void restoresAllRangesThatItKept() throws Exception {
    OperatorSubtaskState state;
    try (var harness = harness(router(null))) {
      harness.open();
      harness.processElement(1, message(1, 100, 0, at(3L, 6L)));
      harness.processElement(1, message(2, 200, 0, at(1L, 2L)));
      state = harness.snapshot(2, 0);
    }
    try (var harness = harness(router(null))) {
      harness.initializeState(state);
      harness.open();

      assertThat(place(harness, 5, 150)).isEqualTo(1);
      assertThat(place(harness, 5, 250)).isEqualTo(2);
    }
  }

  @Test
  void refusesRecordsWithoutTime() throws Exception {
    try (var harness = harness(router(null))) {
      harness.open();

      assertThatThrownBy(() -> harness.processElement(0, new StreamRecord<>(5L)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "timestamp: a record has none, and ranges change at windows of event time: assign"
                  + " timestamps and watermarks before RangeShuffle.keyBy");
    }
  }
}
