package org.partitioners.flink.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.SimpleStringEncoder;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.core.execution.DetachedJobExecutionResult;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.filesystem.rollingpolicies.OnCheckpointRollingPolicy;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.partitioners.KeyPartitioner;
import org.partitioners.flink.range.Mortal;
import org.partitioners.hadoop.Answer;
import org.partitioners.hadoop.LineFormat;
import org.partitioners.hadoop.PartitionedReader;
import org.partitioners.map.PartitionMap;
import org.partitioners.map.PartitionMapStore;

/** What a map names is there when the map is. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PartitionBucketsITCase {
  private static final int COUNT = 3_000;
  private static final long HOT = -7;
  private static final PartitionMap MAP = Maps.first(5);

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(2)
              .build());

  @TempDir java.nio.file.Path folder;

  private final PartitionMapStore store = PartitionMapStore.inMemory();

  /** Keys as lines, by partition. */
  static FileSink<Long> files(String folder, PartitionMap map) {
    return FileSink.<Long>forRowFormat(new Path(folder), new SimpleStringEncoder<>())
        .withBucketAssigner(PartitionBuckets.by(key -> key, map, Long.class))
        .withRollingPolicy(OnCheckpointRollingPolicy.build())
        .build();
  }

  /** Reads what {@link #files} wrote. */
  static PartitionedReader<Long, Long> reader(java.nio.file.Path folder, PartitionMapStore store)
      throws IOException {
    return PartitionedReader.of(
        new org.apache.hadoop.fs.Path(folder.toUri()),
        new org.apache.hadoop.conf.Configuration(),
        store,
        LineFormat.unsorted(Long::valueOf, key -> key, Comparator.<Long>naturalOrder()));
  }

  private void writeAndPublish(long seed, int restarts) throws Exception {
    writeAndPublish(seed, restarts, MAP, i -> i);
  }

  private void writeAndPublish(
      long seed, int restarts, PartitionMap map, GeneratorFunction<Long, Long> keys)
      throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, restarts);
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    env.setParallelism(2);
    env.enableCheckpointing(20);
    env.fromSource(
            new DataGeneratorSource<>(
                keys, COUNT, RateLimiterStrategy.perCheckpoint(500), Types.LONG),
            WatermarkStrategy.noWatermarks(),
            "records")
        .setParallelism(1)
        .map(new Mortal<Long>(seed))
        .returns(Types.LONG)
        .sinkTo(files(folder.toUri().toString(), map));
    PublishedMaps.publishAfter(env.execute(), map, store);
  }

  @Test
  void theMapFindsAllThatWasWrittenThoughSubtasksDie() throws Exception {
    Mortal.prepare(11, 1, 900);

    writeAndPublish(11, 5);

    assertThat(Mortal.deaths(11)).isEqualTo(1);
    PartitionMap map = store.latest().orElseThrow();
    KeyPartitioner<Long> placing = map.partitioner().rebuild(Long.class);
    for (int p = 0; p < 5; p++) {
      int partition = p;
      assertThat(keysIn(map.locations().of(p)))
          .containsExactlyInAnyOrderElementsOf(
              LongStream.range(0, COUNT)
                  .boxed()
                  .filter(key -> placing.partition(key) == partition)
                  .toList());
    }
  }

  private List<Long> keysIn(List<String> locations) throws IOException {
    List<Long> keys = new ArrayList<>();
    for (String location : locations) {
      try (Stream<java.nio.file.Path> files = Files.list(folder.resolve(location))) {
        // What was in progress at a death starts with a dot.
        for (java.nio.file.Path file :
            files.filter(each -> each.getFileName().toString().startsWith("part-")).toList()) {
          Files.readAllLines(file).forEach(line -> keys.add(Long.valueOf(line)));
        }
      }
    }
    return keys;
  }

  @Test
  void noMapIsPublishedIfTheJobFails() throws Exception {
    Mortal.prepare(12, 1, 900);

    assertThatThrownBy(() -> writeAndPublish(12, 0)).hasRootCauseMessage("killed for the test");
    assertThat(Mortal.deaths(12)).isEqualTo(1);
    assertThat(store.epochs()).isEmpty();
  }

  @Test
  void refusesAJobThatMayStillRun() throws Exception {
    JobID job = new JobID(1, 2);

    assertThatThrownBy(
            () -> PublishedMaps.publishAfter(new DetachedJobExecutionResult(job), MAP, store))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "ended: job "
                + job
                + " was submitted detached and may still run; wait for its end, or submit it"
                + " attached");
    assertThat(store.epochs()).isEmpty();
  }

  @Test
  void aHotKeyIsInAllThePartitionsThatItIsSaltedOver() throws Exception {
    PartitionMap salted = MAP.withSalted(Map.of(HOT, List.of(0, 2, 3)));
    Mortal.prepare(13, 1, 900);

    writeAndPublish(13, 5, salted, i -> i % 3 == 0 ? HOT : i);

    assertThat(Mortal.deaths(13)).isEqualTo(1);
    PartitionedReader<Long, Long> reader = reader(folder, store);
    Answer<Long> hot = reader.get(HOT);
    assertThat(hot.records()).hasSize(COUNT / 3).containsOnly(HOT);
    assertThat(hot.touched().partitions()).isEqualTo(3);
    for (int p = 0; p < 5; p++) {
      long found = keysIn(salted.locations().of(p)).stream().filter(key -> key.equals(HOT)).count();
      // Two writers, which begin anew with each file after a death, write equal parts.
      assertThat(found).isBetween(p == 1 || p == 4 ? 0L : 300L, p == 1 || p == 4 ? 0L : 370L);
    }
    for (long key = 1; key < COUNT; key += 3) {
      Answer<Long> cold = reader.get(key);
      assertThat(cold.records()).containsExactly(key);
      assertThat(cold.touched().partitions()).isEqualTo(1);
    }
    assertThat(reader.scan().records()).hasSize(COUNT);
  }
}
