package org.partitioners.flink.skew;

import java.io.IOException;
import java.io.Serializable;
import java.util.Collection;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.streaming.api.windowing.assigners.DynamicEventTimeSessionWindows;
import org.apache.flink.streaming.api.windowing.assigners.EventTimeSessionWindows;
import org.apache.flink.streaming.api.windowing.assigners.GlobalWindows;
import org.apache.flink.streaming.api.windowing.assigners.MergingWindowAssigner;
import org.apache.flink.streaming.api.windowing.assigners.ProcessingTimeSessionWindows;
import org.apache.flink.streaming.api.windowing.assigners.SlidingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.assigners.SlidingProcessingTimeWindows;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.assigners.TumblingProcessingTimeWindows;
import org.apache.flink.streaming.api.windowing.assigners.WindowAssigner;
import org.apache.flink.streaming.api.windowing.triggers.ContinuousEventTimeTrigger;
import org.apache.flink.streaming.api.windowing.triggers.ContinuousProcessingTimeTrigger;
import org.apache.flink.streaming.api.windowing.triggers.EventTimeTrigger;
import org.apache.flink.streaming.api.windowing.triggers.ProcessingTimeTrigger;
import org.apache.flink.streaming.api.windowing.triggers.PurgingTrigger;
import org.apache.flink.streaming.api.windowing.triggers.Trigger;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.streaming.api.windowing.windows.Window;
import org.apache.flink.util.InstantiationUtil;
import org.jspecify.annotations.Nullable;

/**
 * What senders have to know of the windows at home: how records may be combined, and when their
 * parts have to be there.
 *
 * @param pace what makes home emit
 * @param panes how records are combined; null for sessions
 * @param gap the session of a record; null but for sessions
 */
