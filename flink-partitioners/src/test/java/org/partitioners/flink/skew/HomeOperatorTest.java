package org.partitioners.flink.skew;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.state.AggregatingStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.streaming.api.functions.windowing.PassThroughWindowFunction;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.api.windowing.assigners.EventTimeSessionWindows;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.assigners.WindowAssigner;
import org.apache.flink.streaming.api.windowing.triggers.EventTimeTrigger;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.streaming.runtime.operators.windowing.functions.InternalSingleValueWindowFunction;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.Test;

/** Records that the senders' watermark has overtaken, while the places' has not come yet. */
@SuppressWarnings("try") // harnesses are closed with any exception
class HomeOperatorTest {
  private static final TypeInformation<Click> CLICKS = TypeInformation.of(Click.class);
  private static final TypeInformation<Tuple3<Long, Long, Long>> SUMS =
      Types.TUPLE(Types.LONG, Types.LONG, Types.LONG);
  private static final OutputTag<Click> LATE = new OutputTag<>("late", CLICKS);

  /** A home between one sender and its places. */
  private static final class Home
      extends KeyedOneInputStreamOperatorTestHarness<
          String, Contribution<String, Click, Tuple3<Long, Long, Long>>, Tuple3<Long, Long, Long>> {
    private long incarnation = HomeOperator.NEW;
    private long ofSender = Long.MIN_VALUE;
    private long ofPlaces = Long.MIN_VALUE;
    private long ofHome = Long.MIN_VALUE;

    Home(long lateness) throws Exception {
      super(tumbling(lateness), new HomeKey<>(Click::getUser), Types.STRING);
    }

    static Home opened(long lateness) throws Exception {
      Home home = new Home(lateness);
      home.open();
      return home;
    }

    void direct(String user, long time, long value) throws Exception {
      processElement(
          new StreamRecord<>(new Contribution.Whole<>(new Click(user, time, value)), time));
    }

    void part(String user, long time, long clicks, long sum) throws Exception {
      processElement(
          new StreamRecord<>(new Contribution.Part<>(user, Tuple3.of(clicks, sum, 0L)), time));
    }

    void directWatermark(long time) throws Exception {
      processElement(
          new StreamRecord<>(
              new Contribution.Mark<>(0, new Contribution.Sender(incarnation, 0, 1), time)));
      ofSender = time;
      advance();
    }

    void placesWatermark(long time) throws Exception {
      ofPlaces = time;
      advance();
    }

    /** As Flink does for all that goes home. */
    private void advance() throws Exception {
      long least = Math.min(ofSender, ofPlaces);
      if (least > ofHome) {
        ofHome = least;
        processWatermark(new Watermark(least));
      }
    }

    /** What came out since it was asked last: counts and sums, watermarks, late records. */
    List<String> taken() {
      List<String> taken =
          SendingOperatorTest.shown(getOutput()).stream()
              .map(each -> each.startsWith("(") ? each.substring(0, each.lastIndexOf(',')) : each)
              .toList();
      getOutput().clear();
      return taken;
    }

    List<String> late() {
      var late = getSideOutput(LATE);
      return late == null ? List.of() : late.stream().map(each -> each.getValue() + "").toList();
    }

    private static HomeOperator<
            String,
            Click,
            Tuple3<Long, Long, Long>,
            Tuple3<Long, Long, Long>,
            Tuple3<Long, Long, Long>,
            TimeWindow>
        tumbling(long lateness) {
      TumblingEventTimeWindows windows = TumblingEventTimeWindows.of(Duration.ofMillis(100));
      return operator(windows, Windowing.of(windows, null), lateness);
    }
  }

  private static HomeOperator<
          String,
          Click,
          Tuple3<Long, Long, Long>,
          Tuple3<Long, Long, Long>,
          Tuple3<Long, Long, Long>,
          TimeWindow>
      operator(
          WindowAssigner<? super Contribution<String, Click, Tuple3<Long, Long, Long>>, TimeWindow>
              windows,
          Windowing<Click> windowing,
          long lateness) {
    return new HomeOperator<>(
        windows,
        windows.getWindowSerializer(new ExecutionConfig()),
        new HomeKey<>(Click::getUser),
        StringSerializer.INSTANCE,
        new AggregatingStateDescriptor<>(
            "window-contents",
            new HomeAggregate<String, Click, Tuple3<Long, Long, Long>, Tuple3<Long, Long, Long>>(
                new Summary()),
            SUMS.createSerializer(new SerializerConfigImpl())),
        new InternalSingleValueWindowFunction<>(new PassThroughWindowFunction<>()),
        EventTimeTrigger.create(),
        lateness,
        new OutputTag<>(
            "late-contributions", new ContributionTypeInfo<>(Types.STRING, CLICKS, SUMS)),
        windowing,
        CLICKS.createSerializer(new SerializerConfigImpl()),
        LATE);
  }

