package org.partitioners.flink.skew;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.streaming.api.windowing.assigners.EventTimeSessionWindows;
import org.apache.flink.streaming.api.windowing.assigners.GlobalWindows;
import org.apache.flink.streaming.api.windowing.assigners.ProcessingTimeSessionWindows;
import org.apache.flink.streaming.api.windowing.assigners.SlidingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.assigners.SlidingProcessingTimeWindows;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.assigners.TumblingProcessingTimeWindows;
import org.apache.flink.streaming.api.windowing.assigners.WindowAssigner;
import org.apache.flink.streaming.api.windowing.assigners.WindowStagger;
import org.apache.flink.streaming.api.windowing.triggers.ContinuousEventTimeTrigger;
import org.apache.flink.streaming.api.windowing.triggers.ContinuousProcessingTimeTrigger;
import org.apache.flink.streaming.api.windowing.triggers.CountTrigger;
import org.apache.flink.streaming.api.windowing.triggers.EventTimeTrigger;
import org.apache.flink.streaming.api.windowing.triggers.ProcessingTimeTrigger;
import org.apache.flink.streaming.api.windowing.triggers.PurgingTrigger;
import org.apache.flink.streaming.api.windowing.triggers.Trigger;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.streaming.api.windowing.windows.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partitioners.flink.skew.Windowing.Pace;

class WindowingTest {
  private static final WindowAssigner<Object, TimeWindow> TUMBLING =
      TumblingEventTimeWindows.of(ms(100));

  private static Duration ms(long millis) {
    return Duration.ofMillis(millis);
  }

  private static <W extends Window> Windowing<Object> of(WindowAssigner<Object, W> assigner) {
    return Windowing.of(assigner, null);
  }

  static Stream<Arguments> eventTime() {
    return Stream.of(
        Arguments.of(TumblingEventTimeWindows.of(ms(100)), new Panes.Sliding(100, 100, 0)),
        Arguments.of(TumblingEventTimeWindows.of(ms(100), ms(30)), new Panes.Sliding(100, 100, 30)),
        Arguments.of(
            TumblingEventTimeWindows.of(ms(100), ms(-30)), new Panes.Sliding(100, 100, 70)),
        Arguments.of(SlidingEventTimeWindows.of(ms(250), ms(100)), new Panes.Sliding(250, 100, 0)),
        Arguments.of(
            SlidingEventTimeWindows.of(ms(250), ms(100), ms(20)), new Panes.Sliding(250, 100, 20)),
        Arguments.of(
            SlidingEventTimeWindows.of(ms(40), ms(100), ms(80)), new Panes.Sliding(40, 100, 80)));
  }

  @ParameterizedTest
  @MethodSource("eventTime")
  void findsSizeSlideAndOffset(WindowAssigner<Object, TimeWindow> assigner, Panes panes) {
    Windowing<Object> windowing = of(assigner);

    assertThat(windowing.panes()).isEqualTo(panes);
    assertThat(windowing.pace()).isEqualTo(Pace.WINDOW_ENDS);
    assertThat(windowing.gap()).isNull();
    assertThat(windowing.canSpread()).isTrue();
    assertThat(windowing.isOrdered()).isFalse();
    assertThat(windowing.buffer(null)).isInstanceOf(PaneBuffer.class);
  }

  @Test
  void sessionsAreAskedOfTheAssigner() {
    Windowing<Object> windowing = of(EventTimeSessionWindows.withGap(ms(30)));

    assertThat(windowing.gap().session("", 5)).isEqualTo(new TimeWindow(5, 35));
    assertThat(windowing.panes()).isNull();
    assertThat(windowing.canSpread()).isFalse();
    assertThat(windowing.isOrdered()).isTrue();
    assertThat(windowing.buffer(null)).isInstanceOf(SessionBuffer.class);
  }

  @Test
  void gapsMayDependOnTheRecord() {
    Windowing<String> windowing =
        Windowing.of(EventTimeSessionWindows.<String>withDynamicGap(String::length), null);

    assertThat(windowing.gap().session("four", 5)).isEqualTo(new TimeWindow(5, 9));
  }

  static List<WindowAssigner<Object, ?>> byTheClock() {
    return List.of(
        TumblingProcessingTimeWindows.of(ms(100)),
        TumblingProcessingTimeWindows.of(ms(100), ms(0), WindowStagger.RANDOM),
        SlidingProcessingTimeWindows.of(ms(100), ms(50)),
        ProcessingTimeSessionWindows.withGap(ms(30)));
  }

