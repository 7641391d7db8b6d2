package org.partitioners.flink.map;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;
import org.partitioners.flink.PlacedKey;
import org.partitioners.flink.Placement;
import org.partitioners.flink.window.Announcement;
import org.partitioners.flink.window.RoutedStream;
import org.partitioners.flink.window.WatchingOperator;
import org.partitioners.flink.window.WindowHistory;
import org.partitioners.flink.window.WindowRouter;
import org.partitioners.flink.window.WindowTiming;
import org.partitioners.map.MapStoreOpener;
import org.partitioners.map.PartitionMap;
import org.partitioners.map.PartitionMapStore;

/**
 * Keys a stream by the partition map that holds at each record's own event time, and takes up maps
 * that are published while the job runs, without a restart. The aggregates of event-time tumbling
 * windows are exactly those of {@code keyBy}.
 *
 * <pre>{@code
 * FollowedMap.of(views, View::user, Types.STRING, () -> HadoopPartitionMaps.in(folder, new Configuration()))
 *     .keyBy(Duration.ofMinutes(1))
 *     .window(TumblingEventTimeWindows.of(Duration.ofMinutes(1)))
 *     .aggregate(new Count(), new WithUserAndMinute());
 * }</pre>
 *
 * <p>A map holds from the first start of a window not before its {@code validFrom}. If it is found
 * when a record of that window or a later one has been seen, by any subtask, it holds from the
 * first start of a window that no subtask has seen a record of: so no window is ever split between
 * two maps. Subtasks agree on it at a checkpoint; a map holds a checkpoint after it was found, at
 * the earliest. The job's checkpoints have to be EXACTLY_ONCE. Records before all maps are placed
 * as {@code keyBy} places them.
 *
 * <p>Partition p of n is placed as {@link Placement#onSubtasks} does it: with as many subtasks,
 * partition p is subtask p. Salted keys of a map are placed by its partitioner, for a window has
 * one place for a key.
 *
 * <p>The job starts with the maps that the store holds when the job is built; from then on one
 * subtask looks for new ones, and metrics in its group {@code maps} tell of them: {@code epoch} and
 * {@code holdsFrom} of the latest, {@code lateMaps} that held from a later window than published,
 * and {@code failedPolls} of the store, after which the job goes on by the maps it has. The maps
 * that open windows need, and the last epoch, are part of the state.
 *
 * <p>Immutable: methods return changed copies.
 *
 * @param <T> the type of record
 * @param <K> the type of key, which has to be that of the maps; with a stable {@code hashCode()},
 *     as Flink demands of keys
 */
@PublicEvolving
public final class FollowedMap<T, K> {
  private static final Duration FOR_EVER = Duration.ofMillis(Long.MAX_VALUE);
  private static final Duration LONGEST_INTERVAL = Duration.ofDays(1);

  private final DataStream<T> stream;
  private final KeySelector<T, K> selector;
  private final TypeInformation<K> keyType;
  private final MapStoreOpener maps;
  private final Choices choices;

  private record Choices(Duration interval, Duration lateness, @Nullable String uid) {}

  private FollowedMap(
      DataStream<T> stream,
      KeySelector<T, K> selector,
      TypeInformation<K> keyType,
      MapStoreOpener maps,
      Choices choices) {
    this.stream = stream;
    this.selector = selector;
    this.keyType = keyType;
    this.maps = maps;
    this.choices = choices;
  }

  /**
   * Follows the maps of a store.
   *
   * @param stream with timestamps and watermarks
   * @param selector extracts the key; never null
   * @param maps opens the store, here and where the job runs
   */
  public static <T, K> FollowedMap<T, K> of(
      DataStream<T> stream,
      KeySelector<T, K> selector,
      TypeInformation<K> keyType,
      MapStoreOpener maps) {
    StreamExecutionEnvironment environment =
        requireNonNull(stream, "stream").getExecutionEnvironment();
    return new FollowedMap<>(
        stream,
        environment.clean(requireNonNull(selector, "selector")),
        requireNonNull(keyType, "keyType"),
        environment.clean(requireNonNull(maps, "maps")),
        new Choices(Duration.ofSeconds(10), Duration.ZERO, null));
  }

  private FollowedMap<T, K> with(Choices chosen) {
    return new FollowedMap<>(stream, selector, keyType, maps, chosen);
  }