  @Test
  void watermarksAndWindowsWaitForThePlaces() throws Exception {
    try (Home home = Home.opened(0)) {
      home.direct("a", 10, 1);
      home.directWatermark(99);
      assertThat(home.taken()).isEmpty();

      home.part("a", 20, 2, 6);
      home.placesWatermark(99);
      assertThat(home.taken()).containsExactly("(3,7", "watermark 99");
      assertThat(home.late()).isEmpty();
    }
  }

  @Test
  void anOvertakenRecordIsLateThoughItsWindowIsStillOpen() throws Exception {
    try (Home home = Home.opened(0)) {
      home.direct("a", 10, 1);
      home.directWatermark(99);
      home.direct("a", 20, 2);
      home.direct("a", 110, 4);
      home.placesWatermark(99);
      assertThat(home.taken()).containsExactly("(1,1", "watermark 99");
      assertThat(home.late()).containsExactly("a@20=2");

      home.directWatermark(199);
      home.placesWatermark(199);
      assertThat(home.taken()).containsExactly("(1,4", "watermark 199");
    }
  }

  @Test
  void theWatermarkStopsForEachHeldRecord() throws Exception {
    try (Home home = Home.opened(1000)) {
      home.direct("a", 10, 1);
      home.directWatermark(99);
      home.direct("a", 20, 2);
      home.directWatermark(150);
      home.direct("b", 30, 4);
      home.directWatermark(160);
      home.direct("a", 40, 8);
      home.placesWatermark(250);
      home.directWatermark(250);

      assertThat(home.taken())
          .containsExactly(
              "(1,1",
              "watermark 99",
              "(2,3",
              "watermark 150",
              "(1,4",
              "watermark 160",
              "(3,11",
              "watermark 250");
      assertThat(home.late()).isEmpty();
    }
  }

  /** Flink's window operator, left to itself, forgets here what it has merged. */
  @Test
  void aPartThatEqualsASessionIsAddedToIt() throws Exception {
    EventTimeSessionWindows sessions = EventTimeSessionWindows.withGap(Duration.ofMillis(10));
    try (var home =
        new KeyedOneInputStreamOperatorTestHarness<>(
            operator(new ContributedSessions<>(sessions), Windowing.of(sessions, null), 0),
            new HomeKey<>(Click::getUser),
            Types.STRING)) {
      home.open();
      home.processElement(session(0, 10));
      home.processElement(session(5, 15));
      home.processElement(session(0, 15));
      home.processElement(session(0, 15));
      home.processWatermark(20);

      assertThat(home.extractOutputValues()).extracting(sum -> sum.f0).containsExactly(4L);
    }
  }

  private static StreamRecord<Contribution<String, Click, Tuple3<Long, Long, Long>>> session(
      long start, long end) {
    return new StreamRecord<>(
        new Contribution.Part<>("a", Tuple3.of(1L, 0L, 0L), start, end), start);
  }

  @Test
  void heldRecordsSurviveOnTheHeap() throws Exception {
    heldRecordsSurvive("org.apache.flink.runtime.state.hashmap.HashMapStateBackend");
  }

  @Test
  void heldRecordsSurviveInRocksDb() throws Exception {
    heldRecordsSurvive("org.apache.flink.contrib.streaming.state.EmbeddedRocksDBStateBackend");
  }

  private static void heldRecordsSurvive(String backend) throws Exception {
    OperatorSubtaskState state;
    try (Home home = backed(backend)) {
      home.open();
      home.direct("a", 10, 1);
      home.directWatermark(99);
      home.direct("a", 20, 2);
      home.direct("b", 30, 4);
      state = home.snapshot(1, 1);
      assertThat(home.taken()).isEmpty();
    }
    try (Home home = backed(backend)) {
      home.setup();
      home.initializeState(state);
      home.incarnation = 0;
      home.open();
      home.directWatermark(120);
      home.placesWatermark(120);

      assertThat(home.taken()).containsExactly("(1,1", "watermark 99", "watermark 120");
      assertThat(home.late()).containsExactlyInAnyOrder("a@20=2", "b@30=4");

      home.directWatermark(130);
      home.placesWatermark(130);
      assertThat(home.taken()).containsExactly("watermark 130");
      assertThat(home.late()).hasSize(2);
    }
  }

  /** The backend by its name: where RocksDB's class has moved, the old name is deprecated. */
  private static Home backed(String backend) throws Exception {
    Home home = new Home(0);
    home.setStateBackend(
        Class.forName(backend).asSubclass(StateBackend.class).getConstructor().newInstance());
    return home;
  }
}