record Windowing<T>(Pace pace, @Nullable Panes panes, @Nullable SessionGap<T> gap)
    implements Serializable {

  /** What makes home emit. */
  enum Pace {
    /** The watermark that passes a window's end, and nothing else: when parts arrive is all one. */
    WINDOW_ENDS,
    /** Any watermark; and what comes first matters. */
    EVERY_WATERMARK,
    /** The clock: parts must not be held back for long. */
    CLOCK
  }

  /** Whether parts may come by other ways than records: whether their order does not matter. */
  boolean canSpread() {
    return gap == null && pace != Pace.EVERY_WATERMARK;
  }

  /** Whether there are records that come too late for their windows. */
  boolean canBeLate() {
    return gap != null || panes instanceof Panes.Sliding;
  }

  /** Whether a key's parts must be sent before a record of it that is not combined. */
  boolean isOrdered() {
    return !canSpread();
  }

  <K, ACC> PartBuffer<K, T, ACC> buffer(AggregateFunction<T, ACC, ?> function) {
    if (gap != null) {
      return new SessionBuffer<>(function, gap);
    }
    return new PaneBuffer<>(function, panes == null ? new Panes.One() : panes);
  }

  /** No windows, and results by the clock. */
  static <T> Windowing<T> running() {
    return new Windowing<>(Pace.CLOCK, new Panes.One(), null);
  }

  /**
   * What there is to know of Flink's own windows.
   *
   * @param trigger null for the default
   * @throws IllegalArgumentException if records in such windows cannot be combined on their way
   */
  static <T, W extends Window> Windowing<T> of(
      WindowAssigner<? super T, W> assigner, @Nullable Trigger<? super T, ? super W> trigger) {
    Pace triggered = trigger == null ? Pace.WINDOW_ENDS : pace(trigger);
    if (is(assigner, TumblingEventTimeWindows.class)
        || is(assigner, SlidingEventTimeWindows.class)) {
      return new Windowing<>(triggered, panes(assigner), null);
    }
    if (is(assigner, EventTimeSessionWindows.class)
        || is(assigner, DynamicEventTimeSessionWindows.class)) {
      return new Windowing<>(triggered, null, gap(assigner));
    }
    if (is(assigner, GlobalWindows.class)) {
      return new Windowing<>(triggered, new Panes.One(), null);
    }
    if (is(assigner, TumblingProcessingTimeWindows.class)
        || is(assigner, SlidingProcessingTimeWindows.class)
        || is(assigner, ProcessingTimeSessionWindows.class)) {
      Pace pace = triggered == Pace.EVERY_WATERMARK ? triggered : Pace.CLOCK;
      return new Windowing<>(pace, new Panes.One(), null);
    }
    throw new IllegalArgumentException(
        "assigner: "
            + assigner.getClass().getName()
            + " is not one whose windows are known to depend on time alone: use Flink's tumbling,"
            + " sliding, session or global windows, or keyBy without relief");
  }

  /** Not a subclass, which may look at records. */
  private static boolean is(WindowAssigner<?, ?> assigner, Class<?> type) {
    return assigner.getClass() == type;
  }

  private static Pace pace(Trigger<?, ?> trigger) {
    if (trigger instanceof EventTimeTrigger) {
      return Pace.WINDOW_ENDS;
    }
    if (trigger instanceof ProcessingTimeTrigger
        || trigger instanceof ContinuousProcessingTimeTrigger) {
      return Pace.CLOCK;
    }
    if (trigger instanceof ContinuousEventTimeTrigger) {
      return Pace.EVERY_WATERMARK;
    }
    if (trigger instanceof PurgingTrigger<?, ?> purging) {
      return pace(purging.getNestedTrigger());
    }
    throw new IllegalArgumentException(
        "trigger: "
            + trigger.getClass().getName()
            + " may fire on single records, which are combined before it sees them: use an event-time,"
            + " processing-time or continuous trigger, purging or not, or keyBy without relief");
  }

  /**
   * Any moment. No size but 1 ms divides both it and the next one, and hides a stagger from both.
   */
  private static final long LATER = 12_345_678_901L;

  /** Size, slide and offset as the assigner's windows show them. */
  private static Panes panes(WindowAssigner<?, ?> assigner) {
    TimeWindow window = someWindow(assigner, 0);
    if (!window.equals(someWindow(assigner, LATER))
        || !window.equals(someWindow(assigner, LATER + 1))) {
      throw new IllegalArgumentException(
          "assigner: "
              + assigner
              + " staggers its windows by the clock of each subtask, so senders cannot tell them:"
              + " use WindowStagger.ALIGNED");
    }
    long size = window.getEnd() - window.getStart();
    long slide = assigner instanceof SlidingEventTimeWindows sliding ? sliding.getSlide() : size;
    return new Panes.Sliding(size, slide, Math.floorMod(window.getStart(), slide));
  }

  /** Any window. With gaps between windows not every moment has one; then one further on has. */
  private static TimeWindow someWindow(WindowAssigner<?, ?> assigner, long now) {
    long step = assigner instanceof SlidingEventTimeWindows sliding ? sliding.getSize() : 1;
    for (long timestamp = 0; ; timestamp += step) {
      for (TimeWindow window : windowsOf(assigner, timestamp, now)) {
        return window;
      }
    }
  }

  @SuppressWarnings("unchecked") // these assigners take any element and look at none
  private static Collection<TimeWindow> windowsOf(
      WindowAssigner<?, ?> assigner, long timestamp, long now) {
    // A copy, because an assigner keeps the offset that it found first.
    return ((WindowAssigner<Object, TimeWindow>) copy(assigner))
        .assignWindows("", timestamp, new At(now));
  }

  private static WindowAssigner<?, ?> copy(WindowAssigner<?, ?> assigner) {
    try {
      return InstantiationUtil.clone(assigner);
    } catch (IOException | ClassNotFoundException failed) {
      throw new IllegalArgumentException("assigner: cannot be serialized", failed);
    }
  }

  @SuppressWarnings("unchecked") // a session assigner for T, whose windows are time windows
  private static <T> SessionGap<T> gap(WindowAssigner<? super T, ?> assigner) {
    return new AssignedGap<>((MergingWindowAssigner<? super T, TimeWindow>) assigner);
  }

  /** Asks the assigner. */
  private record AssignedGap<T>(MergingWindowAssigner<? super T, TimeWindow> assigner)
      implements SessionGap<T> {
    @Override
    public TimeWindow session(T record, long timestamp) {
      return assigner.assignWindows(record, timestamp, At.NEVER).iterator().next();
    }
  }

  /** A clock that stands still. */
  private static final class At extends WindowAssigner.WindowAssignerContext {
    static final At NEVER = new At(0);

    private final long now;

    At(long now) {
      this.now = now;
    }

    @Override
    public long getCurrentProcessingTime() {
      return now;
    }
  }
}
