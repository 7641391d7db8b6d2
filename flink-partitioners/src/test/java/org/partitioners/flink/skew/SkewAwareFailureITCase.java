package org.partitioners.flink.skew;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.checkpoint.CheckpointStatsSnapshot;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Subtasks die and are restored from checkpoints, aligned and unaligned: what comes out, exactly
 * once, is what a computation without Flink gives for the same clicks.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SkewAwareFailureITCase {
  private static final int CLICKS = 6_000;
  private static final int CLICKS_PER_CHECKPOINT = 600;
  private static final int SENDERS = 3;
  private static final int PARALLELISM = 4;
  private static final long BEHIND = 60;

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setConfiguration(
                  new Configuration()
                      .set(TaskManagerOptions.MEMORY_SEGMENT_SIZE, MemorySize.parse("4kb")))
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(PARALLELISM)
              .build());

  @TempDir static Path checkpoints;

  /** One run: all of it follows from its seed. */
  record Run(long seed, Kinds kind, int way, boolean unaligned, String backend) {
    static Run of(int seed) {
      int round = seed / 4;
      return new Run(
          seed,
          List.of(Kinds.values()).get(seed % 4),
          round % 6,
          (round + seed) % 2 == 0,
          (round / 2 + seed) % 2 == 0 ? "hashmap" : "rocksdb");
    }

    SkewAwareStream<Click, String> relieved(SkewAwareStream<Click, String> keyed) {
      SkewAwareStream<Click, String> hot = keyed.hotKeys(HotKeyRule.aboveShare(0.01));
      return switch (way) {
        case 0 -> hot.relief(Relief.combine());
        case 1 -> hot.relief(Relief.growing());
        case 2 -> hot.relief(Relief.salt(3));
        case 3 -> hot.relief(Relief.adaptive());
        case 4 -> keyed.routers(RandomRouter.factory(seed, places()));
        default -> keyed.routers(RandomRouter.factory(seed, places())).maxParts(7);
      };
    }

    private int places() {
      return kind.canSpread() ? PARALLELISM : 0;
    }
  }

  static Stream<Run> runs() {
    return IntStream.range(0, 24).mapToObj(Run::of);
  }

  @ParameterizedTest
  @MethodSource("runs")
  @SuppressWarnings("try") // results are closed with any exception
  void resultsAreExactThoughSubtasksDie(Run run, @InjectMiniCluster MiniCluster cluster)
      throws Exception {
    List<Click> clicks = Click.random(CLICKS, run.seed(), BEHIND);
    List<String> expected = run.kind().expected(clicks);
    Chaos chaos = Chaos.of(run.seed(), CLICKS, 100);
    try {
      StreamExecutionEnvironment env = environment(run);
      DataStream<Click> stream =
          env.fromSource(
                  new DataGeneratorSource<>(
                      i -> clicks.get(i.intValue()),
                      CLICKS,
                      RateLimiterStrategy.perCheckpoint(CLICKS_PER_CHECKPOINT),
                      TypeInformation.of(Click.class)),
                  WatermarkStrategy.noWatermarks(),
                  "clicks")
              .setParallelism(1)
              .rebalance()
              .map(new Chaos.Mortal<>(run.seed(), Chaos.Where.BEFORE))
              .returns(Click.class)
              .setParallelism(SENDERS)
              .assignTimestampsAndWatermarks(Every.records(10, BEHIND + 2))
              .setParallelism(SENDERS);
      SkewAwareStream<Click, String> keyed =
          run.relieved(SkewAware.keyBy(stream, Click::getUser)).maxDelay(Duration.ofMillis(10));
      Summary summary = new Chaos.MortalSummary(run.seed(), run.unaligned() ? 50_000 : 0);
      DataStream<String> results =
          run.kind()
              .results(keyed, summary)
              .map(new Chaos.Mortal<>(run.seed(), Chaos.Where.AFTER))
              .returns(Types.STRING);

      List<String> collected = new ArrayList<>();
      CloseableIterator<String> iterator = results.collectAsync();
      JobClient job = env.executeAsync();
      try (iterator) {
        iterator.forEachRemaining(collected::add);
      }
      CheckpointStatsSnapshot stats =
          cluster.getExecutionGraph(job.getJobID()).get().getCheckpointStatsSnapshot();

      List<String> judged = run.kind().judged(collected);
      assertThat(List.of(without(judged, expected), without(expected, judged)))
          .as("what should not have come out, and what should have")
          .containsExactly(List.of(), List.of());
      assertThat(chaos.deaths()).isEqualTo(Chaos.Where.values().length);
      assertThat(stats.getCounts().getNumberOfRestoredCheckpoints())
          // Those who die together are restored together.
          .as("restored checkpoints")
          .isPositive();
      assertThat(stats.getSummaryStats().getPersistedDataStats().getMaximum() > 0)
          .as("records in flight are part of a checkpoint")
          .isEqualTo(run.unaligned());
    } finally {
      Chaos.forget(run.seed());
    }
  }

  /** What one has and the other has not: the whole lists are too long to read. */
  private static List<String> without(List<String> some, List<String> others) {
    List<String> rest = new ArrayList<>(some);
    others.forEach(rest::remove);
    return rest;
  }

  private static StreamExecutionEnvironment environment(Run run) {
    Configuration configuration = new Configuration();
    configuration.set(StateBackendOptions.STATE_BACKEND, run.backend());
    configuration.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString());
    configuration.set(
        CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(40 + run.seed()));
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 10);
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(20));
    configuration.set(CheckpointingOptions.ENABLE_UNALIGNED, run.unaligned());
    configuration.set(CheckpointingOptions.FORCE_UNALIGNED, run.unaligned());
    configuration.set(CheckpointingOptions.ALIGNED_CHECKPOINT_TIMEOUT, Duration.ZERO);
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    env.setParallelism(PARALLELISM);
    return env;
  }
}
