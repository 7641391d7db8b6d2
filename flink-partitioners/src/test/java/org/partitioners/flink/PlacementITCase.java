package org.partitioners.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.windowing.RichWindowFunction;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.CloseableIterator;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.partitioners.flink.TestPartitioners.ByNumber;
import org.partitioners.flink.TestPartitioners.TextHasher;
import org.partitioners.hash.HashPartitioners;
import org.partitioners.hash.KeyHashers;

/** Placed keys in running jobs: all that a keyBy gives works, and records are where predicted. */
class PlacementITCase {
  private static final int PARALLELISM = 8;
  private static final int MAX_PARALLELISM = 128;
  private static final int EVENTS = 20_000;
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final Placement<String> RING =
      Placement.onKeyGroups(
          HashPartitioners.ring(MAX_PARALLELISM, KeyHashers.strings()), MAX_PARALLELISM);

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(PARALLELISM)
              .build());

  /** The i-th event: a user and its time, out of order by up to a minute. */
  private static Tuple2<String, Long> event(long i) {
    return Tuple2.of("user-" + (i * i) % 1009, i * 1_000 + (i * 7919) % 60_000);
  }

  private static StreamExecutionEnvironment environment() {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    env.setParallelism(PARALLELISM);
    env.setMaxParallelism(MAX_PARALLELISM);
    return env;
  }

  private static DataStream<Tuple2<String, Long>> events(StreamExecutionEnvironment env) {
    return env.fromSequence(0, EVENTS - 1)
        .map(PlacementITCase::event)
        .returns(Types.TUPLE(Types.STRING, Types.LONG))
        .assignTimestampsAndWatermarks(
            WatermarkStrategy.<Tuple2<String, Long>>forBoundedOutOfOrderness(
                    Duration.ofMillis(EVENTS * 1_000L))
                .withTimestampAssigner((event, previous) -> event.f1));
  }

  /** Window start and user to count, without Flink. */
  private static Map<String, Long> expectedCounts() {
    Map<String, Long> counts = new HashMap<>();
    for (long i = 0; i < EVENTS; i++) {
      Tuple2<String, Long> event = event(i);
      counts.merge(event.f1 / HOUR + "/" + event.f0, 1L, Long::sum);
    }
    return counts;
  }

  @SuppressWarnings("try") // close() declares any Exception, so an interruption too
  private static <T> List<T> collect(DataStream<T> stream) throws Exception {
    List<T> all = new ArrayList<>();
    try (CloseableIterator<T> results = stream.executeAndCollect()) {
      results.forEachRemaining(all::add);
    }
    return all;
  }

  private static Map<String, Long> countsOf(List<Tuple3<String, Long, Integer>> results) {
    Map<String, Long> counts = new HashMap<>();
    for (Tuple3<String, Long, Integer> result : results) {
      assertThat(counts.put(result.f0, result.f1)).as("second result of %s", result.f0).isNull();
    }
    return counts;
  }

  private static void assertWherePredicted(List<Tuple3<String, Long, Integer>> results) {
    for (Tuple3<String, Long, Integer> result : results) {
      String user = result.f0.substring(result.f0.indexOf('/') + 1);
      assertThat(result.f2).isEqualTo(RING.subtask(user, PARALLELISM));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = RuntimeExecutionMode.class,
      names = {"STREAMING", "BATCH"})
  void windowsCountUnderARing(RuntimeExecutionMode mode) throws Exception {
    StreamExecutionEnvironment env = environment();
    env.setRuntimeMode(mode);
    List<Tuple3<String, Long, Integer>> results =
        collect(
            RING.keyBy(events(env), event -> event.f0, Types.STRING)
                .window(TumblingEventTimeWindows.of(Duration.ofHours(1)))
                .aggregate(new Count(), new WithWindowAndSubtask())
                // Said aloud, since in batch mode Flink chooses it otherwise.
                .setParallelism(PARALLELISM));
    assertThat(countsOf(results)).isEqualTo(expectedCounts());
    assertWherePredicted(results);
  }

  @Test
  void stateAndTimersCountUnderARing() throws Exception {
    List<Tuple3<String, Long, Integer>> results =
        collect(
            RING.keyBy(events(environment()), event -> event.f0, Types.STRING)
                .process(new CountByStateAndTimer<>()));
    assertThat(countsOf(results)).isEqualTo(expectedCounts());
    assertWherePredicted(results);
  }

  @Test
  void eightKeysKeepEightSubtasksBusy() throws Exception {
    Placement<String> placement =
        Placement.onSubtasks(new ByNumber(PARALLELISM), new TextHasher(), MAX_PARALLELISM);
    DataStream<String> keys =
        environment().fromSequence(0, 799).map(i -> "key-" + i % 8).returns(Types.STRING);
    assertThat(recordsBySubtask(placement.keyBy(keys, key -> key, Types.STRING)))
        .containsExactly(100, 100, 100, 100, 100, 100, 100, 100);
  }

  @Test
  void aRouterUpstreamChoosesTheSubtask() throws Exception {
    Placement<Tuple2<String, Integer>> placement =
        Placement.onChosenSubtasks(KeyHashers.strings(), PARALLELISM, MAX_PARALLELISM);
    DataStream<Tuple2<String, Integer>> salted =
        environment()
            .fromSequence(0, 799)
            .map(i -> Tuple2.of("celebrity", (int) (i % 4)))
            .returns(Types.TUPLE(Types.STRING, Types.INT));
    KeyedStream<Tuple2<String, Integer>, PlacedKey<Tuple2<String, Integer>>> keyed =
        placement.keyBy(salted, key -> key, Types.TUPLE(Types.STRING, Types.INT));
    assertThat(recordsBySubtask(keyed)).containsExactly(200, 200, 200, 200, 0, 0, 0, 0);
  }

  @Test
  void arraysAndEnumsMayBeKeys() throws Exception {
    Placement<byte[]> byBytes =
        Placement.onSubtasks(
            HashPartitioners.jump(PARALLELISM, KeyHashers.bytes()), MAX_PARALLELISM);
    DataStream<Tuple2<String, Long>> events = events(environment());
    List<Tuple3<String, Long, Integer>> results =
        collect(
            byBytes
                .keyBy(
                    events,
                    event -> event.f0.getBytes(StandardCharsets.UTF_8),
                    PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO)
                .process(new CountByStateAndTimer<>()));
    assertThat(countsOf(results)).isEqualTo(expectedCounts());

    Placement<DayOfWeek> byDay =
        Placement.onSubtasks(
            HashPartitioners.modulo(PARALLELISM, new TextHasher()), MAX_PARALLELISM);
    DataStream<DayOfWeek> days =
        environment()
            .fromSequence(0, 69)
            .map(i -> DayOfWeek.of((int) (i % 7) + 1))
            .returns(DayOfWeek.class);
    int[] expected = new int[PARALLELISM];
    for (DayOfWeek day : DayOfWeek.values()) {
      expected[byDay.subtask(day, PARALLELISM)] += 10;
    }
    assertThat(recordsBySubtask(byDay.keyBy(days, day -> day, TypeInformation.of(DayOfWeek.class))))
        .containsExactly(expected);
  }

  @Test
  void partitionCustomRoutesByThePartitioner() throws Exception {
    DataStream<String> routed =
        environment()
            .fromSequence(0, 799)
            .map(i -> "key-" + i % 8)
            .returns(Types.STRING)
            .partitionCustom(FlinkPartitioner.of(new ByNumber(PARALLELISM)), key -> key);
    for (Tuple2<Integer, String> arrival :
        collect(routed.map(new WithSubtask<>()).returns(Types.TUPLE(Types.INT, Types.STRING)))) {
      assertThat("key-" + arrival.f0).isEqualTo(arrival.f1);
    }
  }

  @Test
  void partitionCustomTellsOfAWrongParallelism() {
    DataStream<String> routed =
        environment()
            .fromData("key-1", "key-2")
            .partitionCustom(FlinkPartitioner.of(new ByNumber(4)), key -> key);
    assertThatThrownBy(() -> collect(routed.map(key -> key).returns(Types.STRING)))
        .hasStackTraceContaining(
            "numPartitions: 4 is not the parallelism: 8 of the operator behind partitionCustom: call"
                + " setParallelism(4) on that operator or make the partitioner for 8 partitions");
  }

  private static <T, K> int[] recordsBySubtask(KeyedStream<T, PlacedKey<K>> keyed)
      throws Exception {
    int[] records = new int[PARALLELISM];
    for (int subtask : collect(keyed.process(new SubtaskOf<>(), Types.INT))) {
      records[subtask]++;
    }
    return records;
  }

  private static final class Count extends Counting<Tuple2<String, Long>> {
    private static final long serialVersionUID = 1L;
  }

  private static final class WithWindowAndSubtask
      extends RichWindowFunction<
          Long, Tuple3<String, Long, Integer>, PlacedKey<String>, TimeWindow> {
    @Override
    public void apply(
        PlacedKey<String> placed,
        TimeWindow window,
        Iterable<Long> counts,
        Collector<Tuple3<String, Long, Integer>> out) {
      out.collect(
          Tuple3.of(
              window.getStart() / HOUR + "/" + placed.key(),
              counts.iterator().next(),
              getRuntimeContext().getTaskInfo().getIndexOfThisSubtask()));
    }
  }

  /** Counts per hour in map state and tells each count by an event-time timer. */
  private static final class CountByStateAndTimer<K>
      extends KeyedProcessFunction<
          PlacedKey<K>, Tuple2<String, Long>, Tuple3<String, Long, Integer>> {
    private transient MapState<Long, Tuple2<String, Long>> counts;

    @Override
    public void open(OpenContext context) {
      counts =
          getRuntimeContext()
              .getMapState(
                  new MapStateDescriptor<>(
                      "counts", Types.LONG, Types.TUPLE(Types.STRING, Types.LONG)));
    }

    @Override
    public void processElement(
        Tuple2<String, Long> event, Context context, Collector<Tuple3<String, Long, Integer>> out)
        throws Exception {
      long hour = event.f1 / HOUR;
      Tuple2<String, Long> count = counts.get(hour);
      counts.put(hour, Tuple2.of(event.f0, count == null ? 1L : count.f1 + 1));
      context.timerService().registerEventTimeTimer((hour + 1) * HOUR - 1);
    }

    @Override
    public void onTimer(
        long timestamp, OnTimerContext context, Collector<Tuple3<String, Long, Integer>> out)
        throws Exception {
      Tuple2<String, Long> count = counts.get(timestamp / HOUR);
      counts.remove(timestamp / HOUR);
      out.collect(
          Tuple3.of(
              timestamp / HOUR + "/" + count.f0,
              count.f1,
              getRuntimeContext().getTaskInfo().getIndexOfThisSubtask()));
    }
  }

  private static final class SubtaskOf<T, K>
      extends KeyedProcessFunction<PlacedKey<K>, T, Integer> {
    @Override
    public void processElement(T value, Context context, Collector<Integer> out) {
      out.collect(getRuntimeContext().getTaskInfo().getIndexOfThisSubtask());
    }
  }

  private static final class WithSubtask<T> extends RichMapFunction<T, Tuple2<Integer, T>> {
    @Override
    public Tuple2<Integer, T> map(T value) {
      return Tuple2.of(getRuntimeContext().getTaskInfo().getIndexOfThisSubtask(), value);
    }
  }
}
