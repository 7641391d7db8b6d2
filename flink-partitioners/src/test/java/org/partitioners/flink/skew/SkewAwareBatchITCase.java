package org.partitioners.flink.skew;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.windowing.WindowFunction;
import org.apache.flink.streaming.api.windowing.assigners.TumblingProcessingTimeWindows;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.testutils.junit.SharedObjectsExtension;
import org.apache.flink.testutils.junit.SharedReference;
import org.apache.flink.util.CloseableIterator;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Bounded input in both runtime modes, and windows of the clock. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SkewAwareBatchITCase {
  private static final int CLICKS = 2_000;
  private static final int PARALLELISM = 3;
  private static final long BEHIND = 60;

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(PARALLELISM)
              .build());

  @RegisterExtension final SharedObjectsExtension shared = SharedObjectsExtension.create();

  private interface Options {
    SkewAwareStream<Click, String> of(SkewAwareStream<Click, String> keyed);
  }

  /** A relief by its name. */
  private record Way(String name, Options options) {
    static Way of(Relief relief) {
      return new Way(
          relief.toString(), keyed -> keyed.relief(relief).hotKeys(HotKeyRule.aboveShare(0.01)));
    }

    static Way random(int places) {
      return new Way(
          "any decision", keyed -> keyed.routers(RandomRouter.factory(1, places)).maxParts(50));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Arguments> modesKindsAndReliefs() {
    return Stream.of(RuntimeExecutionMode.BATCH, RuntimeExecutionMode.STREAMING)
        .flatMap(
            mode ->
                Arrays.stream(Kinds.values())
                    .flatMap(
                        kind ->
                            Stream.of(
                                    Way.of(Relief.combine()),
                                    Way.of(Relief.growing()),
                                    Way.of(Relief.salt(3)),
                                    Way.of(Relief.adaptive()),
                                    Way.random(kind.canSpread() ? PARALLELISM : 0))
                                .map(way -> Arguments.of(mode, kind, way))));
  }

  @ParameterizedTest
  @MethodSource("modesKindsAndReliefs")
  @SuppressWarnings("try") // results are closed with any exception
  void boundedInputGivesExactResults(RuntimeExecutionMode mode, Kinds kind, Way way)
      throws Exception {
    List<Click> clicks = Click.random(CLICKS, 11, BEHIND);
    StreamExecutionEnvironment env = environment(mode);
    DataStream<Click> stream =
        clicks(env, clicks).assignTimestampsAndWatermarks(Every.records(10, BEHIND + 2));

    List<String> results = new ArrayList<>();
    try (CloseableIterator<String> each =
        kind.results(way.options().of(SkewAware.keyBy(stream, Click::getUser)), new Summary())
            .executeAndCollect()) {
      each.forEachRemaining(results::add);
    }

    List<String> judged = kind.judged(results);
    List<String> expected = kind.expected(clicks);
    assertThat(List.of(without(judged, expected), without(expected, judged)))
        .as("what should not have come out, and what should have")
        .containsExactly(List.of(), List.of());
    if (mode == RuntimeExecutionMode.BATCH) {
      assertThat(results).hasSameSizeAs(expected);
    }
  }

  static Stream<Way> ways() {
    return Stream.of(Way.of(Relief.combine()), Way.of(Relief.growing()), Way.random(PARALLELISM));
  }

  /** What comes after all clicks keeps the job open until the clock has closed all windows. */
  @ParameterizedTest
  @MethodSource("ways")
  void everyRecordIsInOneWindowOfTheClock(Way way) throws Exception {
    List<Click> clicks = Click.random(CLICKS, 12, BEHIND);
    SharedReference<CountDownLatch> counted = shared.add(new CountDownLatch(CLICKS));
    SharedReference<Queue<Tuple3<String, Long, Long>>> emitted =
        shared.add(new ConcurrentLinkedQueue<>());
    StreamExecutionEnvironment env = environment(RuntimeExecutionMode.STREAMING);
    DataStream<Click> endless =
        env.fromSource(
                new DataGeneratorSource<>(
                    i -> new Click("", 0, 0),
                    Long.MAX_VALUE,
                    RateLimiterStrategy.perSecond(1),
                    TypeInformation.of(Click.class)),
                WatermarkStrategy.noWatermarks(),
                "endless")
            .setParallelism(1)
            .filter(click -> !click.user.isEmpty());
    way.options()
        .of(SkewAware.keyBy(clicks(env, clicks).union(endless), Click::getUser))
        .maxDelay(Duration.ofMillis(5))
        .window(TumblingProcessingTimeWindows.of(Duration.ofMillis(20)))
        .aggregate(new Summary(), new Show())
        .map(
            each -> {
              emitted.get().add(each);
              for (int click = 0; click < each.f1; click++) {
                counted.get().countDown();
              }
              return each.f0;
            })
        .returns(Types.STRING);
    JobClient job = env.executeAsync();
    try {
      counted.get().await();
    } finally {
      job.cancel().get(30, TimeUnit.SECONDS);
    }

    Map<String, String> totals = new HashMap<>();
    Map<String, Tuple3<Long, Long, Long>> sums = new HashMap<>();
    for (Tuple3<String, Long, Long> each : emitted.get()) {
      Tuple3<Long, Long, Long> sum = sums.computeIfAbsent(each.f0, unused -> Tuple3.of(0L, 0L, 0L));
      sum.f0 += each.f1;
      sum.f1 += each.f2;
    }
    sums.forEach((user, sum) -> totals.put(user, sum.f0 + ", " + sum.f1));
    assertThat(totals).isEqualTo(totals(clicks));
  }

  /** Flink's windows of the clock that the end of a stream finds open never emit. */
  @ParameterizedTest
  @EnumSource(
      value = RuntimeExecutionMode.class,
      names = {"STREAMING", "BATCH"})
  void atTheEndWindowsOfTheClockDoWhatThoseOfKeyByDo(RuntimeExecutionMode mode) throws Exception {
    List<Click> clicks = Click.random(CLICKS, 13, BEHIND);
    TumblingProcessingTimeWindows windows =
        TumblingProcessingTimeWindows.of(Duration.ofDays(100_000));
    StreamExecutionEnvironment env = environment(mode);
    List<Tuple3<String, Long, Long>> relieved =
        SkewAware.keyBy(clicks(env, clicks), Click::getUser)
            .routers(RandomRouter.factory(1, PARALLELISM))
            .window(windows)
            .aggregate(new Summary(), new Show())
            .executeAndCollect(10_000);
    List<Tuple3<String, Long, Long>> naive =
        clicks(env, clicks)
            .keyBy(Click::getUser)
            .window(windows)
            .aggregate(new Summary(), new Show())
            .executeAndCollect(10_000);

    assertThat(relieved).containsExactlyInAnyOrderElementsOf(naive);
    assertThat(naive.isEmpty()).isEqualTo(mode == RuntimeExecutionMode.STREAMING);
  }

  private static Map<String, String> totals(List<Click> clicks) {
    Map<String, long[]> sums = new HashMap<>();
    for (Click click : clicks) {
      long[] sum = sums.computeIfAbsent(click.user, unused -> new long[2]);
      sum[0]++;
      sum[1] += click.value;
    }
    Map<String, String> totals = new HashMap<>();
    sums.forEach((user, sum) -> totals.put(user, sum[0] + ", " + sum[1]));
    return totals;
  }

  private static StreamExecutionEnvironment environment(RuntimeExecutionMode mode) {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    env.setRuntimeMode(mode);
    env.setParallelism(PARALLELISM);
    return env;
  }

  private static DataStream<Click> clicks(StreamExecutionEnvironment env, List<Click> clicks) {
    return env.fromSource(
            new DataGeneratorSource<>(
                i -> clicks.get(i.intValue()), CLICKS, TypeInformation.of(Click.class)),
            WatermarkStrategy.noWatermarks(),
            "clicks")
        .setParallelism(1)
        .rebalance()
        .filter(click -> true);
  }

  /** What one has and the other has not: the whole lists are too long to read. */
  private static List<String> without(List<String> some, List<String> others) {
    List<String> rest = new ArrayList<>(some);
    others.forEach(rest::remove);
    return rest;
  }

  /** User, clicks and their sum. */
  private static final class Show
      implements WindowFunction<
          Tuple3<Long, Long, Long>, Tuple3<String, Long, Long>, String, TimeWindow> {
    private static final long serialVersionUID = 1L;

    @Override
    public void apply(
        String user,
        TimeWindow window,
        Iterable<Tuple3<Long, Long, Long>> results,
        Collector<Tuple3<String, Long, Long>> out) {
      results.forEach(result -> out.collect(Tuple3.of(user, result.f0, result.f1)));
    }
  }
}
