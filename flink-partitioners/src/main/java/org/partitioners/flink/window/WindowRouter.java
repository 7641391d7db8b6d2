package org.partitioners.flink.window;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.Input;
import org.apache.flink.streaming.api.operators.MultipleInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;
import org.partitioners.flink.UntimedInput;

/**
 * Gives each record the place that its key has by the plan of the record's window; before all
 * plans, the key group that {@code keyBy} gives. Its inputs are itself, for the records, and what
 * it is told by the {@link AnnouncingOperator}.
 *
 * <p>Plans are kept until no window that they hold for can take a record any more. That is so when
 * a checkpoint is complete ahead of which all subtasks' watermarks had passed: then windows have
 * seen these watermarks, too, on edges where barriers are aligned.
 *
 * @param <T> the type of record
 * @param <K> the type of key
 */
@Internal
public final class WindowRouter<T, K> extends AbstractStreamOperator<Tuple2<Integer, T>>
    implements MultipleInputStreamOperator<Tuple2<Integer, T>>, Input<T> {
  private static final long serialVersionUID = 1L;

  private final KeySelector<T, K> selector;
  private final PlanReader<K> reader;
  private final WindowTiming timing;
  private final int places;
  private final WindowHistory<byte[]> first;

  private transient WindowHistory<ToIntFunction<K>> history;
  private transient BroadcastState<Long, byte[]> state;
  private transient NavigableMap<Long, Long> watermarks;
  private transient long start;
  private transient @Nullable ToIntFunction<K> newest;
  private transient long maxRouted;
  private transient PlacedRecord<T> placed;

  /**
   * A router.
   *
   * @param places how many key groups there are
   * @param first the plans of a job that is not restored
   */
  @SuppressWarnings("NullAway.Init") // initializeState() comes before all else
  public WindowRouter(
      KeySelector<T, K> selector,
      PlanReader<K> reader,
      WindowTiming timing,
      int places,
      WindowHistory<byte[]> first) {
    this.selector = selector;
    this.reader = reader;
    this.timing = timing;
    this.places = places;
    this.first = first;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    history = new WindowHistory<>();
    watermarks = new TreeMap<>();
    maxRouted = Long.MIN_VALUE;
    start = Long.MIN_VALUE;
    placed = new PlacedRecord<>(places);
    state =
        context
            .getOperatorStateStore()
            .getBroadcastState(
                new MapStateDescriptor<>(
                    "plans", Types.LONG, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    NavigableMap<Long, byte[]> restored = new TreeMap<>();
    for (Map.Entry<Long, byte[]> entry : state.immutableEntries()) {
      restored.put(entry.getKey(), entry.getValue());
    }
    // Those of a new job are kept at once, for windows may still be open when it is restored.
    hold(context.isRestored() ? restored : first.byStart());
    for (long from : restored.keySet()) {
      // What tells nothing of these places would not be forgotten with the others.
      if (!history.byStart().containsKey(from)) {
        state.remove(from);
      }
    }
  }

  private void hold(NavigableMap<Long, byte[]> plans) throws Exception {
    for (Map.Entry<Long, byte[]> entry : plans.entrySet()) {
      long from = entry.getKey();
      ToIntFunction<K> plan = reader.read(entry.getValue(), getUserCodeClassloader());
      // From the end of time on it would hold for no window.
      if (plan != null && from < Long.MAX_VALUE) {
        for (long replaced : history.add(from, plan)) {
          state.remove(replaced);
        }
        state.put(from, entry.getValue());
        start = from;
        newest = plan;
      }
    }
  }

  @Override
  public void processElement(StreamRecord<T> element) throws Exception {
    if (!element.hasTimestamp()) {
      throw new IllegalStateException(
          "timestamp: a record has none, and places change at windows of event time: assign"
              + " timestamps and watermarks before keyBy");
    }
    long timestamp = element.getTimestamp();
    maxRouted = Math.max(maxRouted, timestamp);
    ToIntFunction<K> plan = newest;
    if (plan == null || timestamp < start) {
      plan = history.at(timestamp);
    }
    K key = selector.getKey(element.getValue());
    int place =
        plan == null ? KeyGroupRangeAssignment.assignToKeyGroup(key, places) : plan.applyAsInt(key);
    output.collect(placed.of(place, element));
  }

  private void told(byte[] message) throws Exception {
    Announcement announcement = Announcement.ofBytes(message, getUserCodeClassloader());
    NavigableMap<Long, byte[]> plans = announcement.plans().byStart();
    if (!plans.isEmpty() && hasRoutedFrom(plans.firstKey())) {
      throw new IllegalStateException(
          "checkpoint "
              + announcement.checkpoint()
              + " was given up while it told of places from "
              + plans.firstKey()
              + " on, and a record of "
              + maxRouted
              + " has gone to the old ones: restart from the last checkpoint");
    }
    hold(plans);
    watermarks.put(announcement.checkpoint(), announcement.watermark());
  }

  private boolean hasRoutedFrom(long from) {
    return maxRouted > Long.MIN_VALUE && maxRouted >= from && from < Long.MAX_VALUE;
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) throws Exception {
    super.notifyCheckpointComplete(checkpointId);
    Map.Entry<Long, Long> passed = watermarks.floorEntry(checkpointId);
    if (passed != null) {
      watermarks.headMap(checkpointId, true).clear();
      for (long forgotten : history.forget(timing, passed.getValue())) {
        state.remove(forgotten);
      }
    }
  }

  @Override
  public void setKeyContextElement(StreamRecord<T> element) {}

  @Override
  @SuppressWarnings("rawtypes") // as Flink declares it
  public List<Input> getInputs() {
    return List.of(this, UntimedInput.<byte[]>of(this::told));
  }

  /** How many plans are kept. */
  int kept() {
    return history.byStart().size();
  }
}