  @ParameterizedTest
  @MethodSource("byTheClock")
  void processingTimeGoesByTheClock(WindowAssigner<Object, ?> assigner) {
    Windowing<Object> windowing = of(assigner);

    assertThat(windowing.pace()).isEqualTo(Pace.CLOCK);
    assertThat(windowing.panes()).isEqualTo(new Panes.One());
    assertThat(windowing.canSpread()).isTrue();
  }

  @Test
  void globalWindowsAreOnePane() {
    Windowing<Object> windowing = of(GlobalWindows.create());

    assertThat(windowing.panes()).isEqualTo(new Panes.One());
    assertThat(windowing.pace()).isEqualTo(Pace.WINDOW_ENDS);
  }

  static Stream<Arguments> triggers() {
    return Stream.of(
        Arguments.of(EventTimeTrigger.create(), Pace.WINDOW_ENDS),
        Arguments.of(ProcessingTimeTrigger.create(), Pace.CLOCK),
        Arguments.of(ContinuousProcessingTimeTrigger.of(ms(5)), Pace.CLOCK),
        Arguments.of(ContinuousEventTimeTrigger.of(ms(5)), Pace.EVERY_WATERMARK),
        Arguments.of(PurgingTrigger.of(EventTimeTrigger.create()), Pace.WINDOW_ENDS),
        Arguments.of(
            PurgingTrigger.of(ContinuousEventTimeTrigger.of(ms(5))), Pace.EVERY_WATERMARK));
  }

  @ParameterizedTest
  @MethodSource("triggers")
  void theTriggerSetsThePace(Trigger<Object, TimeWindow> trigger, Pace pace) {
    Windowing<Object> windowing = Windowing.of(TUMBLING, trigger);

    assertThat(windowing.pace()).isEqualTo(pace);
    assertThat(windowing.canSpread()).isEqualTo(pace != Pace.EVERY_WATERMARK);
  }

  @Test
  void refusesATriggerOfSingleRecords() {
    String message =
        "trigger: org.apache.flink.streaming.api.windowing.triggers.CountTrigger may fire on single"
            + " records, which are combined before it sees them: use an event-time, processing-time"
            + " or continuous trigger, purging or not, or keyBy without relief";

    assertThatThrownBy(() -> Windowing.of(TUMBLING, CountTrigger.of(3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> Windowing.of(TUMBLING, PurgingTrigger.of(CountTrigger.of(3))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  /** Its windows might depend on the record, which a part does not have. */
  static final class ByHash extends WindowAssigner<Object, TimeWindow> {
    @Override
    public Collection<TimeWindow> assignWindows(
        Object element, long timestamp, WindowAssignerContext context) {
      return TUMBLING.assignWindows(element, timestamp + element.hashCode() % 2, context);
    }

    @Override
    public Trigger<Object, TimeWindow> getDefaultTrigger() {
      return TUMBLING.getDefaultTrigger();
    }

    @SuppressWarnings({"MissingOverride", "deprecation"}) // Flink 1.20 only
    public Trigger<Object, TimeWindow> getDefaultTrigger(
        org.apache.flink.streaming.api.environment.StreamExecutionEnvironment environment) {
      return getDefaultTrigger();
    }

    @Override
    public org.apache.flink.api.common.typeutils.TypeSerializer<TimeWindow> getWindowSerializer(
        org.apache.flink.api.common.ExecutionConfig config) {
      return new TimeWindow.Serializer();
    }

    @Override
    public boolean isEventTime() {
      return true;
    }
  }

  @Test
  void refusesAnAssignerThatItDoesNotKnow() {
    assertThatThrownBy(() -> of(new ByHash()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "assigner: org.partitioners.flink.skew.WindowingTest$ByHash is not one whose windows"
                + " are known to depend on time alone: use Flink's tumbling, sliding, session or"
                + " global windows, or keyBy without relief");
  }

  /** 857 divides the first moment at which the assigner is asked. */
  @ParameterizedTest
  @ValueSource(longs = {100, 857, 3_600_000})
  void refusesStaggeredWindows(long size) {
    assertThatThrownBy(
            () -> of(TumblingEventTimeWindows.of(ms(size), ms(0), WindowStagger.NATURAL)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "assigner: TumblingEventTimeWindows("
                + size
                + ") staggers its windows by the clock of each subtask, so senders cannot tell"
                + " them: use WindowStagger.ALIGNED");
  }
}
