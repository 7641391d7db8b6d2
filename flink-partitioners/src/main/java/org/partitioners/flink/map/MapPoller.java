package org.partitioners.flink.map;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.partitioners.map.MapStoreOpener;
import org.partitioners.map.PartitionMap;
import org.partitioners.map.PartitionMapStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for new maps, in a thread of its own so that a slow store holds up no checkpoint. A store
 * that cannot be read is tried again. A map that cannot be made holds up all that are not handed on
 * yet, those before it and those after it, until records have reached the time of one after it:
 * that is handed on then, with those after itself.
 */
final class MapPoller implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MapPoller.class);

  private final MapStoreOpener opener;
  private final Queue<PartitionMap> found = new ConcurrentLinkedQueue<>();
  private @Nullable PartitionMapStore store;
  private @Nullable ScheduledExecutorService thread;
  private long epoch;
  private volatile long seen;
  private volatile long failures;

  /**
   * A poller that has yet to start.
   *
   * @param epoch the last one known, 0 if none is
   * @param seen the greatest time of a record
   */
  MapPoller(MapStoreOpener opener, long epoch, long seen) {
    this.opener = opener;
    this.epoch = epoch;
    this.seen = seen;
  }

  /** Looks at once, and again each time that the interval is over. */
  void start(Duration interval, ClassLoader loader) {
    thread =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread worker = new Thread(work, "partition-maps");
              worker.setDaemon(true);
              worker.setContextClassLoader(loader);
              return worker;
            });
    var unused =
        thread.scheduleWithFixedDelay(this::poll, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Tells how far records have come: maps that hold from no later, but for the last, are moot. */
  void seen(long timestamp) {
    seen = timestamp;
  }

  /** Looks once. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // written here alone
  synchronized void poll() {
    try {
      if (store == null) {
        store = opener.open();
      }
      List<PartitionMap> maps = newer(store, epoch, seen);
      if (!maps.isEmpty()) {
        found.addAll(maps);
        epoch = maps.get(maps.size() - 1).epoch();
      }
    } catch (IOException | RuntimeException | Error e) {
      // Nothing may get out, for the thread would look no more and nobody would know.
      failures++;
      LOG.warn("The maps after epoch {} cannot be read, and are tried again.", epoch, e);
    }
  }

  /** The maps found since the last call, in ascending order of epochs. */
  List<PartitionMap> take() {
    List<PartitionMap> maps = new ArrayList<>();
    for (PartitionMap map = found.poll(); map != null; map = found.poll()) {
      maps.add(map);
    }
    return maps;
  }

  /** How often the store could not be read. */
  long failures() {
    return failures;
  }

  /**
   * The maps after an epoch that may still come to hold, in ascending order of epochs: all from the
   * last one back to one that holds from no later than what has been seen.
   *
   * @throws IllegalArgumentException if a map's partitioner cannot be made
   */
  static List<PartitionMap> newer(PartitionMapStore store, long epoch, long seen)
      throws IOException {
    Deque<PartitionMap> maps = new ArrayDeque<>();
    boolean isFirst = false;
    for (long next = store.latestEpoch(); next > epoch && !isFirst; next--) {
      Optional<PartitionMap> map = store.at(next);
      if (map.isPresent()) {
        var unused = map.get().partitioner().rebuild();
        maps.addFirst(map.get());
      }
      // Those before one that has been collected are gone, too.
      isFirst = map.isEmpty() || map.get().validFrom().toEpochMilli() <= seen;
    }
    return List.copyOf(maps);
  }

  @Override
  public void close() {
    if (thread != null) {
      thread.shutdownNow();
    }
  }
}
