package org.partitioners.flink.skew;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.apache.flink.api.common.state.AppendingState;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.StateDescriptor;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.api.java.typeutils.runtime.TupleSerializer;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.api.windowing.assigners.WindowAssigner;
import org.apache.flink.streaming.api.windowing.triggers.Trigger;
import org.apache.flink.streaming.api.windowing.windows.Window;
import org.apache.flink.streaming.runtime.operators.windowing.WindowOperator;
import org.apache.flink.streaming.runtime.operators.windowing.functions.InternalWindowFunction;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * A key's home: Flink's own window operator over contributions, so windows, triggers, lateness and
 * state are Flink's. The state is that of {@code keyBy(…).window(…).aggregate(…)} without relief.
 *
 * <p>With places between senders and home the watermark waits for the places too. So a record that
 * the senders' watermarks have overtaken already would find its window still open, and be counted
 * in where it is late. Such a record is held until the watermark has caught up with theirs, which
 * marks tell, and the watermark is stopped there for it: it meets what it would have met without
 * places.
 */
final class HomeOperator<K, T, ACC, R, OUT, W extends Window>
    extends WindowOperator<K, Contribution<K, T, ACC>, R, OUT, W> {
  private static final long serialVersionUID = 1L;

  /** The incarnation of a job that was not restored. */
  static final long NEW = -1;

  private final Windowing<T> windowing;
  private final TypeSerializer<T> records;
  private final @Nullable OutputTag<T> lateTag;

  /** What the watermark would be without places. */
  private transient SenderWatermarks direct;

  /** The watermarks for which records are held. */
  private transient TreeSet<Long> heldFor;

  private transient @Nullable ListStateDescriptor<Tuple3<Long, Long, T>> held;
  private transient boolean restored;

  HomeOperator(
      WindowAssigner<? super Contribution<K, T, ACC>, W> assigner,
      TypeSerializer<W> windows,
      KeySelector<Contribution<K, T, ACC>, K> keyOf,
      TypeSerializer<K> keys,
      StateDescriptor<? extends AppendingState<Contribution<K, T, ACC>, R>, ?> contents,
      InternalWindowFunction<R, OUT, K, W> function,
      Trigger<? super Contribution<K, T, ACC>, ? super W> trigger,
      long allowedLateness,
      @Nullable OutputTag<Contribution<K, T, ACC>> lateContributions,
      Windowing<T> windowing,
      TypeSerializer<T> records,
      @Nullable OutputTag<T> lateTag) {
    super(
        assigner,
        windows,
        keyOf,
        keys,
        contents,
        function,
        trigger,
        allowedLateness,
        lateContributions);
    this.windowing = windowing;
    this.records = records;
    this.lateTag = lateTag;
    this.heldFor = new TreeSet<>();
    this.direct = new SenderWatermarks(NEW);
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    restored = context.isRestored();
    direct = new SenderWatermarks(context.getRestoredCheckpointId().orElse(NEW));
  }

  @Override
  public void open() throws Exception {
    super.open();
    heldFor = new TreeSet<>();
    held = heldRecords(records);
    if (restored) {
      forEachKeyWithHeld((key, state) -> state.get().forEach(each -> heldFor.add(each.f0)));
    }
  }

  /** For what watermark each is held, its timestamp, and the record. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  private static <T> ListStateDescriptor<Tuple3<Long, Long, T>> heldRecords(
      TypeSerializer<T> records) {
    return new ListStateDescriptor<>(
        "held-records",
        new TupleSerializer<>(
            (Class<Tuple3<Long, Long, T>>) (Class) Tuple3.class,
            new TypeSerializer<?>[] {LongSerializer.INSTANCE, LongSerializer.INSTANCE, records}));
  }

  @Override
  @SuppressWarnings("rawtypes") // as declared
  public void setKeyContextElement1(StreamRecord element) throws Exception {
    if (!(element.getValue() instanceof Contribution.Mark)) {
      super.setKeyContextElement1(element);
    }
  }

  @Override
  public void processElement(StreamRecord<Contribution<K, T, ACC>> element) throws Exception {
    Contribution<K, T, ACC> contribution = element.getValue();
    if (contribution instanceof Contribution.Mark<K, T, ACC> mark) {
      direct.note(mark);
    } else if (direct.watermark() > internalTimerService.currentWatermark()
        && contribution instanceof Contribution.Whole<K, T, ACC> whole
        && isOvertaken(element.getTimestamp())) {
      heldState().add(Tuple3.of(direct.watermark(), element.getTimestamp(), whole.record()));
      heldFor.add(direct.watermark());
    } else {
      super.processElement(element);
    }
  }

  private boolean isOvertaken(long timestamp) {
    return windowing.panes() != null && windowing.panes().due(timestamp) <= direct.watermark();
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    while (!heldFor.isEmpty() && heldFor.first() <= mark.getTimestamp()) {
      long stop = heldFor.first();
      super.processWatermark(new Watermark(stop));
      heldFor.remove(stop);
      forEachKeyWithHeld((key, state) -> release(state, stop));
    }
    if (mark.getTimestamp() > internalTimerService.currentWatermark()) {
      super.processWatermark(mark);
    }
  }

  private void release(ListState<Tuple3<Long, Long, T>> state, long watermark) throws Exception {
    List<Tuple3<Long, Long, T>> due = new ArrayList<>();
    List<Tuple3<Long, Long, T>> rest = new ArrayList<>();
    for (Tuple3<Long, Long, T> each : state.get()) {
      (each.f0 <= watermark ? due : rest).add(each);
    }
    if (due.isEmpty()) {
      return;
    }
    state.update(rest);
    for (Tuple3<Long, Long, T> each : due) {
      super.processElement(new StreamRecord<>(new Contribution.Whole<>(each.f2), each.f1));
    }
  }

  private interface KeyVisitor<K, S> {
    void visit(K key, S state) throws Exception;
  }

  private void forEachKeyWithHeld(KeyVisitor<K, ListState<Tuple3<Long, Long, T>>> visitor)
      throws Exception {
    this.<K>getKeyedStateBackend()
        .applyToAllKeys(
            VoidNamespace.INSTANCE,
            VoidNamespaceSerializer.INSTANCE,
            requireNonNull(held),
            visitor::visit);
  }

  private ListState<Tuple3<Long, Long, T>> heldState() throws Exception {
    return getPartitionedState(
        VoidNamespace.INSTANCE, VoidNamespaceSerializer.INSTANCE, requireNonNull(held));
  }

  @Override
  protected void sideOutput(StreamRecord<Contribution<K, T, ACC>> element) {
    if (element.getValue() instanceof Contribution.Whole<K, T, ACC> whole && lateTag != null) {
      output.collect(lateTag, element.replace(whole.record()));
    } else {
      numLateRecordsDropped.inc();
    }
  }
}
