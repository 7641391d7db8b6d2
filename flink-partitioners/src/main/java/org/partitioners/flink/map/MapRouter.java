package org.partitioners.flink.map;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
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
import org.partitioners.flink.Placement;
import org.partitioners.flink.UntimedInput;
import org.partitioners.map.PartitionMap;

/**
 * Gives each record the key group that its key has by the map of the record's time; before all
 * maps, the one that {@code keyBy} gives. Its inputs are itself, for the records, and what it is
 * told by the {@link AnnouncingOperator}.
 *
 * <p>Maps are kept until no window that they hold for can take a record any more. That is so when a
 * checkpoint is complete ahead of which all subtasks' watermarks had passed: then windows have seen
 * these watermarks, too, on edges where barriers are aligned.
 */
final class MapRouter<T, K> extends AbstractStreamOperator<Tuple2<Integer, T>>
    implements MultipleInputStreamOperator<Tuple2<Integer, T>>, Input<T> {
  private static final long serialVersionUID = 1L;

  private final KeySelector<T, K> selector;
  private final WindowTiming timing;
  private final int maxParallelism;
  private final MapHistory<PartitionMap> first;

  private transient MapHistory<Placement<K>> history;
  private transient BroadcastState<Long, byte[]> state;
  private transient NavigableMap<Long, Long> watermarks;
  private transient long start;
  private transient @Nullable Placement<K> newest;
  private transient long maxRouted;
  private transient Integer[] places;
  private transient Tuple2<Integer, T> placed;

  /**
   * A router.
   *
   * @param first the maps of a job that is not restored
   */
  @SuppressWarnings("NullAway.Init") // initializeState() comes before all else
  MapRouter(
      KeySelector<T, K> selector,
      WindowTiming timing,
      int maxParallelism,
      MapHistory<PartitionMap> first) {
    this.selector = selector;
    this.timing = timing;
    this.maxParallelism = maxParallelism;
    this.first = first;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    history = new MapHistory<>();
    watermarks = new TreeMap<>();
    maxRouted = Long.MIN_VALUE;
    start = Long.MIN_VALUE;
    placed = new Tuple2<>();
    places = new Integer[maxParallelism];
    for (int i = 0; i < maxParallelism; i++) {
      places[i] = i;
    }
    state =
        context
            .getOperatorStateStore()
            .getBroadcastState(
                new MapStateDescriptor<>(
                    "maps", Types.LONG, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    NavigableMap<Long, byte[]> restored = new TreeMap<>();
    for (Map.Entry<Long, byte[]> entry : state.immutableEntries()) {
      restored.put(entry.getKey(), entry.getValue());
    }
    restored.forEach(
        (from, bytes) ->
            place(from, Announcement.ofBytes(PartitionMap.class, bytes, getUserCodeClassloader())));
    if (!context.isRestored()) {
      // Kept, for windows may still be open when the job is restored.
      hold(first);
    }
  }

  private void hold(MapHistory<PartitionMap> maps) throws Exception {
    for (Map.Entry<Long, PartitionMap> entry : maps.byStart().entrySet()) {
      for (long replaced : place(entry.getKey(), entry.getValue())) {
        state.remove(replaced);
      }
      state.put(entry.getKey(), Announcement.bytes(entry.getValue()));
    }
  }

  private List<Long> place(long from, PartitionMap map) {
    Placement<K> placement = KeyGroupPlaces.of(map, maxParallelism);
    start = from;
    newest = placement;
    return history.add(from, placement);
  }

  @Override
  public void processElement(StreamRecord<T> element) throws Exception {
    T record = element.getValue();
    long timestamp = WindowTiming.timestamp(element);
    maxRouted = Math.max(maxRouted, timestamp);
    Placement<K> placement = newest;
    if (placement == null || timestamp < start) {
      placement = history.at(timestamp);
    }
    K key = selector.getKey(record);
    placed.f0 =
        places[
            placement == null
                ? KeyGroupRangeAssignment.assignToKeyGroup(key, maxParallelism)
                : placement.keyGroup(key)];
    placed.f1 = record;
    output.collect(element.replace(placed));
  }

  private void told(byte[] message) throws Exception {
    Announcement announcement = Announcement.ofBytes(message, getUserCodeClassloader());
    MapHistory<PartitionMap> maps = announcement.maps();
    if (!maps.byStart().isEmpty() && maxRouted >= maps.byStart().firstKey()) {
      throw new IllegalStateException(
          "checkpoint "
              + announcement.checkpoint()
              + " was given up while it told of a map from "
              + maps.byStart().firstKey()
              + " on, and a record of "
              + maxRouted
              + " has gone by the old one: restart from the last checkpoint");
    }
    hold(maps);
    watermarks.put(announcement.checkpoint(), announcement.watermark());
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

  /** How many maps are kept. */
  int kept() {
    return history.byStart().size();
  }
}
