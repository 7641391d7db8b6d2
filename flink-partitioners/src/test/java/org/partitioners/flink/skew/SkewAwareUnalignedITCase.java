package org.partitioners.flink.skew;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStats;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.testutils.CommonTestUtils;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.testutils.junit.SharedObjectsExtension;
import org.apache.flink.testutils.junit.SharedReference;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An unaligned checkpoint, with records and parts in flight, is restored at another parallelism.
 * What came out before it is taken and what comes out after: some results twice, when they came out
 * between the checkpoint and the end of the job, but none of two kinds.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SkewAwareUnalignedITCase {
  private static final int CLICKS = 5_000;
  private static final int CLICKS_PER_CHECKPOINT = 500;

  /**
   * Always as many, because clicks in flight to senders are on no key's way: at another parallelism
   * they would come to a sender that is ahead of them, and be late with or without relief.
   */
  private static final int SENDERS = 3;

  private static final long BEHIND = 60;

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setConfiguration(
                  new Configuration()
                      .set(TaskManagerOptions.MEMORY_SEGMENT_SIZE, MemorySize.parse("4kb"))
                      .set(CheckpointingOptions.MAX_RETAINED_CHECKPOINTS, 1_000))
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(5)
              .build());

  @RegisterExtension final SharedObjectsExtension shared = SharedObjectsExtension.create();

  @TempDir Path checkpoints;

  @ParameterizedTest
  @CsvSource({
    "TUMBLING, hashmap, 2, 5",
    "TUMBLING, rocksdb, 4, 2",
    "SLIDING, hashmap, 5, 3",
    "SLIDING, rocksdb, 2, 4",
    "SESSION, hashmap, 2, 3",
    "SESSION, rocksdb, 5, 2",
  })
  void recordsAndPartsInFlightAreRescaled(
      Kinds kind, String backend, int before, int after, @InjectMiniCluster MiniCluster cluster)
      throws Exception {
    List<Click> clicks = Click.random(CLICKS, kind.name().hashCode() + after, BEHIND);
    SharedReference<Queue<String>> results = shared.add(new ConcurrentLinkedQueue<>());

    JobClient job = job(clicks, kind, backend, before, null, results).executeAsync();
    AtomicReference<String> checkpoint = new AtomicReference<>();
    try {
      CommonTestUtils.waitUntilCondition(
          () -> {
            CompletedCheckpointStats latest =
                cluster
                    .getExecutionGraph(job.getJobID())
                    .get()
                    .getCheckpointStatsSnapshot()
                    .getHistory()
                    .getLatestCompletedCheckpoint();
            boolean found =
                latest != null && latest.getCheckpointId() > 3 && latest.getPersistedData() > 0;
            if (found) {
              checkpoint.set(latest.getExternalPath());
            }
            return found;
          });
    } finally {
      job.cancel().get(60, TimeUnit.SECONDS);
    }
    CommonTestUtils.waitUntilCondition(() -> job.getJobStatus().get().isGloballyTerminalState());
    assertThat(results.get()).hasSizeLessThan(kind.expected(clicks).size());
    job(clicks, kind, backend, after, checkpoint.get(), results).execute();

    List<String> distinct = List.copyOf(new TreeSet<>(results.get()));
    List<String> expected = kind.expected(clicks);
    assertThat(List.of(without(distinct, expected), without(expected, distinct)))
        .as("what should not have come out, and what should have")
        .containsExactly(List.of(), List.of());
  }

  private StreamExecutionEnvironment job(
      List<Click> clicks,
      Kinds kind,
      String backend,
      int parallelism,
      String from,
      SharedReference<Queue<String>> results) {
    StreamExecutionEnvironment env = environment(backend, from);
    DataStream<Click> stream =
        env.fromSource(
                new DataGeneratorSource<>(
                    i -> clicks.get(i.intValue()),
                    CLICKS,
                    RateLimiterStrategy.perCheckpoint(CLICKS_PER_CHECKPOINT),
                    TypeInformation.of(Click.class)),
                WatermarkStrategy.noWatermarks(),
                "clicks")
            .uid("clicks")
            .setParallelism(1)
            .rebalance()
            .filter(click -> true)
            .uid("rebalance")
            .assignTimestampsAndWatermarks(Every.records(10, BEHIND + 1))
            .uid("time");
    kind.results(
            SkewAware.keyBy(stream, Click::getUser)
                .parallelism(parallelism)
                .routers(RandomRouter.factory(parallelism, kind.canSpread() ? parallelism : 0))
                .uid("aggregate"),
            new Slow())
        .map(
            result -> {
              results.get().add(result);
              return result;
            })
        .returns(Types.STRING)
        .setParallelism(parallelism)
        .uid("results");
    return env;
  }

  /** Keeps records waiting. */
  private static final class Slow extends Summary {
    private static final long serialVersionUID = 1L;

    @Override
    public Tuple3<Long, Long, Long> add(Click click, Tuple3<Long, Long, Long> sum) {
      LockSupport.parkNanos(50_000);
      return super.add(click, sum);
    }
  }

  /** What one has and the other has not: the whole lists are too long to read. */
  private static List<String> without(List<String> some, List<String> others) {
    List<String> rest = new ArrayList<>(some);
    others.forEach(rest::remove);
    return rest;
  }

  private StreamExecutionEnvironment environment(String backend, String from) {
    Configuration configuration = new Configuration();
    configuration.set(StateBackendOptions.STATE_BACKEND, backend);
    configuration.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString());
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(30));
    configuration.set(CheckpointingOptions.ENABLE_UNALIGNED, true);
    configuration.set(CheckpointingOptions.FORCE_UNALIGNED, true);
    configuration.set(CheckpointingOptions.ALIGNED_CHECKPOINT_TIMEOUT, Duration.ZERO);
    configuration.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "disable");
    if (from != null) {
      configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, from);
    }
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    env.setParallelism(SENDERS);
    env.setMaxParallelism(128);
    return env;
  }
}
