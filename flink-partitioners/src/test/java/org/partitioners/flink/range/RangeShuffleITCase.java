package org.partitioners.flink.range;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.tuple.Tuple4;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.partitioners.PartitionLoad;

/** Records on a cluster: each once, in order of subtasks, and evenly. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RangeShuffleITCase {
  private static final int PARTITIONS = 4;
  private static final Path FLIGHTS =
      Path.of("../../shared/data/flights-2001h1/flights-2001h1.csv.gz");

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(5)
              .build());

  @TempDir static Path checkpoints;

  private static StreamExecutionEnvironment environment(int parallelism, boolean unaligned) {
    return environment(parallelism, unaligned, checkpoints);
  }

  static StreamExecutionEnvironment environment(
      int parallelism, boolean unaligned, Path checkpoints) {
    Configuration configuration = new Configuration();
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 20);
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(1));
    configuration.set(CheckpointingOptions.ENABLE_UNALIGNED, unaligned);
    configuration.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString());
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    env.setParallelism(parallelism);
    env.setMaxParallelism(128);
    env.enableCheckpointing(20);
    return env;
  }

  private static DataStream<Tuple2<Long, Long>> records(
      StreamExecutionEnvironment env,
      GeneratorFunction<Long, Tuple2<Long, Long>> generator,
      int count,
      int perCheckpoint) {
    return env.fromSource(
        new DataGeneratorSource<>(
            generator, count, RateLimiterStrategy.perCheckpoint(perCheckpoint), Placed.RECORD),
        WatermarkStrategy.noWatermarks(),
        "records");
  }

  @SuppressWarnings("try") // results are closed with any exception
  private static List<Tuple4<Long, Long, Integer, Long>> collect(
      StreamExecutionEnvironment env, DataStream<Tuple4<Long, Long, Integer, Long>> placed)
      throws Exception {
    List<Tuple4<Long, Long, Integer, Long>> all = new ArrayList<>();
    try (CloseableIterator<Tuple4<Long, Long, Integer, Long>> results = placed.collectAsync()) {
      env.executeAsync();
      results.forEachRemaining(all::add);
    }
    return all;
  }

  /** Keys that wander, so that ranges have to follow them. */
  private static Tuple2<Long, Long> wandering(long i) {
    return Tuple2.of(i, i / 4 + Math.floorMod(i * 7_919, 3_001L));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void eachRecordComesOnceAndInItsRangeThoughSubtasksDie(long seed) throws Exception {
    int count = 20_000;
    Mortal.prepare(seed, 3, 1_500 * seed);
    StreamExecutionEnvironment env = environment(3, seed == 2);
    List<Long> moves = java.util.Collections.synchronizedList(new ArrayList<>());
    MOVES.put(seed, moves);
    RangeShuffle<Tuple2<Long, Long>, Long> ranges =
        RangeShuffle.by(
                records(env, RangeShuffleITCase::wandering, count, 1_000)
                    .map(new Mortal<>(seed))
                    .returns(Placed.RECORD),
                record -> record.f1,
                Types.LONG)
            .partitions(PARTITIONS)
            .moveAbove(0)
            .reports(
                reports ->
                    reports
                        .filter(report -> report.moved())
                        .map(
                            report -> {
                              MOVES.get(seed).add(report.epoch());
                              return report;
                            })
                        .returns(reports.getType()));
    DataStream<Tuple2<Long, Long>> shuffled =
        (seed == 3 ? ranges.splitHeavyKeys() : ranges).shuffle();

    List<Tuple4<Long, Long, Integer, Long>> placed =
        collect(env, shuffled.map(new Placed()).returns(Placed.PLACED).setParallelism(PARTITIONS));

    assertThat(Mortal.deaths(seed)).isEqualTo(3);
    assertEachOnce(placed, count);
    assertInOrder(placed, seed == 3, 1);
    assertThat(new HashSet<>(moves)).as("checkpoints that moved ranges").hasSizeGreaterThan(10);
  }

  private static final Map<Long, List<Long>> MOVES = new java.util.concurrent.ConcurrentHashMap<>();

  static void assertEachOnce(List<Tuple4<Long, Long, Integer, Long>> placed, int count) {
    Set<Long> seen = new HashSet<>();
    placed.forEach(record -> seen.add(record.f0));
    assertThat(placed).as("records").hasSize(count);
    assertThat(seen).as("different records").hasSize(count);
  }

  /** Between two checkpoints, no key of a subtask is greater than one of the next. */
  static void assertInOrder(
      List<Tuple4<Long, Long, Integer, Long>> placed, boolean shared, long after) {
    Map<Long, NavigableMap<Integer, long[]>> ends = new TreeMap<>();
    for (Tuple4<Long, Long, Integer, Long> record : placed) {
      long[] end =
          ends.computeIfAbsent(record.f3, checkpoint -> new TreeMap<>())
              .computeIfAbsent(record.f2, subtask -> new long[] {Long.MAX_VALUE, Long.MIN_VALUE});
      end[0] = Math.min(end[0], record.f1);
      end[1] = Math.max(end[1], record.f1);
    }
    ends.forEach(
        (checkpoint, subtasks) -> {
          if (checkpoint > after) {
            long greatest = Long.MIN_VALUE;
            for (long[] end : subtasks.values()) {
              assertThat(end[0])
                  .as("the least key of a subtask after checkpoint %d", checkpoint)
                  .isGreaterThanOrEqualTo(shared ? greatest : greatest + 1);
              greatest = end[1];
            }
          }
        });
  }

  static PartitionLoad loadAfter(
      List<Tuple4<Long, Long, Integer, Long>> placed, long checkpoint, int partitions) {
    long[] counts = new long[partitions];
    for (Tuple4<Long, Long, Integer, Long> record : placed) {
      if (record.f3 >= checkpoint) {
        counts[record.f2]++;
      }
    }
    return PartitionLoad.of(counts);
  }

  /** One in four records has the first of a thousand keys. */
  @Test
  void zipfKeysAreEvenAfterTheFirstEpoch() throws Exception {
    int keys = 1_000;
    double[] cumulative = new double[keys];
    double sum = 0;
    for (int i = 0; i < keys; i++) {
      sum += Math.pow(i + 1, -1.2);
      cumulative[i] = sum;
    }
    double total = sum;
    GeneratorFunction<Long, Tuple2<Long, Long>> zipf =
        i -> {
          double at = new SplittableRandom(i).nextDouble() * total;
          int found = java.util.Arrays.binarySearch(cumulative, at);
          long rank = found < 0 ? -found - 1 : found;
          return Tuple2.of(i, rank * 7_919 % 1_000);
        };

    assertThat(maxOverMean(zipf, 100_000)).isLessThanOrEqualTo(1.05);
  }

  @Test
  void flightsAreEvenAfterTheFirstEpoch() throws Exception {
    assumeTrue(Files.exists(FLIGHTS), () -> "no flights at " + FLIGHTS.toAbsolutePath());
    long[] origins = origins(100_000);

    assertThat(maxOverMean(i -> Tuple2.of(i, origins[i.intValue()]), origins.length))
        .isLessThanOrEqualTo(1.05);
  }

  private static double maxOverMean(
      GeneratorFunction<Long, Tuple2<Long, Long>> generator, int count) throws Exception {
    StreamExecutionEnvironment env = environment(2, false);
    DataStream<Tuple2<Long, Long>> shuffled =
        RangeShuffle.by(records(env, generator, count, count / 5), record -> record.f1, Types.LONG)
            .partitions(PARTITIONS)
            .splitHeavyKeys()
            .shuffle();
    List<Tuple4<Long, Long, Integer, Long>> placed =
        collect(env, shuffled.map(new Placed()).returns(Placed.PLACED).setParallelism(PARTITIONS));

    assertEachOnce(placed, count);
    PartitionLoad load = loadAfter(placed, 1, PARTITIONS);
    assertThat(load.total()).as("records after the first checkpoint").isGreaterThan(count / 2);
    return load.maxOverMean();
  }

  private static long[] origins(int count) throws IOException {
    long[] origins = new long[count];
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(FLIGHTS)), StandardCharsets.UTF_8))) {
      lines.readLine();
      for (int i = 0; i < count; i++) {
        String origin = lines.readLine().split(",", -1)[1];
        origins[i] = (origin.charAt(0) << 16) + (origin.charAt(1) << 8) + (long) origin.charAt(2);
      }
    }
    return origins;
  }

  private static final Queue<Tuple4<Long, Long, Integer, Long>> PLACED =
      new ConcurrentLinkedQueue<>();
  private static CountDownLatch latch = new CountDownLatch(0);

  /** Restored at another parallelism, records are in ranges for that from the first on. */
  @Test
  void eachRecordComesOnceAndInItsRangeFrom2To5To3() throws Exception {
    int count = 20_000;
    PLACED.clear();
    String savepoint = null;
    for (int parallelism : new int[] {2, 5, 3}) {
      StreamExecutionEnvironment env = environment(parallelism, true);
      if (savepoint != null) {
        Configuration restore = new Configuration();
        restore.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
        env.configure(restore);
      }
      latch = new CountDownLatch(5_000);
      DataStream<Tuple2<Long, Long>> records =
          ((SingleOutputStreamOperator<Tuple2<Long, Long>>)
                  records(env, RangeShuffleITCase::wandering, count, 1_000))
              .uid("records");
      RangeShuffle.by(records, record -> record.f1, Types.LONG)
          .uid("shuffle")
          .moveAbove(0)
          .shuffle()
          .map(new Placed())
          .returns(Placed.PLACED)
          .uid("placed")
          .map(
              placed -> {
                PLACED.add(placed);
                latch.countDown();
                return placed;
              })
          .returns(Placed.PLACED)
          .sinkTo(new DiscardingSink<>());
      JobClient job = env.executeAsync();
      if (parallelism == 3) {
        job.getJobExecutionResult().get();
      } else {
        assertThat(latch.await(60, TimeUnit.SECONDS)).as("records placed").isTrue();
        savepoint =
            job.stopWithSavepoint(
                    false, checkpoints.toUri().toString(), SavepointFormatType.CANONICAL)
                .get(60, TimeUnit.SECONDS);
      }
    }
    List<Tuple4<Long, Long, Integer, Long>> placed = List.copyOf(PLACED);

    assertEachOnce(placed, count);
    assertInOrder(placed, false, 1);
    assertThat(placed).as("some in the fifth subtask").anyMatch(record -> record.f2 == 4);
  }
}
