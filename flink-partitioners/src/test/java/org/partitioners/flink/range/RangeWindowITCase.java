package org.partitioners.flink.range;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.InvalidProgramException;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.functions.windowing.ProcessWindowFunction;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.CloseableIterator;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.partitioners.flink.PlacedKey;
import org.partitioners.range.BytesOrder;
import org.partitioners.range.Inclusive;
import org.partitioners.range.RangeBoundaries;

/** Windows of a job whose ranges move are those of keyBy, exactly. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RangeWindowITCase {
  private static final int COUNT = 20_000;
  private static final int PER_CHECKPOINT = 1_000;
  private static final long WINDOW = 100;
  private static final Map<Long, AtomicInteger> MOVES = new ConcurrentHashMap<>();

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(5)
              .build());

  @TempDir static Path checkpoints;

  /** A record: its time, its key, its number. Keys wander, and every tenth is the same. */
  private static Tuple3<Long, Long, Long> record(long i, long behind) {
    SplittableRandom random = new SplittableRandom(i);
    long time = i / 10 - random.nextLong(behind + 1);
    long key = i % 10 == 0 ? 5_000 : i / 5 + random.nextLong(500);
    return Tuple3.of(Math.max(0, time), key, i);
  }

  /** The watermark after each record: as far behind as the greatest time so far. */
  private static final class Behind implements WatermarkGenerator<Tuple3<Long, Long, Long>> {
    private final long behind;
    private long latest = Long.MIN_VALUE + 1_000;

    Behind(long behind) {
      this.behind = behind;
    }

    @Override
    public void onEvent(Tuple3<Long, Long, Long> event, long timestamp, WatermarkOutput output) {
      latest = Math.max(latest, timestamp);
      output.emitWatermark(new Watermark(latest - behind));
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {}
  }

  /** The last count of each window and key, and how often it was emitted does not matter. */
  private static Map<Tuple2<Long, Long>, Long> expected(
      int count, long behind, long watermarkBehind, long lateness) {
    Map<Tuple2<Long, Long>, Long> counts = new HashMap<>();
    long watermark = Long.MIN_VALUE;
    for (long i = 0; i < count; i++) {
      Tuple3<Long, Long, Long> record = record(i, behind);
      long start = record.f0 / WINDOW * WINDOW;
      if (start + WINDOW - 1 + lateness > watermark) {
        counts.merge(Tuple2.of(start, record.f1), 1L, Long::sum);
      }
      watermark = Math.max(watermark, record.f0 - watermarkBehind);
    }
    return counts;
  }

  /** Emits window, key and count. */
  private static final class Count
      extends ProcessWindowFunction<
          Tuple2<Integer, Tuple3<Long, Long, Long>>,
          Tuple3<Long, Long, Long>,
          PlacedKey<Tuple2<Long, Integer>>,
          TimeWindow> {
    private static final long serialVersionUID = 1L;

    @Override
    public void process(
        PlacedKey<Tuple2<Long, Integer>> key,
        Context context,
        Iterable<Tuple2<Integer, Tuple3<Long, Long, Long>>> records,
        Collector<Tuple3<Long, Long, Long>> out) {
      long count = 0;
      for (var unused : records) {
        count++;
      }
      out.collect(Tuple3.of(context.window().getStart(), key.key().f0, count));
    }
  }

  private static StreamExecutionEnvironment environment(int parallelism, String savepoint) {
    Configuration configuration = new Configuration();
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 20);
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(1));
    configuration.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString());
    if (savepoint != null) {
      configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
      configuration.set(StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE, true);
    }
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    env.setParallelism(parallelism);
    env.setMaxParallelism(128);
    env.enableCheckpointing(20);
    return env;
  }

  /**
   * @param senders 1 for a single order of records and watermarks, in which it is certain which
   *     records are late
   */
  private static DataStream<Tuple3<Long, Long, Long>> windows(
      StreamExecutionEnvironment env, long seed, int senders, Phase phase, long lateness) {
    long behind = phase.behind();
    long from = phase.from();
    DataStream<Tuple3<Long, Long, Long>> records =
        env.fromSource(
                new DataGeneratorSource<>(
                    i -> record(from + i, behind),
                    phase.count(),
                    RateLimiterStrategy.perCheckpoint(PER_CHECKPOINT),
                    Types.TUPLE(Types.LONG, Types.LONG, Types.LONG)),
                WatermarkStrategy.noWatermarks(),
                "records")
            .uid("records-" + from)
            .setParallelism(1)
            .map(new Mortal<>(seed))
            .returns(Types.TUPLE(Types.LONG, Types.LONG, Types.LONG))
            .setParallelism(senders)
            .assignTimestampsAndWatermarks(
                WatermarkStrategy.<Tuple3<Long, Long, Long>>forGenerator(
                        unused -> new Behind(phase.watermarkBehind()))
                    .withTimestampAssigner((record, unused) -> record.f0))
            .setParallelism(senders);
    return RangeShuffle.by(records, record -> record.f1, Types.LONG)
        .moveAbove(0)
        .allowedLateness(Duration.ofMillis(lateness))
        .uid("ranges")
        .reports(
            reports ->
                reports
                    .filter(report -> report.moved())
                    .map(
                        report -> {
                          MOVES.get(seed).incrementAndGet();
                          return report;
                        })
                    .returns(reports.getType()))
        .keyBy(Duration.ofMillis(WINDOW))
        .window(TumblingEventTimeWindows.of(Duration.ofMillis(WINDOW)))
        .allowedLateness(Duration.ofMillis(lateness))
        .process(new Count())
        .uid("windows");
  }

  private record Phase(long from, long count, long behind, long watermarkBehind)
      implements java.io.Serializable {}

  private static void assertSame(
      List<Tuple3<Long, Long, Long>> emitted,
      Map<Tuple2<Long, Long>, Long> expected,
      boolean once) {
    Map<Tuple2<Long, Long>, Long> counts = new HashMap<>();
    for (Tuple3<Long, Long, Long> count : emitted) {
      counts.merge(Tuple2.of(count.f0, count.f1), count.f2, Math::max);
    }
    if (once) {
      assertThat(emitted).as("windows emitted").hasSize(counts.size());
    }
    assertThat(counts).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    // senders, records behind, watermark behind, lateness
    "3, 60, 61, 0",
    "1, 150, 40, 0",
    "1, 250, 20, 150",
  })
  @SuppressWarnings("try") // results are closed with any exception
  void windowsAreThoseOfKeyByThoughRangesMoveAndSubtasksDie(
      int senders, long behind, long watermarkBehind, long lateness) throws Exception {
    long seed = 100 + behind;
    // Flink restores no watermarks, so with any keyBy late records are no longer late after a
    // death.
    int deaths = senders > 1 ? 3 : 0;
    Mortal.prepare(seed, deaths, 4_000);
    MOVES.put(seed, new AtomicInteger());
    StreamExecutionEnvironment env = environment(4, null);
    Phase phase = new Phase(0, COUNT, behind, watermarkBehind);
    List<Tuple3<Long, Long, Long>> emitted = new ArrayList<>();
    try (CloseableIterator<Tuple3<Long, Long, Long>> results =
        windows(env, seed, senders, phase, lateness).collectAsync()) {
      env.executeAsync();
      results.forEachRemaining(emitted::add);
    }

    assertThat(Mortal.deaths(seed)).isEqualTo(deaths);
    assertThat(MOVES.get(seed).get()).as("moves").isGreaterThan(10);
    Map<Tuple2<Long, Long>, Long> expected = expected(COUNT, behind, watermarkBehind, lateness);
    long counted = expected.values().stream().mapToLong(Long::longValue).sum();
    if (senders > 1) {
      assertThat(counted).isEqualTo(COUNT);
    } else {
      assertThat(counted).as("records not too late").isLessThan(COUNT);
    }
    assertSame(emitted, expected, lateness == 0);
  }

  private static final ConcurrentLinkedQueue<Tuple3<Long, Long, Long>> EMITTED =
      new ConcurrentLinkedQueue<>();
  private static CountDownLatch latch = new CountDownLatch(0);

  @Test
  void windowsAreThoseOfKeyByFrom2To5To3() throws Exception {
    Mortal.prepare(7, 0, COUNT);
    MOVES.put(7L, new AtomicInteger());
    EMITTED.clear();
    Phase all = new Phase(0, COUNT, 60, 61);
    String savepoint = null;
    for (int parallelism : new int[] {2, 5, 3}) {
      StreamExecutionEnvironment env = environment(parallelism, savepoint);
      latch = new CountDownLatch(2_000);
      windows(env, 7, parallelism, all, 0)
          .map(
              count -> {
                EMITTED.add(count);
                latch.countDown();
                return count;
              })
          .returns(Types.TUPLE(Types.LONG, Types.LONG, Types.LONG))
          .sinkTo(new DiscardingSink<>());
      JobClient job = env.executeAsync();
      if (parallelism == 3) {
        job.getJobExecutionResult().get();
      } else {
        assertThat(latch.await(60, TimeUnit.SECONDS)).as("windows emitted").isTrue();
        savepoint =
            job.stopWithSavepoint(
                    false, checkpoints.toUri().toString(), SavepointFormatType.CANONICAL)
                .get(60, TimeUnit.SECONDS);
      }
    }

    assertThat(MOVES.get(7L).get()).as("moves").isGreaterThan(10);
    assertSame(List.copyOf(EMITTED), expected(COUNT, 60, 61, 0), true);
  }

  @Test
  void refusesToMoveRangesWithoutCheckpointsOrKeyGroups() {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    RangeShuffle<Long, Long> ranges = RangeShuffle.by(env.fromSequence(0, 1), i -> i, Types.LONG);

    assertThatThrownBy(() -> ranges.keyBy(Duration.ofHours(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "maxParallelism of the environment: unset, and ranges are of key groups: call"
                + " env.setMaxParallelism(128), say, before RangeShuffle.keyBy");
    env.setMaxParallelism(128);
    assertThatThrownBy(() -> ranges.partitions(129).keyBy(Duration.ofHours(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "partitions: 129 not in [1..128], the maxParallelism of the environment: call"
                + " env.setMaxParallelism with more, or partitions with less");
    assertThatThrownBy(() -> ranges.keyBy((Duration) null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("window");
    assertThatThrownBy(() -> ranges.keyBy(Duration.ofHours(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "checkpoints: not enabled, and without them routers cannot agree on ranges: call"
                + " env.enableCheckpointing, or give constant boundaries");
    env.enableCheckpointing(1_000, CheckpointingMode.AT_LEAST_ONCE);
    assertThatThrownBy(() -> ranges.keyBy(Duration.ofHours(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "execution.checkpointing.mode: AT_LEAST_ONCE, and with barriers that hold nothing back"
                + " routers cannot agree on ranges: set it to EXACTLY_ONCE, or give constant"
                + " boundaries");
    assertThatThrownBy(() -> ranges.keyBy())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "boundaries: not constant, and keyed state does not move with keys; call"
                + " boundaries(...), or keyBy(window) for windows");
    env.setRuntimeMode(RuntimeExecutionMode.AUTOMATIC);
    assertThatThrownBy(() -> ranges.shuffle())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "execution.runtime-mode: AUTOMATIC, but ranges are made in one way for STREAMING and in"
                + " another for BATCH: call env.setRuntimeMode with either before RangeShuffle");
  }

  @Test
  void refusesKeysThatFlinkRefuses() {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    env.setMaxParallelism(128);
    env.enableCheckpointing(1_000);
    RangeShuffle<Long, byte[]> ranges =
        RangeShuffle.by(
            env.fromSequence(0, 1),
            i -> new byte[] {i.byteValue()},
            PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO,
            BytesOrder.UNSIGNED);

    assertThatThrownBy(() -> ranges.keyBy(Duration.ofHours(1)))
        .isInstanceOf(InvalidProgramException.class)
        .hasMessageContaining("cannot be used as key");
    assertThatThrownBy(
            () ->
                ranges
                    .boundaries(RangeBoundaries.of(List.of(), BytesOrder.UNSIGNED, Inclusive.LOWER))
                    .keyBy())
        .isInstanceOf(InvalidProgramException.class)
        .hasMessageContaining("cannot be used as key");
  }
}
