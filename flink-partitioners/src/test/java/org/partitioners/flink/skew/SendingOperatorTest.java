package org.partitioners.flink.skew;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.SimpleOperatorFactory;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.api.windowing.assigners.EventTimeSessionWindows;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.assigners.TumblingProcessingTimeWindows;
import org.apache.flink.streaming.api.windowing.assigners.WindowAssigner;
import org.apache.flink.streaming.api.windowing.triggers.ContinuousEventTimeTrigger;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.MultiInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When parts leave senders and places: in time for what would miss them. */
@SuppressWarnings("try") // harnesses are closed with any exception
class SendingOperatorTest {
  private static final TumblingEventTimeWindows WINDOWS =
      TumblingEventTimeWindows.of(Duration.ofMillis(100));
  private static final OutputTag<Tuple2<Integer, Click>> TO_PLACES =
      new OutputTag<>("to-places", Types.TUPLE(Types.INT, TypeInformation.of(Click.class))) {};

  private static final ContributionTypeInfo<String, Click, Tuple3<Long, Long, Long>> CONTRIBUTIONS =
      new ContributionTypeInfo<>(
          Types.STRING,
          TypeInformation.of(Click.class),
          Types.TUPLE(Types.LONG, Types.LONG, Types.LONG));

  @Test
  void partsLeaveBeforeTheWatermarkThatWouldMissThem() throws Exception {
    try (var sender = sender(windowing(WINDOWS), Router.COMBINE, false)) {
      sender.processElement(record("a", 10, 1));
      sender.processElement(record("a", 90, 2));
      sender.processElement(record("b", 20, 4));
      sender.processElement(record("a", 110, 8));
      sender.processWatermark(98);
      assertThat(shown(sender.getOutput())).containsExactly("watermark 98");

      sender.processWatermark(99);
      assertThat(shown(sender.getOutput()))
          .containsExactly("watermark 98", "part a@10 2 3", "part b@20 1 4", "watermark 99");
    }
  }

  @Test
  void partsOfSessionsLeaveBeforeTheWatermarkReachesTheirStart() throws Exception {
    try (var sender =
        sender(
            windowing(EventTimeSessionWindows.withGap(Duration.ofMillis(20))),
            Router.COMBINE,
            false)) {
      sender.processElement(record("a", 115, 1));
      sender.processElement(record("a", 100, 2));
      sender.processElement(record("a", 150, 4));
      sender.processWatermark(98);
      sender.processWatermark(99);

      assertThat(shown(sender.getOutput()))
          .containsExactly("watermark 98", "part a@115 2 3 [100..135)", "watermark 99");
    }
  }

  @Test
  void allPartsLeaveBeforeAnyWatermarkThatATriggerFiresOn() throws Exception {
    var windowing =
        Windowing.<Click, TimeWindow>of(
            WINDOWS, ContinuousEventTimeTrigger.of(Duration.ofMillis(10)));
    try (var sender = sender(windowing, Router.COMBINE, false)) {
      sender.processElement(record("a", 10, 1));
      sender.processWatermark(3);

      assertThat(shown(sender.getOutput())).containsExactly("part a@10 1 1", "watermark 3");
    }
  }

  @Test
  void allPartsLeaveBeforeTheBarrier() throws Exception {
    try (var sender = sender(windowing(WINDOWS), Router.COMBINE, false)) {
      sender.processElement(record("a", 10, 1));
      sender.prepareSnapshotPreBarrier(1);

      assertThat(shown(sender.getOutput())).containsExactly("part a@10 1 1");
    }
  }

  @Test
  void allPartsLeaveAtTheEnd() throws Exception {
    try (var sender = sender(windowing(WINDOWS), Router.COMBINE, false)) {
      sender.processElement(record("a", 10, 1));
      sender.getOneInputOperator().finish();

      assertThat(shown(sender.getOutput())).containsExactly("part a@10 1 1");
    }
  }

