package org.partitioners.flink.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.testutils.CommonTestUtils;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.partitioners.map.PartitionMap;
import org.partitioners.map.PartitionMapStore;
import org.partitioners.map.StaleEpochException;

/** The map is there as soon as files are, and not before. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FirstCommitITCase {
  private static final int PER_CHECKPOINT = 500;
  private static final PartitionMap MAP = Maps.first(5);
  private static final Map<Long, FirstCommitITCase> TESTS = new ConcurrentHashMap<>();

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(2)
              .build());

  @TempDir java.nio.file.Path folder;

  private final PartitionMapStore store = PartitionMapStore.inMemory();
  private final CountDownLatch sent = new CountDownLatch(1);
  private final CompletableFuture<Void> published = new CompletableFuture<>();
  private final AtomicInteger openings = new AtomicInteger();
  private int storeFailures;
  private MiniCluster cluster;

  @BeforeEach
  void cluster(@InjectMiniCluster MiniCluster injected) {
    cluster = injected;
  }

  private PartitionMapStore open() throws IOException {
    if (openings.incrementAndGet() <= storeFailures) {
      throw new IOException("store: down for the test");
    }
    return new PartitionMapStore() {
      @Override
      public List<Long> epochs() throws IOException {
        return store.epochs();
      }

      @Override
      public Optional<PartitionMap> at(long epoch) throws IOException {
        return store.at(epoch);
      }

      @Override
      public void publish(PartitionMap map) throws IOException {
        store.publish(map);
        published.complete(null);
      }

      @Override
      public void collectGarbage(int keep) throws IOException {
        store.collectGarbage(keep);
      }
    };
  }

  /** Writes numbers from 0 on, so many for each checkpoint. */
  private StreamExecutionEnvironment job(
      long test, long count, int perCheckpoint, String data, int restarts) {
    TESTS.put(test, this);
    Configuration configuration = new Configuration();
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, restarts);
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(1));
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    env.setParallelism(2);
    env.fromSource(
            new DataGeneratorSource<>(
                i -> {
                  if (i == PER_CHECKPOINT - 1) {
                    TESTS.get(test).sent.countDown();
                  }
                  return i;
                },
                count,
                RateLimiterStrategy.perCheckpoint(perCheckpoint),
                Types.LONG),
            WatermarkStrategy.noWatermarks(),
            "records")
        .setParallelism(1)
        .rebalance()
        .sinkTo(
            PublishedMaps.afterFirstCommit(
                PartitionBucketsITCase.files(data, MAP), MAP, () -> TESTS.get(test).open()))
        .uid("files");
    return env;
  }

  /** Lets a job without end make one checkpoint, and tells when the map is published. */
  private void publishesWithTheFirstCheckpoint(long test, String data, int restarts)
      throws Exception {
    StreamExecutionEnvironment env = job(test, Long.MAX_VALUE, PER_CHECKPOINT, data, restarts);
    // Only those that the test asks for, from the first on.
    env.enableCheckpointing(Duration.ofHours(1).toMillis());
    env.getCheckpointConfig().setMinPauseBetweenCheckpoints(Duration.ofHours(1).toMillis());
    JobClient job = env.executeAsync();
    try {
      CommonTestUtils.waitForAllTaskRunning(cluster, job.getJobID(), false);
      sent.await();
      assertThat(openings).hasValue(0);
      assertThat(store.epochs()).isEmpty();

      // It may be told as failed if the job restarts at once.
      var unused = cluster.triggerCheckpoint(job.getJobID());
      CompletableFuture.anyOf(published, job.getJobExecutionResult()).get();

      assertThat(store.latest()).contains(MAP);
      assertThat(job.getJobStatus().get()).isEqualTo(JobStatus.RUNNING);
      // One more if the source was quick.
      List<Long> found = PartitionBucketsITCase.reader(folder, store).scan().records();
      assertThat(found).hasSizeBetween(PER_CHECKPOINT, PER_CHECKPOINT + 1);
      assertNumbers(found, found.size());
    } finally {
      job.cancel().get();
    }
  }

  private void assertReads(int count) throws IOException {
    assertNumbers(PartitionBucketsITCase.reader(folder, store).scan().records(), count);
  }

  private static void assertNumbers(List<Long> found, int count) {
    assertThat(found)
        .containsExactlyInAnyOrderElementsOf(LongStream.range(0, count).boxed().toList());
  }

  @Test
  void theMapIsThereWithTheFirstFilesWhileTheJobRuns() throws Exception {
    publishesWithTheFirstCheckpoint(1, folder.toUri().toString(), 0);

    assertThat(openings).hasValue(1);
  }

  @Test
  void noMapIsThereWhileCommitsFail() throws Exception {
    AtomicInteger commits = new AtomicInteger();
    List<Long> seen = new CopyOnWriteArrayList<>();
    String data =
        WatchedFiles.in(
            folder,
            () -> {
              seen.addAll(store.epochs());
              // Each attempt commits some files of one subtask or the other, and then fails.
              if (commits.incrementAndGet() % 4 == 0 && commits.get() <= 12) {
                throw new IOException("commit: refused for the test");
              }
            });

    publishesWithTheFirstCheckpoint(2, data, 10);

    assertThat(commits).hasValueGreaterThan(12);
    assertThat(seen).isEmpty();
    assertThat(openings).hasValue(1);
  }

  @Test
  void publishesAfterARestartIfTheStoreWasDown() throws Exception {
    storeFailures = 2;

    publishesWithTheFirstCheckpoint(3, folder.toUri().toString(), 2);

    assertThat(openings).hasValue(3);
  }

  @Test
  void failsTheJobIfAnotherMapOfTheEpochIsThere() throws Exception {
    store.publish(Maps.first(6));
    StreamExecutionEnvironment env =
        job(4, 8 * PER_CHECKPOINT, PER_CHECKPOINT, folder.toUri().toString(), 0);
    env.enableCheckpointing(20);

    assertThatThrownBy(env::execute)
        .hasRootCauseInstanceOf(StaleEpochException.class)
        .hasRootCauseMessage(
            "epoch: 1 has been published by another, the latest is 1; read that, and publish what"
                + " follows from it as 2");
    assertThat(store.history()).containsExactly(Maps.first(6));
  }

  @Test
  void aMapThatIsThereAlreadyIsAsGoodAsPublished() throws Exception {
    store.publish(MAP);
    StreamExecutionEnvironment env =
        job(5, 8 * PER_CHECKPOINT, PER_CHECKPOINT, folder.toUri().toString(), 0);
    env.enableCheckpointing(20);

    env.execute();

    assertThat(openings).hasValue(1);
    assertThat(store.history()).containsExactly(MAP);
    assertReads(8 * PER_CHECKPOINT);
  }

  @Test
  void theClientPublishesIfAStreamEndsBeforeACheckpoint() throws Exception {
    StreamExecutionEnvironment env =
        job(6, PER_CHECKPOINT, 2 * PER_CHECKPOINT, folder.toUri().toString(), 0);
    env.enableCheckpointing(20);

    PublishedMaps.publishAfter(env.execute(), MAP, store);

    assertThat(store.history()).containsExactly(MAP);
    assertReads(PER_CHECKPOINT);
  }

  @Test
  void publishesAtTheEndIfThereAreNoCheckpoints() throws Exception {
    job(8, PER_CHECKPOINT, 2 * PER_CHECKPOINT, folder.toUri().toString(), 0).execute();

    assertThat(openings).hasValue(1);
    assertThat(store.history()).containsExactly(MAP);
    assertReads(PER_CHECKPOINT);
  }

  @Test
  void publishesInBatchMode() throws Exception {
    StreamExecutionEnvironment env =
        job(7, PER_CHECKPOINT, 2 * PER_CHECKPOINT, folder.toUri().toString(), 2);
    env.setRuntimeMode(RuntimeExecutionMode.BATCH);
    storeFailures = 1;

    env.execute();

    assertThat(openings).hasValue(2);
    assertThat(store.history()).containsExactly(MAP);
    assertReads(PER_CHECKPOINT);
  }
}
