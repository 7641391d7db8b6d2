package org.partitioners.flink.map;

import java.time.Duration;
import java.util.Arrays;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.partitioners.map.MapStoreOpener;
import org.partitioners.map.PartitionMap;

/**
 * Says of each new map from when on it holds, and tells routers ahead of a checkpoint's barrier.
 * Its state is the last epoch told, and the greatest time of a record.
 *
 * <p>Barriers are aligned, here and at the routers. So when it prepares a checkpoint all subtasks
 * have told of what they handed on before that, and a router that reaches the same checkpoint has
 * seen what is told here and no record that came after it.
 */
final class AnnouncingOperator extends AbstractStreamOperator<byte[]>
    implements OneInputStreamOperator<Tuple3<Integer, Long, Long>, byte[]> {
  private static final long serialVersionUID = 1L;

  private final MapStoreOpener opener;
  private final WindowTiming timing;
  private final Duration interval;
  private final int subtasks;
  private final long firstEpoch;

  private transient MapPoller poller;
  private transient long maxTimestamp;
  private transient long[] watermarks;
  private transient ListState<Tuple2<Long, Long>> state;
  private transient volatile long epoch;
  private transient volatile long holdsFrom;
  private transient volatile long late;

  /**
   * An operator of one subtask.
   *
   * @param subtasks how many there are of the {@link WatchingOperator}
   * @param firstEpoch the epoch that routers start with
   */
  @SuppressWarnings("NullAway.Init") // initializeState() comes before all else
  AnnouncingOperator(
      MapStoreOpener opener,
      WindowTiming timing,
      Duration interval,
      int subtasks,
      long firstEpoch) {
    this.opener = opener;
    this.timing = timing;
    this.interval = interval;
    this.subtasks = subtasks;
    this.firstEpoch = firstEpoch;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    epoch = context.isRestored() ? 0 : firstEpoch;
    maxTimestamp = Long.MIN_VALUE;
    holdsFrom = Long.MIN_VALUE;
    watermarks = new long[subtasks];
    Arrays.fill(watermarks, Long.MIN_VALUE);
    state =
        context
            .getOperatorStateStore()
            .getListState(
                new ListStateDescriptor<>("position", Types.TUPLE(Types.LONG, Types.LONG)));
    for (Tuple2<Long, Long> position : state.get()) {
      epoch = position.f0;
      maxTimestamp = position.f1;
    }
    poller = new MapPoller(opener, epoch, maxTimestamp);
  }

  @Override
  public void open() throws Exception {
    super.open();
    MetricGroup group = getMetricGroup().addGroup("maps");
    gauge(group, "epoch", () -> epoch);
    gauge(group, "holdsFrom", () -> holdsFrom);
    gauge(group, "lateMaps", () -> late);
    gauge(group, "failedPolls", poller::failures);
    poller.start(interval, getUserCodeClassloader());
  }

  private static void gauge(MetricGroup group, String name, Gauge<Long> value) {
    group.gauge(name, value);
  }

  @Override
  public void processElement(StreamRecord<Tuple3<Integer, Long, Long>> element) {
    Tuple3<Integer, Long, Long> progress = element.getValue();
    watermarks[progress.f0] = progress.f2;
    if (progress.f1 > maxTimestamp) {
      maxTimestamp = progress.f1;
      poller.seen(maxTimestamp);
    }
  }

  @Override
  @SuppressWarnings("NonAtomicVolatileUpdate") // written by the task's thread alone
  public void prepareSnapshotPreBarrier(long checkpointId) {
    MapHistory<PartitionMap> maps = new MapHistory<>();
    for (PartitionMap map : poller.take()) {
      long validFrom = map.validFrom().toEpochMilli();
      long start = timing.effective(validFrom, maxTimestamp);
      maps.add(start, map);
      epoch = map.epoch();
      holdsFrom = start;
      if (start > timing.effective(validFrom, Long.MIN_VALUE)) {
        late++;
        LOG.warn(
            "Map {} was to hold from {} on, and holds from {} on: records have come as far as {}.",
            epoch,
            validFrom,
            start,
            maxTimestamp);
      }
    }
    output.collect(new StreamRecord<>(new Announcement(checkpointId, watermark(), maps).toBytes()));
  }

  /** What all active subtasks have passed; while there are none, windows stay as they are. */
  private long watermark() {
    return Arrays.stream(watermarks)
        .filter(each -> each != WatchingOperator.IDLE)
        .min()
        .orElse(Long.MIN_VALUE);
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    state.update(java.util.List.of(Tuple2.of(epoch, maxTimestamp)));
  }

  @Override
  public void close() throws Exception {
    if (poller != null) {
      poller.close();
    }
    super.close();
  }

  /** For tests: looks for maps at once, in the caller's thread. */
  MapPoller poller() {
    return poller;
  }
}
