package org.partitioners.flink.map;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.tuple.Tuple4;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.functions.windowing.ProcessWindowFunction;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.CloseableIterator;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.partitioners.flink.PlacedKey;
import org.partitioners.flink.range.Mortal;
import org.partitioners.hadoop.HadoopPartitionMaps;
import org.partitioners.map.MapStoreOpener;
import org.partitioners.map.PartitionMap;
import org.partitioners.map.PartitionMapStore;

/** Windows of a job whose map changes are those of keyBy, exactly, and each goes by one map. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FollowedMapITCase {
  private static final int COUNT = 20_000;
  private static final int PER_CHECKPOINT = 1_000;
  private static final int KEYS = 200;
  private static final long WINDOW = 100;
  private static final long BEHIND = 60;
  private static final int KEY_GROUPS = 128;
  private static final TypeInformation<Tuple2<Long, Long>> RECORD =
      Types.TUPLE(Types.LONG, Types.LONG);
  private static final TypeInformation<Tuple4<Long, Long, Long, Integer>> RESULT =
      Types.TUPLE(Types.LONG, Types.LONG, Types.LONG, Types.INT);

  private static final Map<Long, MapStoreOpener> STORES = new ConcurrentHashMap<>();

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(5)
              .build());

  @TempDir static Path checkpoints;

  /** What is published before a record is generated; again, after a death. */
  @FunctionalInterface
  private interface Publishing extends java.io.Serializable {
    void before(long i, MapStoreOpener maps) throws Exception;
  }

  /** Time and key. */
  private static Tuple2<Long, Long> record(long i) {
    SplittableRandom random = new SplittableRandom(i);
    return Tuple2.of(Math.max(0, i / 10 - random.nextLong(BEHIND + 1)), random.nextLong(KEYS));
  }

  private static Map<Tuple2<Long, Long>, Long> expected() {
    Map<Tuple2<Long, Long>, Long> counts = new HashMap<>();
    for (long i = 0; i < COUNT; i++) {
      Tuple2<Long, Long> record = record(i);
      counts.merge(Tuple2.of(record.f0 / WINDOW * WINDOW, record.f1), 1L, Long::sum);
    }
    return counts;
  }

  /** Emits window, key, count and place. */
  private static final class Count
      extends ProcessWindowFunction<
          Tuple2<Integer, Tuple2<Long, Long>>,
          Tuple4<Long, Long, Long, Integer>,
          PlacedKey<Tuple2<Long, Integer>>,
          TimeWindow> {
    private static final long serialVersionUID = 1L;

    @Override
    public void process(
        PlacedKey<Tuple2<Long, Integer>> key,
        Context context,
        Iterable<Tuple2<Integer, Tuple2<Long, Long>>> records,
        Collector<Tuple4<Long, Long, Long, Integer>> out) {
      long count = 0;
      for (var unused : records) {
        count++;
      }
      out.collect(Tuple4.of(context.window().getStart(), key.key().f0, count, key.key().f1));
    }
  }

  private static StreamExecutionEnvironment environment(int parallelism, String savepoint) {
    Configuration configuration = new Configuration();
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 20);
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(1));
    configuration.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString());
    if (savepoint != null) {
      configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
    }
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    env.setParallelism(parallelism);
    env.setMaxParallelism(KEY_GROUPS);
    env.enableCheckpointing(20);
    env.getConfig().setAutoWatermarkInterval(1);
    return env;
  }

  private static SingleOutputStreamOperator<Tuple4<Long, Long, Long, Integer>> windows(
      StreamExecutionEnvironment env, long seed, Publishing publishing) {
    DataStream<Tuple2<Long, Long>> records =
        env.fromSource(
                new DataGeneratorSource<>(
                    i -> {
                      publishing.before(i, STORES.get(seed));
                      return record(i);
                    },
                    COUNT,
                    RateLimiterStrategy.perCheckpoint(PER_CHECKPOINT),
                    RECORD),
                WatermarkStrategy.noWatermarks(),
                "records")
            .uid("records")
            .setParallelism(1)
            .map(new Mortal<>(seed))
            .returns(RECORD)
            .uid("mortal")
            .assignTimestampsAndWatermarks(
                WatermarkStrategy.<Tuple2<Long, Long>>forBoundedOutOfOrderness(
                        Duration.ofMillis(BEHIND))
                    .withTimestampAssigner((record, unused) -> record.f0))
            .uid("times");
    return FollowedMap.of(records, record -> record.f1, Types.LONG, () -> STORES.get(seed).open())
        .every(Duration.ofMillis(1))
        .uid("map")
        .keyBy(Duration.ofMillis(WINDOW))
        .window(TumblingEventTimeWindows.of(Duration.ofMillis(WINDOW)))
        .process(new Count())
        .returns(RESULT)
        .uid("windows");
  }

  @SuppressWarnings("try") // results are closed with any exception
  private static List<Tuple4<Long, Long, Long, Integer>> run(
      int parallelism, long seed, int deaths, Publishing publishing) throws Exception {
    Mortal.prepare(seed, deaths, 4_000);
    StreamExecutionEnvironment env = environment(parallelism, null);
    List<Tuple4<Long, Long, Long, Integer>> emitted = new ArrayList<>();
    try (CloseableIterator<Tuple4<Long, Long, Long, Integer>> results =
        windows(env, seed, publishing).collectAsync()) {
      env.executeAsync();
      results.forEachRemaining(emitted::add);
    }
    assertThat(Mortal.deaths(seed)).isEqualTo(deaths);
    return emitted;
  }

  private static void assertExact(List<Tuple4<Long, Long, Long, Integer>> emitted) {
    Map<Tuple2<Long, Long>, Long> counts = new HashMap<>();
    emitted.forEach(count -> counts.put(Tuple2.of(count.f0, count.f1), count.f2));
    assertThat(emitted).as("windows emitted").hasSize(counts.size());
    assertThat(counts).isEqualTo(expected());
  }

  /** The places of all keys that each window has. */
  private static NavigableMap<Long, Map<Long, Integer>> places(
      List<Tuple4<Long, Long, Long, Integer>> emitted) {
    TreeMap<Long, Map<Long, Integer>> places = new TreeMap<>();
    for (Tuple4<Long, Long, Long, Integer> count : emitted) {
      places.computeIfAbsent(count.f0, unused -> new HashMap<>()).put(count.f1, count.f3);
    }
    return places;
  }

  private static boolean isBy(PartitionMap map, Map<Long, Integer> places) {
    var placement = new KeyGroupPlaces<Long>(KEY_GROUPS).of(map);
    return places.entrySet().stream()
        .allMatch(place -> placement.keyGroup(place.getKey()) == place.getValue());
  }

  /** The number of partitions of the map that all of a window's keys are placed by. */
  private static int partitions(PartitionMapStore store, Map<Long, Integer> places)
      throws IOException {
    Set<Integer> found = new HashSet<>();
    for (PartitionMap map : store.history()) {
      int partitions = map.locations().numPartitions();
      if (!found.contains(partitions) && isBy(map, places)) {
        found.add(partitions);
      }
    }
    assertThat(found).as("maps of a window").hasSize(1);
    return found.iterator().next();
  }

  /** Every 700 records, for the past, for now or for some time to come. */
  private static void publishOften(long i, MapStoreOpener maps) throws IOException {
    if (i % 700 == 0) {
      PartitionMapStore store = maps.open();
      long epoch = store.latestEpoch() + 1;
      long from = i / 10 + new long[] {0, -400, 150, 320}[(int) (i / 700 % 4)];
      store.publish(Maps.of(epoch, Math.max(0, from), 2 + (int) (i / 700)));
    }
  }

  @Test
  void windowsAreThoseOfKeyByThoughMapsChangeAndSubtasksDie() throws Exception {
    PartitionMapStore store = PartitionMapStore.inMemory();
    STORES.put(1L, () -> store);
    store.publish(Maps.first(60));

    List<Tuple4<Long, Long, Long, Integer>> emitted = run(3, 1, 3, FollowedMapITCase::publishOften);

    assertExact(emitted);
    Set<Integer> used = new HashSet<>();
    for (Map<Long, Integer> window : places(emitted).values()) {
      used.add(partitions(store, window));
    }
    assertThat(used).as("maps followed").hasSizeGreaterThan(5);
  }

  @Test
  void eachWindowGoesByTheMapThatIsValidThenIfItWasPublishedAhead() throws Exception {
    PartitionMapStore store = PartitionMapStore.inMemory();
    STORES.put(2L, () -> store);
    store.publish(Maps.of(1, 100, 7));
    store.publish(Maps.of(2, 400, 9));

    List<Tuple4<Long, Long, Long, Integer>> emitted =
        run(
            4,
            2,
            2,
            (i, maps) -> {
              if (i == 0 && maps.open().latestEpoch() == 2) {
                maps.open().publish(Maps.of(3, 1_500, 11));
                maps.open().publish(Maps.of(4, 1_130, 13));
                maps.open().publish(Maps.of(5, 1_700, 15));
              }
            });

    assertExact(emitted);
    places(emitted)
        .forEach(
            (start, window) -> {
              PartitionMap valid;
              try {
                valid = store.validAt(Instant.ofEpochMilli(start)).orElse(null);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
              if (valid != null) {
                assertThat(isBy(valid, window)).as("window %s by %s", start, valid).isTrue();
              } else {
                assertThat(start).isZero();
              }
            });
  }

  @Test
  void aMapForThePastHoldsFromAWindowThatNobodyHasSeen() throws Exception {
    PartitionMapStore store = PartitionMapStore.inMemory();
    STORES.put(3L, () -> store);
    store.publish(Maps.first(5));
    PartitionMap late = Maps.of(2, Long.MIN_VALUE, 6);

    List<Tuple4<Long, Long, Long, Integer>> emitted =
        run(
            3,
            3,
            0,
            (i, maps) -> {
              if (i == 8_000) {
                maps.open().publish(Maps.of(2, Long.MIN_VALUE, 6));
              }
            });

    assertExact(emitted);
    NavigableMap<Long, Map<Long, Integer>> places = places(emitted);
    long switched =
        places.entrySet().stream()
            .filter(window -> isBy(late, window.getValue()))
            .findFirst()
            .orElseThrow()
            .getKey();
    assertThat(switched).isGreaterThanOrEqualTo(800 - BEHIND);
    places.forEach(
        (start, window) ->
            assertThat(isBy(start < switched ? Maps.first(5) : late, window))
                .as("window %s", start)
                .isTrue());
  }

  /** The records that wait for a map, by number, and what they wait for. */
  private static final BlockingQueue<Long> WAITING = new LinkedBlockingQueue<>();

  private static final Map<Long, CompletableFuture<Long>> PUBLISHED = new ConcurrentHashMap<>();

  /** Publishes a map for each record that waits, valid some windows after it. */
  private static int publishWhatIsWaitedFor(MapStoreOpener maps) throws Exception {
    while (true) {
      long i = WAITING.take();
      if (i < 0) {
        return PUBLISHED.size();
      }
      CompletableFuture<Long> published = PUBLISHED.get(i);
      if (!published.isDone()) {
        try {
          PartitionMapStore store = maps.open();
          long epoch = store.latestEpoch() + 1;
          store.publish(Maps.of(epoch, i / 10 / WINDOW * WINDOW + 3 * WINDOW, (int) epoch + 4));
          published.complete(epoch);
        } catch (IOException | RuntimeException e) {
          published.completeExceptionally(e);
        }
      }
    }
  }

  @Test
  void mapsInFilesAreFollowedWhileAnotherPublishesThem() throws Exception {
    Path folder = checkpoints.resolve("maps");
    MapStoreOpener maps =
        () ->
            HadoopPartitionMaps.in(
                new org.apache.hadoop.fs.Path(folder.toUri()),
                new org.apache.hadoop.conf.Configuration());
    STORES.put(5L, maps);
    maps.open().publish(Maps.first(5));
    ExecutorService publisher = Executors.newSingleThreadExecutor();
    List<Tuple4<Long, Long, Long, Integer>> emitted;
    try {
      Future<Integer> publishing = publisher.submit(() -> publishWhatIsWaitedFor(maps));
      emitted =
          run(
              3,
              5,
              1,
              (i, unused) -> {
                if (i > 0 && i % 2_500 == 0) {
                  var published = PUBLISHED.computeIfAbsent(i, absent -> new CompletableFuture<>());
                  WAITING.add(i);
                  published.get();
                }
              });
      WAITING.add(-1L);
      assertThat(publishing.get(60, TimeUnit.SECONDS)).isEqualTo(COUNT / 2_500 - 1);
    } finally {
      publisher.shutdownNow();
    }

    assertExact(emitted);
    assertThat(folder.toFile().list()).hasSize(COUNT / 2_500);
    Set<Integer> used = new HashSet<>();
    for (Map<Long, Integer> window : places(emitted).values()) {
      used.add(partitions(maps.open(), window));
    }
    assertThat(used).as("maps followed").contains(5).hasSizeGreaterThan(4);
  }

  private static final ConcurrentLinkedQueue<Tuple4<Long, Long, Long, Integer>> EMITTED =
      new ConcurrentLinkedQueue<>();
  private static CountDownLatch latch = new CountDownLatch(0);

  @Test
  void windowsAreThoseOfKeyByFrom2To5To3() throws Exception {
    PartitionMapStore store = PartitionMapStore.inMemory();
    STORES.put(4L, () -> store);
    Mortal.prepare(4, 0, COUNT);
    String savepoint = null;
    for (int parallelism : new int[] {2, 5, 3}) {
      StreamExecutionEnvironment env = environment(parallelism, savepoint);
      latch = new CountDownLatch(KEYS * 5);
      windows(env, 4, FollowedMapITCase::publishOften)
          .map(
              count -> {
                EMITTED.add(count);
                latch.countDown();
                return count;
              })
          .returns(RESULT)
          .sinkTo(new DiscardingSink<>());
      JobClient job = env.executeAsync();
      if (parallelism == 3) {
        job.getJobExecutionResult().get();
      } else {
        assertThat(latch.await(60, TimeUnit.SECONDS)).as("windows emitted").isTrue();
        savepoint =
            job.stopWithSavepoint(
                    false, checkpoints.toUri().toString(), SavepointFormatType.CANONICAL)
                .get(60, TimeUnit.SECONDS);
      }
    }

    assertExact(List.copyOf(EMITTED));
    NavigableMap<Long, Map<Long, Integer>> places = places(List.copyOf(EMITTED));
    Set<Integer> used = new HashSet<>();
    // Before the first map there is the hash.
    for (Map<Long, Integer> window : places.tailMap(500L).values()) {
      used.add(partitions(store, window));
    }
    assertThat(used).as("maps followed").hasSizeGreaterThan(3);
  }
}