  /**
   * How often to look for new maps; every 10 seconds by default. What is found is followed from the
   * next checkpoint on.
   *
   * @param interval in [1 ms..1 day]
   * @throws IllegalArgumentException if the interval is out of range
   */
  public FollowedMap<T, K> every(Duration interval) {
    if (requireNonNull(interval, "interval").compareTo(Duration.ofMillis(1)) < 0
        || interval.compareTo(LONGEST_INTERVAL) > 0) {
      throw new IllegalArgumentException("interval: " + interval + " not in [PT0.001S..PT24H]");
    }
    return with(new Choices(interval, choices.lateness, choices.uid));
  }

  /**
   * How long after its end a window still takes records; 0 by default. As long, maps are kept.
   *
   * @param lateness as given to the window, not negative
   * @throws IllegalArgumentException if it is negative
   */
  public FollowedMap<T, K> allowedLateness(Duration lateness) {
    if (requireNonNull(lateness, "lateness").isNegative()) {
      throw new IllegalArgumentException("lateness: " + lateness + " is negative");
    }
    Duration bounded = lateness.compareTo(FOR_EVER) < 0 ? lateness : FOR_EVER;
    return with(new Choices(choices.interval, bounded, choices.uid));
  }

  /** Names the operators' state: {@code uid} is followed by -watch, -announce and -route. */
  public FollowedMap<T, K> uid(String uid) {
    return with(new Choices(choices.interval, choices.lateness, requireNonNull(uid, "uid")));
  }

  /**
   * The records, each with its key group, keyed by key and key group: for tumbling event-time
   * windows of this length, without offset. The window function's key is {@code key.key().f0}.
   *
   * @param window in milliseconds, at least 1
   * @throws IllegalArgumentException if the window is out of range
   * @throws IllegalStateException if the environment has no maxParallelism, no checkpoints, a
   *     checkpointing mode other than EXACTLY_ONCE, or a runtime mode other than STREAMING
   * @throws UncheckedIOException if the store cannot be read
   */
  public KeyedStream<Tuple2<Integer, T>, PlacedKey<Tuple2<K, Integer>>> keyBy(Duration window) {
    if (requireNonNull(window, "window").toMillis() < 1) {
      throw new IllegalArgumentException("window: " + window + " not in [PT0.001S..]");
    }
    // Fails for types that are no keys.
    var unused = stream.keyBy(selector, keyType);
    int places = requireEnvironment();
    WindowTiming timing = new WindowTiming(window.toMillis(), choices.lateness.toMillis());
    return RoutedStream.keyed(routed(timing, places), selector, keyType, places);
  }

  private int requireEnvironment() {
    StreamExecutionEnvironment environment = stream.getExecutionEnvironment();
    int maxParallelism = environment.getMaxParallelism();
    if (maxParallelism < 1) {
      throw new IllegalStateException(
          "maxParallelism of the environment: unset, and maps place keys on key groups: call"
              + " env.setMaxParallelism(128), say, before FollowedMap.keyBy");
    }
    RuntimeExecutionMode mode = environment.getConfiguration().get(ExecutionOptions.RUNTIME_MODE);
    if (mode != RuntimeExecutionMode.STREAMING) {
      throw new IllegalStateException(
          "execution.runtime-mode: "
              + mode
              + ", and maps are followed in STREAMING only: call"
              + " env.setRuntimeMode(RuntimeExecutionMode.STREAMING), or take a Placement");
    }
    RoutedStream.requireCheckpoints(environment, "subtasks cannot agree on a map", "");
    return maxParallelism;
  }

  private DataStream<Tuple2<Integer, T>> routed(WindowTiming timing, int places) {
    WindowHistory<byte[]> first = new WindowHistory<>();
    long epoch = 0;
    for (PartitionMap map : published()) {
      long start = timing.effective(map.validFrom().toEpochMilli(), Long.MIN_VALUE);
      first.add(start, Announcement.bytes(map));
      epoch = map.epoch();
    }
    RoutedStream<T> routes = new RoutedStream<>(stream, choices.uid);
    SingleOutputStreamOperator<T> watched =
        routes.chained("watch", stream.getType(), new WatchingOperator<>());
    MapAnnouncer announcer = new MapAnnouncer(maps, timing, choices.interval, epoch);
    return routes.routed(
        new WindowRouter<>(selector, new KeyGroupPlaces<>(places), timing, places, first),
        Types.TUPLE(Types.INT, stream.getType()),
        watched,
        routes.announced("announce", watched, announcer));
  }

  private List<PartitionMap> published() {
    try {
      PartitionMapStore store = maps.open();
      return MapPoller.newer(store, 0, Long.MIN_VALUE);
    } catch (IOException e) {
      throw new UncheckedIOException("maps: cannot be read to start with", e);
    }
  }
}
