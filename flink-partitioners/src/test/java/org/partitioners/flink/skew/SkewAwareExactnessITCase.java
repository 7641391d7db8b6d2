package org.partitioners.flink.skew;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.windowing.ProcessWindowFunction;
import org.apache.flink.streaming.api.windowing.assigners.EventTimeSessionWindows;
import org.apache.flink.streaming.api.windowing.assigners.GlobalWindows;
import org.apache.flink.streaming.api.windowing.assigners.SlidingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.assigners.WindowAssigner;
import org.apache.flink.streaming.api.windowing.triggers.ContinuousEventTimeTrigger;
import org.apache.flink.streaming.api.windowing.triggers.PurgingTrigger;
import org.apache.flink.streaming.api.windowing.triggers.Trigger;
import org.apache.flink.streaming.api.windowing.windows.Window;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * With one sender a Flink job is deterministic, what is late and what is emitted twice included: so
 * whatever comes out has to be what {@code keyBy} emits, record by record, not only in the end.
 */
class SkewAwareExactnessITCase {
  private static final int CLICKS = 6_000;
  private static final int PARALLELISM = 4;
  private static final OutputTag<Click> LATE = new OutputTag<>("late") {};

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(PARALLELISM)
              .build());

  /** A kind of windows. */
  record Kind<W extends Window>(
      String name,
      WindowAssigner<Object, W> assigner,
      @Nullable Trigger<Object, ? super W> trigger,
      long lateness) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Duration ms(long millis) {
    return Duration.ofMillis(millis);
  }

  static List<Kind<?>> kinds() {
    return List.of(
        new Kind<>("tumbling", TumblingEventTimeWindows.of(ms(100)), null, 0),
        new Kind<>("tumbling, offset", TumblingEventTimeWindows.of(ms(100), ms(30)), null, 0),
        new Kind<>("tumbling, lateness", TumblingEventTimeWindows.of(ms(100)), null, 250),
        new Kind<>("sliding", SlidingEventTimeWindows.of(ms(250), ms(100)), null, 0),
        new Kind<>("sliding, lateness", SlidingEventTimeWindows.of(ms(240), ms(60)), null, 200),
        new Kind<>("sliding with gaps", SlidingEventTimeWindows.of(ms(40), ms(100)), null, 50),
        new Kind<>("session", EventTimeSessionWindows.withGap(ms(12)), null, 0),
        new Kind<>("session, lateness", EventTimeSessionWindows.withGap(ms(12)), null, 150),
        new Kind<>(
            "dynamic session",
            EventTimeSessionWindows.withDynamicGap(click -> 5 + ((Click) click).value % 20),
            null,
            0),
        new Kind<>(
            "continuous",
            TumblingEventTimeWindows.of(ms(200)),
            ContinuousEventTimeTrigger.of(ms(30)),
            0),
        new Kind<>(
            "continuous, purging",
            TumblingEventTimeWindows.of(ms(200)),
            PurgingTrigger.of(ContinuousEventTimeTrigger.of(ms(30))),
            0),
        new Kind<>("global", GlobalWindows.createWithEndOfStreamTrigger(), null, 0));
  }

  static Stream<Arguments> kindsAndReliefs() {
    return kinds().stream()
        .flatMap(
            kind ->
                Stream.of(Relief.combine(), Relief.adaptive(), Relief.growing(), Relief.salt(3))
                    .map(relief -> Arguments.of(kind, relief)));
  }

  @ParameterizedTest
  @MethodSource("kindsAndReliefs")
  <W extends Window> void whatComesOutIsWhatKeyByEmits(Kind<W> kind, Relief relief)
      throws Exception {
    // So that in so short a run many keys become hot.
    HotKeyRule rule = HotKeyRule.aboveShare(0.01);
    long seed = kind.name().hashCode();

    assertSame(
        run(kind, seed, 50, keyed -> keyed.relief(relief).hotKeys(rule)), naive(kind, seed, 50));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  <W extends Window> void anyDecisionGivesTheSame(Kind<W> kind) throws Exception {
    for (int watermarkEvery : new int[] {1, 7, 100, 1000}) {
      if (kind.name().equals("dynamic session") && watermarkEvery == 1) {
        continue; // See noClickIsLostWhereFlinkForgetsASession.
      }
      long seed = watermarkEvery;
      int maxParts = watermarkEvery == 100 ? 7 : 1000;
      SendingOperator.RouterFactory<String> routers =
          RandomRouter.factory(
              seed, Windowing.of(kind.assigner(), kind.trigger()).canSpread() ? PARALLELISM : 0);

      assertSame(
          run(kind, seed, watermarkEvery, keyed -> keyed.routers(routers).maxParts(maxParts)),
          naive(kind, seed, watermarkEvery));
    }
  }

  /**
   * Where a click's own session equals one that has grown, {@code MergingWindowSet} forgets what
   * has grown: Flink loses clicks, here 4. Ours merges a session with its like.
   */
  @Test
  void noClickIsLostWhereFlinkForgetsASession() throws Exception {
    Kind<?> kind =
        kinds().stream().filter(each -> each.name().equals("dynamic session")).findAny().get();
    SendingOperator.RouterFactory<String> routers = RandomRouter.factory(1, 0);

    assertThat(clicksIn(naive(kind, 1, 1))).isEqualTo(CLICKS - 4);
    assertThat(clicksIn(run(kind, 1, 1, keyed -> keyed.routers(routers)))).isEqualTo(CLICKS);
    assertThat(clicksIn(run(kind, 1, 1, keyed -> keyed.relief(Relief.none())))).isEqualTo(CLICKS);
  }

  private static long clicksIn(List<String> results) {
    return results.stream()
        .mapToLong(
            result ->
                result.startsWith("late ")
                    ? 1
                    : Long.parseLong(
                        result.substring(
                            result.lastIndexOf('(') + 1,
                            result.indexOf(',', result.lastIndexOf('(')))))
        .sum();
  }

  private static void assertSame(List<String> results, List<String> naive) {
    assertThat(List.of(without(results, naive), without(naive, results)))
        .as("what keyBy does not emit, and what it alone emits")
        .containsExactly(List.of(), List.of());
  }

  /** What one has and the other has not: the whole lists are too long to read. */
  private static List<String> without(List<String> all, List<String> others) {
    List<String> rest = new ArrayList<>(all);
    others.forEach(rest::remove);
    return rest;
  }

  private interface Options {
    SkewAwareStream<Click, String> of(SkewAwareStream<Click, String> keyed);
  }

  private static <W extends Window> List<String> run(
      Kind<W> kind, long seed, int watermarkEvery, Options options) throws Exception {
    StreamExecutionEnvironment env = environment();
    SkewAwareWindowedStream<Click, String, W> windowed =
        options
            .of(SkewAware.keyBy(clicks(env, seed, watermarkEvery), Click::getUser))
            .window(kind.assigner())
            .allowedLateness(ms(kind.lateness()))
            .sideOutputLateData(LATE);
    if (kind.trigger() != null) {
      windowed = windowed.trigger(kind.trigger());
    }
    return collected(windowed.aggregate(new Summary(), new Show<W>()));
  }

  private static <W extends Window> List<String> naive(Kind<W> kind, long seed, int watermarkEvery)
      throws Exception {
    StreamExecutionEnvironment env = environment();
    var windowed =
        clicks(env, seed, watermarkEvery)
            .keyBy(Click::getUser)
            .window(kind.assigner())
            .allowedLateness(ms(kind.lateness()))
            .sideOutputLateData(LATE);
    if (kind.trigger() != null) {
      windowed = windowed.trigger(kind.trigger());
    }
    List<String> collected = collected(windowed.aggregate(new Summary(), new Show<W>()));
    assertThat(collected).hasSizeGreaterThan(60);
    return collected;
  }

  private static StreamExecutionEnvironment environment() {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    env.setRuntimeMode(RuntimeExecutionMode.STREAMING);
    env.setParallelism(PARALLELISM);
    return env;
  }

  private static DataStream<Click> clicks(
      StreamExecutionEnvironment env, long seed, int watermarkEvery) {
    List<Click> clicks = Click.random(CLICKS, seed);
    return env.fromSource(
            new DataGeneratorSource<>(
                i -> clicks.get(i.intValue()), CLICKS, TypeInformation.of(Click.class)),
            Every.records(watermarkEvery, 50),
            "clicks")
        .setParallelism(1);
  }

  private static List<String> collected(SingleOutputStreamOperator<String> results)
      throws Exception {
    DataStream<String> late =
        results.getSideOutput(LATE).map(click -> "late " + click, Types.STRING);
    List<String> collected = new ArrayList<>();
    results.union(late).executeAndCollect().forEachRemaining(collected::add);
    collected.sort(null);
    return collected;
  }

  private static final class Show<W extends Window>
      extends ProcessWindowFunction<Tuple3<Long, Long, Long>, String, String, W> {
    private static final long serialVersionUID = 1L;

    @Override
    public void process(
        String key,
        Context context,
        Iterable<Tuple3<Long, Long, Long>> results,
        Collector<String> out) {
      results.forEach(result -> out.collect(key + " " + context.window() + " " + result));
    }
  }
}
