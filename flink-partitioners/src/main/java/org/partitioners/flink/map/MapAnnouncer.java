package org.partitioners.flink.map;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.partitioners.flink.window.Announcement;
import org.partitioners.flink.window.AnnouncingOperator;
import org.partitioners.flink.window.WindowHistory;
import org.partitioners.flink.window.WindowTiming;
import org.partitioners.map.MapStoreOpener;
import org.partitioners.map.PartitionMap;

/** Announces the maps that it finds in a store. They stand at the last epoch announced. */
final class MapAnnouncer extends AnnouncingOperator {
  private static final long serialVersionUID = 1L;

  private final MapStoreOpener opener;
  private final WindowTiming timing;
  private final Duration interval;
  private final long firstEpoch;

  private transient MapPoller poller;
  private transient volatile long epoch;
  private transient volatile long holdsFrom;
  private transient volatile long late;

  /**
   * An operator of one subtask.
   *
   * @param firstEpoch the epoch that routers start with
   */
  @SuppressWarnings("NullAway.Init") // initializeState() comes before all else
  MapAnnouncer(MapStoreOpener opener, WindowTiming timing, Duration interval, long firstEpoch) {
    this.opener = opener;
    this.timing = timing;
    this.interval = interval;
    this.firstEpoch = firstEpoch;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    epoch = context.isRestored() ? 0 : firstEpoch;
    holdsFrom = Long.MIN_VALUE;
    super.initializeState(context);
    poller = new MapPoller(opener, epoch, seen());
  }

  @Override
  protected void resume(byte[] position) {
    epoch = ByteBuffer.wrap(position).getLong();
  }

  @Override
  protected byte[] position() {
    return ByteBuffer.allocate(Long.BYTES).putLong(epoch).array();
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
  protected void heard(byte[] found) {
    poller.seen(seen());
  }

  @Override
  @SuppressWarnings("NonAtomicVolatileUpdate") // written by the task's thread alone
  protected WindowHistory<byte[]> plans(long checkpoint) {
    WindowHistory<byte[]> plans = new WindowHistory<>();
    for (PartitionMap map : poller.take()) {
      long validFrom = map.validFrom().toEpochMilli();
      long start = timing.effective(validFrom, seen());
      plans.add(start, Announcement.bytes(map));
      epoch = map.epoch();
      holdsFrom = start;
      if (start > timing.effective(validFrom, Long.MIN_VALUE)) {
        late++;
        LOG.warn(
            "Map {} was to hold from {} on, and holds from {} on: records have come as far as {}.",
            epoch,
            validFrom,
            start,
            seen());
      }
    }
    return plans;
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
