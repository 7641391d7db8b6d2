package org.partitioners.flink.range;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.operators.coordination.MockOperatorEventGateway;
import org.apache.flink.runtime.operators.coordination.OperatorEvent;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.partitioners.flink.report.ReportTypeInfo;
import org.partitioners.range.RangeBoundaries;
import org.partitioners.range.RangeReport;
import org.partitioners.range.RangeSample;
import org.partitioners.range.SharedRanges;

@SuppressWarnings("try") // harnesses are closed with any exception
class ShuffleOperatorTest {
  private static final Selection<Long, Long> SELECTION =
      new Selection<>(key -> key, LongSerializer.INSTANCE, null);
  private static final OutputTag<RangeReport<Long>> REPORTS =
      new OutputTag<>("reports", new ReportTypeInfo<>(new RangeReportFormat<>(), Types.LONG));

  private final MockOperatorEventGateway coordinator = new MockOperatorEventGateway();

  private static RangeForm<Long> form(int places) {
    return new RangeForm<>(
        Comparator.<Long>naturalOrder(),
        LongSerializer.INSTANCE,
        RangeForm.Kind.WHOLE,
        places,
        places);
  }

  private ShuffleOperator<Long, Long> operator(
      int places, long interval, @Nullable SharedRanges<Long> first) {
    ShuffleOperator<Long, Long> operator =
        new ShuffleOperator<>(SELECTION, form(places), interval, first, REPORTS);
    operator.connect(coordinator);
    return operator;
  }

  private static OneInputStreamOperatorTestHarness<Long, Long> harness(
      ShuffleOperator<Long, Long> operator) throws Exception {
    return new OneInputStreamOperatorTestHarness<>(operator);
  }

  private static SharedRanges<Long> at(Long... points) {
    return SharedRanges.of(RangeBoundaries.of(List.of(points)));
  }

  private static ShuffleEvent.Ranges ranges(long epoch, SharedRanges<Long> ranges) {
    RangeSample<Long> summary = RangeSample.ofSize(1_000, Comparator.<Long>naturalOrder());
    for (long i = 0; i < 100; i++) {
      summary.add(i);
    }
    return new ShuffleEvent.Ranges(
        new RangeCodec<>(form(3)).write(new RangeMessage<>(epoch, ranges, summary)));
  }

  private static int place(OneInputStreamOperatorTestHarness<Long, Long> harness, long key)
      throws Exception {
    harness.processElement(new StreamRecord<>(key, 7));
    List<StreamRecord<? extends Long>> out = harness.extractOutputStreamRecords();
    harness.getOutput().clear();
    assertThat(out).containsExactly(new StreamRecord<>(key, 7));
    return ThreadPlace.current().number;
  }

  @Test
  void switchesAtTheBarrierAndDerivesAnewForAnotherNumber() throws Exception {
    ShuffleOperator<Long, Long> operator = operator(3, 0, null);
    OperatorSubtaskState state;
    try (var harness = harness(operator)) {
      harness.open();
      assertThat(List.of(place(harness, 5), place(harness, 5), place(harness, 5)))
          .containsExactlyInAnyOrder(0, 1, 2);
      operator.handleOperatorEvent(ranges(1, at(3L, 6L)));
      assertThat(place(harness, 5)).as("by the first ranges at once").isEqualTo(1);
      operator.handleOperatorEvent(ranges(2, at(1L, 2L)));
      operator.handleOperatorEvent(ranges(3, at(8L, 9L)));
      assertThat(place(harness, 5)).as("ahead of the barrier").isEqualTo(1);
      harness.prepareSnapshotPreBarrier(2);
      assertThat(place(harness, 5)).as("behind it, by its ranges").isEqualTo(2);
      state = harness.snapshot(2, 0);
      harness.prepareSnapshotPreBarrier(3);
      assertThat(place(harness, 5)).as("behind the next").isEqualTo(0);
      operator.handleOperatorEvent(ranges(2, at(1L, 2L)));
      harness.prepareSnapshotPreBarrier(4);
      assertThat(place(harness, 5)).as("told of old ones").isEqualTo(0);
    }
    ShuffleOperator<Long, Long> again = operator(3, 0, at(100L, 200L));
    try (var same = harness(again);
        var wider = harness(operator(10, 0, null))) {
      same.initializeState(state);
      same.open();
      wider.initializeState(state);
      wider.open();

      assertThat(place(same, 5)).isEqualTo(2);
      assertThat(place(wider, 5)).isZero();
      assertThat(place(wider, 55)).isEqualTo(5);
      assertThat(place(wider, 95)).isEqualTo(9);
    }
  }