  @Test
  void allPartsLeaveBeforeIdleness() throws Exception {
    try (var sender = sender(windowing(WINDOWS), Router.COMBINE, false)) {
      sender.processElement(record("a", 10, 1));
      sender.processWatermarkStatus(WatermarkStatus.IDLE);

      assertThat(shown(sender.getOutput())).containsExactly("part a@10 1 1", "IDLE");
    }
  }

  @Test
  void allPartsLeaveAfterADelayWhereResultsGoByTheClock() throws Exception {
    var windowing = windowing(TumblingProcessingTimeWindows.of(Duration.ofSeconds(1)));
    try (var sender = sender(windowing, Router.COMBINE, false)) {
      sender.processElement(new StreamRecord<>(new Click("a", 10, 1)));
      sender.setProcessingTime(99);
      assertThat(shown(sender.getOutput())).isEmpty();

      sender.setProcessingTime(100);
      assertThat(shown(sender.getOutput())).containsExactly("part a 1 1");
    }
  }

  @Test
  void allPartsLeaveWhenThereAreTooMany() throws Exception {
    try (var sender = sender(windowing(WINDOWS), Router.COMBINE, false)) {
      for (String user : List.of("a", "b", "a", "c", "d")) {
        sender.processElement(record(user, 10, 1));
      }

      assertThat(shown(sender.getOutput()))
          .containsExactlyInAnyOrder(
              "part a@10 2 2", "part b@10 1 1", "part c@10 1 1", "part d@10 1 1");
    }
  }

  @Test
  void lateRecordsAreNotHiddenInParts() throws Exception {
    try (var sender = sender(windowing(WINDOWS), Router.COMBINE, true)) {
      sender.processWatermark(99);
      sender.processElement(record("a", 10, 1));
      sender.processElement(record("a", 110, 2));

      assertThat(shown(sender.getOutput())).containsExactly("watermark 99", "whole a@10 1");
    }
  }

  @Test
  void afterIdlenessNothingIsCombinedWhereLateRecordsAreSeen() throws Exception {
    for (int way : new int[] {Router.COMBINE, 1}) {
      try (var sender = sender(windowing(WINDOWS), way, true)) {
        sender.processWatermarkStatus(WatermarkStatus.IDLE);
        sender.processWatermarkStatus(WatermarkStatus.ACTIVE);
        sender.processElement(record("a", 10, 1));
        sender.getOneInputOperator().finish();

        assertThat(shown(sender.getOutput())).containsExactly("IDLE", "ACTIVE", "whole a@10 1");
        assertThat(sender.getSideOutput(TO_PLACES)).isNull();
      }
    }
  }

  /** Home does not wait for it: a part might come after the watermark that its records precede. */
  @Test
  void anIdleSenderKeepsNothingBack() throws Exception {
    for (int way : new int[] {Router.COMBINE, 1}) {
      try (var sender = sender(windowing(WINDOWS), way, false)) {
        sender.processWatermarkStatus(WatermarkStatus.IDLE);
        sender.processElement(record("a", 10, 1));

        assertThat(shown(sender.getOutput())).containsExactly("IDLE", "whole a@10 1");
        assertThat(sender.getSideOutput(TO_PLACES)).isNull();
      }
    }
  }

  @Test
  void afterIdlenessNothingIsCombined() throws Exception {
    try (var sender = sender(windowing(WINDOWS), Router.COMBINE, false)) {
      sender.processWatermarkStatus(WatermarkStatus.IDLE);
      sender.processWatermarkStatus(WatermarkStatus.ACTIVE);
      sender.processElement(record("a", 10, 1));

      assertThat(shown(sender.getOutput())).containsExactly("IDLE", "ACTIVE", "whole a@10 1");
    }
  }

  /** The watermark of the place holds home. */
  @Test
  void afterIdlenessRecordsAreSpreadWhereNoneIsSeenToBeLate() throws Exception {
    try (var sender = sender(windowing(WINDOWS), 1, false)) {
      sender.processWatermarkStatus(WatermarkStatus.IDLE);
      sender.processWatermarkStatus(WatermarkStatus.ACTIVE);
      sender.processElement(record("a", 10, 1));

      assertThat(shown(sender.getOutput())).containsExactly("IDLE", "ACTIVE");
      assertThat(sender.getSideOutput(TO_PLACES)).hasSize(1);
    }
  }

