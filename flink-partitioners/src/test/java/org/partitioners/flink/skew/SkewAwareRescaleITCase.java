package org.partitioners.flink.skew;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.testutils.CommonTestUtils;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.testutils.junit.SharedObjectsExtension;
import org.apache.flink.testutils.junit.SharedReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Savepoints with windows open and parts on their way are restored at other parallelisms, and by
 * the job without relief, and those of that job with it.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SkewAwareRescaleITCase {
  private static final int PHASES = 3;
  private static final int CLICKS = 2_000;
  private static final long BEHIND = 60;

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(5)
              .build());

  @RegisterExtension final SharedObjectsExtension shared = SharedObjectsExtension.create();

  @TempDir Path savepoints;

  private MiniCluster cluster;

  @BeforeEach
  void cluster(@InjectMiniCluster MiniCluster injected) {
    cluster = injected;
  }

  /** How a phase aggregates. */
  private interface Way {
    SingleOutputStreamOperator<String> results(
        DataStream<Click> clicks, Kinds kind, int parallelism);
  }

  private static Way relieved(Relief relief) {
    return (clicks, kind, parallelism) ->
        kind.results(
            SkewAware.keyBy(clicks, Click::getUser)
                .relief(relief)
                .hotKeys(HotKeyRule.aboveShare(0.01))
                .maxDelay(Duration.ofHours(1))
                .uid("aggregate"),
            new Summary());
  }

  private static Way random(long seed) {
    return (clicks, kind, parallelism) ->
        kind.results(
            SkewAware.keyBy(clicks, Click::getUser)
                .routers(RandomRouter.factory(seed, kind.canSpread() ? parallelism : 0))
                .uid("aggregate"),
            new Summary());
  }

  private static Way naive() {
    return (clicks, kind, parallelism) -> kind.naive(clicks.keyBy(Click::getUser)).uid("aggregate");
  }

  @ParameterizedTest
  @CsvSource({
    "TUMBLING, combine, hashmap, CANONICAL",
    "TUMBLING, growing, rocksdb, NATIVE",
    "SLIDING, salt, hashmap, NATIVE",
    "SLIDING, random, rocksdb, CANONICAL",
    "SESSION, adaptive, rocksdb, NATIVE",
    "SESSION, random, hashmap, CANONICAL",
    "RUNNING, combine, rocksdb, CANONICAL",
    "RUNNING, random, hashmap, NATIVE",
  })
  void resultsAreExactFrom2To5To3(
      Kinds kind, String relief, String backend, SavepointFormatType format) throws Exception {
    Way way =
        switch (relief) {
          case "combine" -> relieved(Relief.combine());
          case "growing" -> relieved(Relief.growing());
          case "salt" -> relieved(Relief.salt(3));
          case "adaptive" -> relieved(Relief.adaptive());
          default -> random(7);
        };

    assertExact(kind, backend, format, List.of(way, way, way), List.of(2, 5, 3));
  }

  @ParameterizedTest
  @EnumSource(
      value = Kinds.class,
      names = {"RUNNING"},
      mode = EnumSource.Mode.EXCLUDE)
  void theStateIsThatOfKeyBy(Kinds kind) throws Exception {
    String backend = kind == Kinds.SLIDING ? "rocksdb" : "hashmap";

    assertExact(
        kind,
        backend,
        SavepointFormatType.CANONICAL,
        List.of(naive(), random(3), naive()),
        List.of(3, 2, 3));
  }

  @ParameterizedTest
  @EnumSource(
      value = Kinds.class,
      names = {"RUNNING"},
      mode = EnumSource.Mode.EXCLUDE)
  void theStateIsThatOfKeyByTheOtherWayRound(Kinds kind) throws Exception {
    String backend = kind == Kinds.SLIDING ? "hashmap" : "rocksdb";

    assertExact(
        kind,
        backend,
        SavepointFormatType.NATIVE,
        List.of(relieved(Relief.growing()), naive(), relieved(Relief.combine())),
        List.of(2, 3, 4));
  }

  private void assertExact(
      Kinds kind,
      String backend,
      SavepointFormatType format,
      List<Way> ways,
      List<Integer> parallelisms)
      throws Exception {
    List<Click> clicks = Click.random(PHASES * CLICKS, 5, BEHIND);
    List<String> results = new ArrayList<>();
    String savepoint = null;
    for (int phase = 0; phase < PHASES; phase++) {
      Phase run =
          new Phase(
              clicks.subList(phase * CLICKS, (phase + 1) * CLICKS),
              phase,
              ways.get(phase),
              parallelisms.get(phase),
              backend,
              savepoint);
      savepoint = run(kind, run, phase == PHASES - 1 ? null : format, results);
    }

    List<String> judged = kind.judged(results);
    List<String> expected = kind.expected(clicks);
    assertThat(List.of(without(judged, expected), without(expected, judged)))
        .as("what should not have come out, and what should have")
        .containsExactly(List.of(), List.of());
  }

  private record Phase(
      List<Click> clicks, int number, Way way, int parallelism, String backend, String from) {}

  /**
   * Runs a phase and takes what it emits.
   *
   * @param format of the savepoint that the phase stops with; null to run to its end
   * @return the savepoint
   */
  private String run(Kinds kind, Phase phase, SavepointFormatType format, List<String> results)
      throws Exception {
    StreamExecutionEnvironment env = environment(phase);
    List<Click> clicks = List.copyOf(phase.clicks());
    SharedReference<CountDownLatch> sent = shared.add(new CountDownLatch(clicks.size()));
    SharedReference<Queue<String>> emitted = shared.add(new ConcurrentLinkedQueue<>());
    DataStream<Click> stream =
        env.fromSource(
                new DataGeneratorSource<>(
                    i -> clicks.get(i.intValue()), clicks.size(), TypeInformation.of(Click.class)),
                WatermarkStrategy.noWatermarks(),
                "clicks")
            .uid("clicks-" + phase.number())
            .setParallelism(1)
            .union(endless(env, phase.number(), format != null))
            .rebalance()
            .filter(click -> !click.user.isEmpty())
            .uid("rebalance-" + phase.number())
            .assignTimestampsAndWatermarks(Every.records(10, BEHIND + 2))
            .uid("time-" + phase.number())
            .map(new Count(sent))
            .uid("count-" + phase.number());
    phase
        .way()
        .results(stream, kind, phase.parallelism())
        .map(
            result -> {
              emitted.get().add(result);
              return result;
            })
        .returns(Types.STRING)
        .uid("emitted-" + phase.number());
    if (format == null) {
      env.execute();
      results.addAll(emitted.get());
      return "";
    }
    JobClient job = env.executeAsync();
    try {
      CommonTestUtils.waitForAllTaskRunning(cluster, job.getJobID(), true);
      sent.get().await();
      String savepoint =
          job.stopWithSavepoint(false, savepoints.toUri().toString(), format)
              .get(60, TimeUnit.SECONDS);
      results.addAll(emitted.get());
      return savepoint;
    } catch (Throwable failure) {
      job.cancel().get(60, TimeUnit.SECONDS);
      throw failure;
    }
  }

  /** Keeps the input open where the job is to be stopped, not to end. */
  private static DataStream<Click> endless(
      StreamExecutionEnvironment env, int phase, boolean endless) {
    return env.fromSource(
            new DataGeneratorSource<>(
                i -> new Click("", 0, 0),
                endless ? Long.MAX_VALUE : 1,
                RateLimiterStrategy.perSecond(1),
                TypeInformation.of(Click.class)),
            WatermarkStrategy.noWatermarks(),
            "endless")
        .uid("endless-" + phase)
        .setParallelism(1);
  }

  /** Counts clicks that the senders, chained to it, have taken before. */
  private static final class Count implements MapFunction<Click, Click> {
    private static final long serialVersionUID = 1L;

    private final SharedReference<CountDownLatch> sent;

    Count(SharedReference<CountDownLatch> sent) {
      this.sent = sent;
    }

    @Override
    public Click map(Click click) {
      sent.get().countDown();
      return click;
    }
  }

  /** What one has and the other has not: the whole lists are too long to read. */
  private static List<String> without(List<String> some, List<String> others) {
    List<String> rest = new ArrayList<>(some);
    others.forEach(rest::remove);
    return rest;
  }

  private static StreamExecutionEnvironment environment(Phase phase) {
    Configuration configuration = new Configuration();
    configuration.set(StateBackendOptions.STATE_BACKEND, phase.backend());
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "disable");
    if (phase.from() != null) {
      configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, phase.from());
      // The sources of the phase before are gone; the aggregation keeps its uid.
      configuration.set(StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE, true);
    }
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    env.setParallelism(phase.parallelism());
    env.setMaxParallelism(128);
    return env;
  }
}