  /** Epochs of the clock say nothing of checkpoints. */
  @Test
  void takesRangesOfCheckpointsAfterAClockedState() throws Exception {
    ShuffleOperator<Long, Long> clocked = operator(3, 100, null);
    OperatorSubtaskState state;
    try (var harness = harness(clocked)) {
      harness.open();
      clocked.handleOperatorEvent(ranges(5_000, at(3L, 6L)));
      state = harness.snapshot(1, 0);
    }
    ShuffleOperator<Long, Long> checkpointed = operator(3, 0, null);
    try (var harness = harness(checkpointed)) {
      harness.setRestoredCheckpointId(1);
      harness.initializeState(state);
      harness.open();
      assertThat(place(harness, 5)).isEqualTo(1);
      checkpointed.handleOperatorEvent(ranges(2, at(1L, 2L)));
      harness.prepareSnapshotPreBarrier(2);
      assertThat(place(harness, 5)).isEqualTo(2);
    }
  }

  @Test
  void saysThatItKnowsRangesWhenItDoes() throws Exception {
    ShuffleOperator<Long, Long> operator = operator(3, 0, null);
    try (var harness = harness(operator)) {
      harness.open();
      operator.handleOperatorEvent(ranges(4, at(3L, 6L)));
      operator.handleOperatorEvent(ranges(5, at(4L, 6L)));

      assertThat(coordinator.getEventsSent())
          .containsExactly(new ShuffleEvent.Known(4), new ShuffleEvent.Known(5));
    }
  }

  @Test
  void startsFromTheRangesGiven() throws Exception {
    try (var harness = harness(operator(3, 0, at(3L, 6L)))) {
      harness.open();

      assertThat(place(harness, 2)).isZero();
      assertThat(place(harness, 5)).isEqualTo(1);
      assertThat(place(harness, 6)).isEqualTo(2);
    }
  }

  private List<String> told() {
    return coordinator.getEventsSent().stream().map(OperatorEvent::toString).toList();
  }

  @Test
  void tellsOfManyRecordsAndAtBarriers() throws Exception {
    try (var harness = harness(operator(3, 0, null))) {
      harness.open();
      for (long i = 0; i < 50_000; i++) {
        harness.processElement(new StreamRecord<>(i));
        harness.getOutput().clear();
      }
      harness.prepareSnapshotPreBarrier(1);
      harness.prepareSnapshotPreBarrier(2);
      harness.processElement(new StreamRecord<>(1L));
      harness.endInput();
    }

    assertThat(told()).hasSize(5);
    assertThat(told().get(0)).isEqualTo("Sampled[MANY, 10000 records]");
    // Strides end where they end, just after 40000.
    assertThat(told().get(1)).startsWith("Sampled[MANY, 300");
    assertThat(told().get(2)).startsWith("Sampled[BARRIER, 99");
    assertThat(told().subList(3, 5)).containsExactly("Sampled[BARRIER, 1 records]", "Finished[]");
    long weight = 0;
    for (OperatorEvent event : coordinator.getEventsSent().subList(0, 3)) {
      byte[] sample = ((ShuffleEvent.Sampled) event).sample();
      weight += new RangeCodec<>(form(3)).readSample(sample).total();
    }
    // The gaps' mean is exact; their spread leaves the total within two percent.
    assertThat((double) weight).isBetween(49_000.0, 51_000.0);
  }

  @Test
  void tellsByTheClockWithoutCheckpoints() throws Exception {
    ShuffleOperator<Long, Long> operator = operator(3, 100, null);
    try (var harness = harness(operator)) {
      harness.open();
      harness.processElement(new StreamRecord<>(1L));
      harness.setProcessingTime(100);
      harness.setProcessingTime(199);
      harness.setProcessingTime(200);
      assertThat(told()).containsExactly("Sampled[CLOCK, 1 records]", "Sampled[CLOCK, 0 records]");

      operator.handleOperatorEvent(ranges(1, at(3L, 6L)));
      operator.handleOperatorEvent(ranges(2, at(1L, 2L)));
      harness.getOutput().clear();
      assertThat(place(harness, 5)).as("at once").isEqualTo(2);
    }
  }

  @Test
  void refusesEventsThatAreNotItsOwn() throws Exception {
    ShuffleOperator<Long, Long> operator = operator(3, 0, null);
    try (var harness = harness(operator)) {
      harness.open();

      assertThatThrownBy(() -> operator.handleOperatorEvent(new ShuffleEvent.Finished()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("cannot take Finished[]");
    }
  }

  @Test
  void placesOfThreadsAreApart() throws Exception {
    ThreadPlace.current().number = 1;
    AtomicInteger seen = new AtomicInteger(-1);
    Thread other = new Thread(() -> seen.set(ThreadPlace.current().number));
    other.start();
    other.join();

    assertThat(seen).hasValue(0);
    assertThat(ThreadPlace.current().number).isEqualTo(1);
  }
}