  @Test
  void recordsGoWhereTheRouterSays() throws Exception {
    try (var sender = sender(windowing(WINDOWS), 1, false)) {
      sender.processElement(record("a", 10, 1));

      assertThat(sender.getOutput()).isEmpty();
      Places places = new Places(2, 128);
      assertThat(sender.getSideOutput(TO_PLACES))
          .singleElement()
          .satisfies(
              routed -> {
                assertThat(places.home(routed.getValue().f0)).isEqualTo(1);
                assertThat(routed.getValue().f1).hasToString("a@10=1");
                assertThat(routed.getTimestamp()).isEqualTo(10);
              });
    }
    try (var sender = sender(windowing(WINDOWS), Router.HOME, false)) {
      sender.processElement(record("a", 10, 1));

      assertThat(shown(sender.getOutput())).containsExactly("whole a@10 1");
    }
  }

  @Test
  void placesSendTheirPartsAtTheSameTimes() throws Exception {
    try (var place =
        new OneInputStreamOperatorTestHarness<>(
            new PlaceOperator<String, Click, Tuple3<Long, Long, Long>>(
                combining(windowing(WINDOWS))))) {
      place.open();
      place.processElement(routed("a", 10));
      place.processWatermark(99);
      place.processElement(routed("b", 110));
      place.prepareSnapshotPreBarrier(1);
      place.processElement(routed("c", 120));
      place.processWatermarkStatus(WatermarkStatus.IDLE);
      place.processElement(routed("d", 130));
      place.getOneInputOperator().finish();

      assertThat(shown(place.getOutput()))
          .containsExactly(
              "part a@10 1 1",
              "watermark 99",
              "part b@110 1 1",
              "part c@120 1 1",
              "IDLE",
              "part d@130 1 1");
    }
  }

  @Test
  void whatIsToldReplacesWhatWasToldBeforeAndSurvives() throws Exception {
    OperatorSubtaskState state;
    try (var sender = told(null)) {
      sender.processElement(0, record("a", 10, 1));
      sender.processElement(1, new StreamRecord<>(List.of("a", "b")));
      sender.processElement(0, record("a", 10, 2));
      sender.processElement(0, record("c", 10, 4));
      sender.processElement(1, new StreamRecord<>(List.of("c")));
      sender.processElement(0, record("a", 10, 8));
      sender.processElement(0, record("c", 10, 16));
      sender.prepareSnapshotPreBarrier(1);
      state = sender.snapshot(1, 1);

      assertThat(shown(sender.getOutput()))
          .containsExactlyInAnyOrder(
              "whole a@10 1", "whole c@10 4", "whole a@10 8", "part a@10 1 2", "part c@10 1 16");
    }
    try (var sender = told(state)) {
      sender.processElement(0, record("a", 10, 1));
      sender.processElement(0, record("c", 10, 2));
      sender.prepareSnapshotPreBarrier(2);

      assertThat(shown(sender.getOutput())).containsExactly("whole a@10 1", "part c@10 1 2");
    }
  }

  @Test
  void theTimeOfWhatIsToldIsNotHeeded() throws Exception {
    try (var sender = told(null)) {
      sender.processElement(1, new StreamRecord<>(List.of("a")));
      sender.processElement(0, record("a", 10, 1));
      sender.processWatermark(0, new Watermark(50));
      sender.processWatermark(1, Watermark.MAX_WATERMARK);
      sender.processWatermarkStatus(1, WatermarkStatus.IDLE);
      sender.processWatermarkStatus(1, WatermarkStatus.ACTIVE);
      assertThat(shown(sender.getOutput())).containsExactly("watermark 50");

      sender.processWatermarkStatus(0, WatermarkStatus.IDLE);
      assertThat(shown(sender.getOutput()))
          .containsExactly("watermark 50", "part a@10 1 1", "IDLE");
    }
  }

