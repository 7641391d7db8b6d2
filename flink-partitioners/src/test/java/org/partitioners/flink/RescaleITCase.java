package org.partitioners.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.testutils.junit.SharedObjectsExtension;
import org.apache.flink.testutils.junit.SharedReference;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partitioners.hash.HashPartitioners;
import org.partitioners.hash.KeyHashers;

/** Savepoints of placed state: found at every parallelism, refused under another placement. */
class RescaleITCase {
  private static final int MAX_PARALLELISM = 128;
  private static final int RECORDS = 9_000;
  private static final Placement<String> ON_KEY_GROUPS =
      Placement.onKeyGroups(
          HashPartitioners.ring(MAX_PARALLELISM, KeyHashers.strings()), MAX_PARALLELISM);
  private static final Placement<String> ON_FOUR_SUBTASKS =
      Placement.onSubtasks(HashPartitioners.ring(4, KeyHashers.strings()), MAX_PARALLELISM);

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(8)
              .build());

  @RegisterExtension final SharedObjectsExtension shared = SharedObjectsExtension.create();

  @TempDir Path savepoints;

  @ParameterizedTest
  @CsvSource({
    "hashmap, CANONICAL, false",
    "hashmap, NATIVE, true",
    "rocksdb, CANONICAL, true",
    "rocksdb, NATIVE, false"
  })
  void stateTimersAndWindowsAreFoundFrom4To8To2(
      String backend, SavepointFormatType format, boolean onSubtasks) throws Exception {
    Placement<String> placement = onSubtasks ? ON_FOUR_SUBTASKS : ON_KEY_GROUPS;

    String first = runToSavepoint(placement, backend, 4, 0, null, format);
    String second = runToSavepoint(placement, backend, 8, 1, first, format);
    Results results = runToTheEnd(placement, backend, 2, 2, second);

    Map<String, Long> expected = new HashMap<>();
    for (long i = 0; i < 3 * RECORDS; i++) {
      expected.merge(key(i), 1L, Long::sum);
    }
    assertThat(results.totals.get()).isEqualTo(expected);
    assertThat(results.windows.get()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"hashmap", "rocksdb"})
  void anotherPlacementIsRefused(String backend) throws Exception {
    String savepoint =
        runToSavepoint(ON_KEY_GROUPS, backend, 4, 0, null, SavepointFormatType.CANONICAL);

    assertThatThrownBy(() -> runToTheEnd(ON_FOUR_SUBTASKS, backend, 4, 1, savepoint))
        .hasStackTraceContaining(
            "The state was written under another placement of keys and would not be found under this"
                + " one.\n  placement of the state: "
                + ON_KEY_GROUPS.fingerprint()
                + "\n  placement of the job:   "
                + ON_FOUR_SUBTASKS.fingerprint()
                + "\nRestore with the placement of the state.");
  }

  /** Flink itself guards the number of key groups. */
  @Test
  void anotherMaxParallelismIsRefused() throws Exception {
    String savepoint =
        runToSavepoint(ON_KEY_GROUPS, "hashmap", 4, 0, null, SavepointFormatType.CANONICAL);
    Placement<String> wider =
        Placement.onKeyGroups(HashPartitioners.ring(256, KeyHashers.strings()), 256);

    assertThatThrownBy(() -> runToTheEnd(wider, "hashmap", 4, 1, savepoint))
        .hasStackTraceContaining(
            "with max parallelism 128 to new program with max parallelism 256");
  }

  private static String key(long i) {
    return "key-" + (i * i) % 997;
  }

  /** Runs one phase until all its records are counted, then stops with a savepoint. */
  private String runToSavepoint(
      Placement<String> placement,
      String backend,
      int parallelism,
      int phase,
      String from,
      SavepointFormatType format)
      throws Exception {
    StreamExecutionEnvironment env = environment(placement, backend, parallelism, from);
    DataStream<String> endless =
        env.fromSource(
                new DataGeneratorSource<>(
                    i -> "", Long.MAX_VALUE, RateLimiterStrategy.perSecond(1), Types.STRING),
                WatermarkStrategy.noWatermarks(),
                "endless")
            .uid("endless-" + phase)
            .filter(String::isEmpty)
            .filter(empty -> false);
    // Each record counts down twice: once for its total, once for its window.
    SharedReference<CountDownLatch> latch = shared.add(new CountDownLatch(2 * RECORDS));
    build(placement, records(env, phase).union(endless), latch, newResults());
    JobClient job = env.executeAsync();
    try {
      assertThat(latch.get().await(60, TimeUnit.SECONDS)).as("all records counted").isTrue();
      return job.stopWithSavepoint(false, savepoints.toUri().toString(), format)
          .get(60, TimeUnit.SECONDS);
    } catch (Throwable failure) {
      job.cancel().get(60, TimeUnit.SECONDS);
      throw failure;
    }
  }

  /** Runs one phase until its input ends and with it every window and timer fires. */
  private Results runToTheEnd(
      Placement<String> placement, String backend, int parallelism, int phase, String from)
      throws Exception {
    StreamExecutionEnvironment env = environment(placement, backend, parallelism, from);
    Results results = newResults();
    SharedReference<CountDownLatch> latch = shared.add(new CountDownLatch(2 * RECORDS));
    build(placement, records(env, phase), latch, results);
    env.execute();
    return results;
  }

  private Results newResults() {
    return new Results(
        shared.add(new ConcurrentHashMap<>()), shared.add(new ConcurrentHashMap<>()));
  }

  private static StreamExecutionEnvironment environment(
      Placement<String> placement, String backend, int parallelism, String savepoint) {
    Configuration configuration = new Configuration();
    configuration.set(StateBackendOptions.STATE_BACKEND, backend);
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "disable");
    if (savepoint != null) {
      configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
      // The sources of the phase before are gone; the keyed operators keep their uids.
      configuration.set(StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE, true);
    }
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    env.setParallelism(parallelism);
    env.setMaxParallelism(placement.maxParallelism());
    return env;
  }

  private static DataStream<String> records(StreamExecutionEnvironment env, int phase) {
    return env.fromSequence((long) phase * RECORDS, (phase + 1L) * RECORDS - 1)
        .uid("records-" + phase)
        .map(RescaleITCase::key)
        .returns(Types.STRING);
  }

  private static void build(
      Placement<String> placement,
      DataStream<String> keys,
      SharedReference<CountDownLatch> latch,
      Results results) {
    DataStream<Tuple2<String, Long>> ones =
        keys.map(key -> Tuple2.of(key, 1L))
            .returns(Types.TUPLE(Types.STRING, Types.LONG))
            .assignTimestampsAndWatermarks(
                WatermarkStrategy.<Tuple2<String, Long>>forMonotonousTimestamps()
                    .withTimestampAssigner((one, previous) -> 0));
    placement
        .keyBy(ones, one -> one.f0, Types.STRING)
        .process(new Total(latch, results.totals))
        .uid("totals");
    SharedReference<ConcurrentHashMap<String, Long>> windows = results.windows;
    placement
        .keyBy(ones, one -> one.f0, Types.STRING)
        .window(TumblingEventTimeWindows.of(Duration.ofHours(1)))
        .aggregate(new CountByKey(latch))
        .uid("windows")
        .map(
            count -> {
              windows.get().merge(count.f0, count.f1, Long::sum);
              return count.f0;
            })
        .returns(Types.STRING);
  }

  private record Results(
      SharedReference<ConcurrentHashMap<String, Long>> totals,
      SharedReference<ConcurrentHashMap<String, Long>> windows) {}

  /** Counts in value state; an event-time timer at the end of time tells the total. */
  private static final class Total
      extends KeyedProcessFunction<PlacedKey<String>, Tuple2<String, Long>, String> {
    private final SharedReference<CountDownLatch> latch;
    private final SharedReference<ConcurrentHashMap<String, Long>> totals;
    private transient ValueState<Long> total;

    Total(
        SharedReference<CountDownLatch> latch,
        SharedReference<ConcurrentHashMap<String, Long>> totals) {
      this.latch = latch;
      this.totals = totals;
    }

    @Override
    public void open(OpenContext context) {
      total = getRuntimeContext().getState(new ValueStateDescriptor<>("total", Types.LONG));
    }

    @Override
    public void processElement(Tuple2<String, Long> one, Context context, Collector<String> out)
        throws Exception {
      Long before = total.value();
      if (before == null) {
        context.timerService().registerEventTimeTimer(Long.MAX_VALUE - 1);
      }
      total.update(before == null ? one.f1 : before + one.f1);
      latch.get().countDown();
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<String> out)
        throws Exception {
      totals.get().merge(context.getCurrentKey().key(), total.value(), Long::sum);
    }
  }

  private static final class CountByKey
      implements AggregateFunction<
          Tuple2<String, Long>, Tuple2<String, Long>, Tuple2<String, Long>> {
    private final SharedReference<CountDownLatch> latch;

    CountByKey(SharedReference<CountDownLatch> latch) {
      this.latch = latch;
    }

    @Override
    public Tuple2<String, Long> createAccumulator() {
      return Tuple2.of("", 0L);
    }

    @Override
    public Tuple2<String, Long> add(Tuple2<String, Long> one, Tuple2<String, Long> count) {
      latch.get().countDown();
      return Tuple2.of(one.f0, count.f1 + one.f1);
    }

    @Override
    public Tuple2<String, Long> getResult(Tuple2<String, Long> count) {
      return count;
    }

    @Override
    public Tuple2<String, Long> merge(Tuple2<String, Long> a, Tuple2<String, Long> b) {
      return Tuple2.of(a.f0, a.f1 + b.f1);
    }
  }
}
