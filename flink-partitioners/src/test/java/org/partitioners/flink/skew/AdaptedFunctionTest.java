package org.partitioners.flink.skew;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.Test;
import org.partitioners.flink.PlacedKey;

/** A part function has all that Flink gives a function. */
@SuppressWarnings("try") // close() declares any Exception, so an interruption too
class AdaptedFunctionTest {
  private static final OutputTag<String> ASIDE = new OutputTag<>("aside", Types.STRING);

  @Test
  void recordsAndTimersSeeThePartTheTimestampAndTheDomain() throws Exception {
    try (var parts = open(new Tells(), null)) {
      parts.processElement(Tuple2.of(5, "a"), 100);
      parts.processWatermark(200);
      parts.setProcessingTime(300);

      assertThat(parts.getSideOutput(ASIDE))
          .extracting(StreamRecord::getValue)
          .containsExactly(
              "a of KeyPart[key=a, part=5] at 100",
              "EVENT_TIME timer 150 of KeyPart[key=a, part=5] at 150",
              "PROCESSING_TIME timer 250 of KeyPart[key=a, part=5] at 250");
    }
  }

  @Test
  void resultsCarryTheKeyAndTheTimestamp() throws Exception {
    try (var parts = open(new Tells(), null)) {
      parts.processElement(Tuple2.of(5, "a"), 100);
      parts.processElement(Tuple2.of(6, "b"), 110);
      parts.processWatermark(200);

      assertThat(parts.extractOutputStreamRecords())
          .containsExactly(
              new StreamRecord<>(Tuple2.of("a", "record"), 100),
              new StreamRecord<>(Tuple2.of("b", "record"), 110),
              new StreamRecord<>(Tuple2.of("a", "timer"), 150),
              new StreamRecord<>(Tuple2.of("b", "timer"), 160));
    }
  }

  @Test
  void operatorStateIsKeptAndCheckpointsAreAnnounced() throws Exception {
    OperatorSubtaskState snapshot;
    Tells before = new Tells();
    try (var parts = open(before, null)) {
      parts.processElement(Tuple2.of(5, "a"), 100);
      snapshot = parts.snapshot(7, 0);
      parts.notifyOfCompletedCheckpoint(7);
      assertThat(before.calls).containsExactly("initialize", "open", "a", "snapshot", "complete 7");
    }
    assertThat(before.calls).endsWith("close");

    Tells after = new Tells();
    try (var parts = open(after, snapshot)) {
      assertThat(after.seenBefore).containsExactly("a");
      parts.processWatermark(200);
      assertThat(parts.extractOutputStreamRecords())
          .containsExactly(new StreamRecord<>(Tuple2.of("a", "timer"), 150));
    }
  }

  private static KeyedOneInputStreamOperatorTestHarness<
          PlacedKey<Tuple2<String, Integer>>, Tuple2<Integer, String>, Tuple2<String, String>>
      open(Tells function, OperatorSubtaskState snapshot) throws Exception {
    var placement = SpreadStream.<String>placement(16);
    var parts =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new PartFunction<>(function)),
            placement.keySelector(new PartSelector<String, String>(value -> value)),
            placement.typeInfo(Types.TUPLE(Types.STRING, Types.INT)),
            16,
            1,
            0);
    if (snapshot != null) {
      parts.initializeState(snapshot);
    }
    parts.open();
    return parts;
  }

  /** Tells all that it is told. */
  private static final class Tells extends KeyedProcessFunction<KeyPart<String>, String, String>
      implements CheckpointedFunction, CheckpointListener {
    private final List<String> calls = new ArrayList<>();
    private final List<String> seenBefore = new ArrayList<>();
    private transient ListState<String> seen;

    @Override
    public void open(OpenContext context) {
      calls.add("open");
    }

    @Override
    public void close() {
      calls.add("close");
    }

    @Override
    public void processElement(String value, Context context, Collector<String> out)
        throws Exception {
      calls.add(value);
      seen.add(value);
      context.output(
          ASIDE, value + " of " + context.getCurrentKey() + " at " + context.timestamp());
      out.collect("record");
      context.timerService().registerEventTimeTimer(context.timestamp() + 50);
      context.timerService().registerProcessingTimeTimer(250);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<String> out) {
      String timer = context.timeDomain() + " timer " + timestamp;
      context.output(
          ASIDE, timer + " of " + context.getCurrentKey() + " at " + context.timestamp());
      out.collect("timer");
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
      calls.add("initialize");
      seen =
          context
              .getOperatorStateStore()
              .getListState(new ListStateDescriptor<>("seen", Types.STRING));
      seen.get().forEach(seenBefore::add);
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) {
      calls.add("snapshot");
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) {
      calls.add("complete " + checkpointId);
    }
  }
}