  private static OneInputStreamOperatorTestHarness<
          Click, Contribution<String, Click, Tuple3<Long, Long, Long>>>
      sender(Windowing<Click> windowing, int way, boolean emitsLate) throws Exception {
    var harness =
        new OneInputStreamOperatorTestHarness<>(
            new SendingOperator<>(combining(windowing), routing(() -> always(way), emitsLate)));
    harness.setup(CONTRIBUTIONS.createSerializer(new SerializerConfigImpl()));
    harness.open();
    return harness;
  }

  private static MultiInputStreamOperatorTestHarness<
          Contribution<String, Click, Tuple3<Long, Long, Long>>>
      told(@Nullable OperatorSubtaskState state) throws Exception {
    var harness =
        new MultiInputStreamOperatorTestHarness<>(
            SimpleOperatorFactory.of(
                new ToldSendingOperator<>(
                    combining(windowing(WINDOWS)),
                    routing(
                        () -> Relief.combine().router(null, HotKeyRule.known(List.of())), false))));
    harness.setup(CONTRIBUTIONS.createSerializer(new SerializerConfigImpl()));
    if (state != null) {
      harness.initializeState(state);
    }
    harness.open();
    return harness;
  }

  private static SendingOperator.Routing<String, Click> routing(
      SendingOperator.RouterFactory<String> routers, boolean emitsLate) {
    return new SendingOperator.Routing<>(routers, new Places(2, 128), TO_PLACES, false, emitsLate);
  }

  private static Combining<String, Click, Tuple3<Long, Long, Long>> combining(
      Windowing<Click> windowing) {
    return new Combining<>(
        Click::getUser,
        new Summary(),
        windowing,
        StringSerializer.INSTANCE,
        TypeInformation.of(Click.class).createSerializer(new SerializerConfigImpl()),
        4,
        Duration.ofMillis(100));
  }

  private static Windowing<Click> windowing(WindowAssigner<Object, TimeWindow> assigner) {
    return Windowing.of(assigner, null);
  }

  private static Router<String> always(int way) {
    return new Router<>() {
      @Override
      public int route(String key) {
        return way;
      }

      @Override
      public int numRelieved() {
        return -1;
      }
    };
  }

  private static StreamRecord<Click> record(String user, long time, long value) {
    return new StreamRecord<>(new Click(user, time, value), time);
  }

  private static StreamRecord<Tuple2<Integer, Click>> routed(String user, long time) {
    return new StreamRecord<>(Tuple2.of(0, new Click(user, time, 1)), time);
  }

  /** In order, as {@code part KEY@TIMESTAMP COUNT SUM} and the like. */
  static List<String> shown(Queue<Object> output) {
    List<String> shown = new ArrayList<>();
    for (Object each : output) {
      if (each instanceof Watermark mark) {
        shown.add("watermark " + mark.getTimestamp());
      } else if (each instanceof WatermarkStatus status) {
        shown.add(status.isIdle() ? "IDLE" : "ACTIVE");
      } else if (each instanceof StreamRecord<?> record) {
        shown.add(shown(record));
      }
    }
    return shown;
  }

  private static String shown(StreamRecord<?> record) {
    String at = record.hasTimestamp() ? "@" + record.getTimestamp() : "";
    if (record.getValue() instanceof Contribution.Part<?, ?, ?> part) {
      Tuple3<?, ?, ?> sum = (Tuple3<?, ?, ?>) part.accumulator();
      String session = part.isSession() ? " [" + part.start() + ".." + part.end() + ")" : "";
      return "part " + part.key() + at + " " + sum.f0 + " " + sum.f1 + session;
    }
    if (record.getValue() instanceof Contribution.Whole<?, ?, ?> whole) {
      Click click = (Click) whole.record();
      return "whole " + click.user + at + " " + click.value;
    }
    return record.getValue().toString();
  }
}
