package org.partitioners.flink.range;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.api.java.tuple.Tuple4;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Metric;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.windowing.ProcessWindowFunction;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.CloseableIterator;
import org.apache.flink.util.Collector;
import org.apache.flink.util.NumberSequenceIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.partitioners.flink.Counting;
import org.partitioners.flink.PlacedKey;
import org.partitioners.range.RangeBoundaries;

/** Sorted runs, boundaries from a file, text keys, a stream without checkpoints, and the gauges. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RangeFormsITCase {
  private static final int PARTITIONS = 4;
  private static final InMemoryReporter METRICS = InMemoryReporter.createWithRetainedMetrics();

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          () ->
              new MiniClusterResourceConfiguration.Builder()
                  .setConfiguration(METRICS.addToConfiguration(new Configuration()))
                  .setNumberTaskManagers(1)
                  .setNumberSlotsPerTaskManager(PARTITIONS)
                  .build());

  @TempDir static Path folder;

  private static DataStream<Tuple2<Long, Long>> records(
      StreamExecutionEnvironment env, GeneratorFunction<Long, Long> key) {
    return env.fromSource(
        new DataGeneratorSource<Tuple2<Long, Long>>(
            i -> Tuple2.of(i, key.map(i)),
            20_000,
            RateLimiterStrategy.perCheckpoint(1_000),
            Placed.RECORD),
        WatermarkStrategy.noWatermarks(),
        "records");
  }

  private static long scattered(long i) {
    return Math.floorMod(i * 7_919, 10_007L);
  }

  @Test
  @SuppressWarnings("try") // results are closed with any exception
  void runsAreSortedThoughSubtasksDieAndGaugesTellOfTheRanges() throws Exception {
    long seed = 11;
    Mortal.prepare(seed, 2, 3_000);
    StreamExecutionEnvironment env = RangeShuffleITCase.environment(3, false, folder);
    DataStream<Tuple4<Long, Long, Integer, Long>> placed =
        RangeShuffle.by(
                records(env, RangeFormsITCase::scattered)
                    .map(new Mortal<>(seed))
                    .returns(Placed.RECORD),
                record -> record.f1,
                Types.LONG)
            .partitions(PARTITIONS)
            .splitHeavyKeys()
            .weightedBy(record -> 1 + record.f1 % 3)
            .sortedRuns()
            .map(new Placed())
            .returns(Placed.PLACED)
            .setParallelism(PARTITIONS);
    List<Tuple4<Long, Long, Integer, Long>> all = new ArrayList<>();
    try (CloseableIterator<Tuple4<Long, Long, Integer, Long>> results = placed.collectAsync()) {
      env.executeAsync("runs");
      results.forEachRemaining(all::add);
    }

    assertThat(Mortal.deaths(seed)).isEqualTo(2);
    RangeShuffleITCase.assertEachOnce(all, 20_000);
    RangeShuffleITCase.assertInOrder(all, true, 1);
    Map<Tuple2<Integer, Long>, List<Long>> runs = new HashMap<>();
    // After a death, the run up to the next checkpoint is under number 0, as is the first one.
    all.stream()
        .filter(record -> record.f3 > 0)
        .forEach(
            record ->
                runs.computeIfAbsent(Tuple2.of(record.f2, record.f3), run -> new ArrayList<>())
                    .add(record.f1));
    assertThat(runs).hasSizeGreaterThan(PARTITIONS * 5);
    assertThat(runs).allSatisfy((run, keys) -> assertThat(keys).isSorted());
    assertThat(gauge("runs", "moves").longValue()).isPositive();
    assertThat(gauge("runs", "epoch").longValue()).isGreaterThan(5);
    assertThat(gauge("runs", "maxOverMean").doubleValue()).isGreaterThan(1.0);
  }

  /** The greatest of all attempts of a job. */
  private static Number gauge(String job, String name) {
    List<Number> values = new ArrayList<>();
    METRICS
        .getMetricsByGroup()
        .forEach(
            (group, metrics) -> {
              Metric metric = metrics.get(name);
              if (metric != null
                  && job.equals(group.getAllVariables().get("<job_name>"))
                  && group.getMetricIdentifier(name).endsWith("ranges." + name)) {
                values.add((Number) ((Gauge<?>) metric).getValue());
              }
            });
    return values.stream()
        .max((left, right) -> Double.compare(left.doubleValue(), right.doubleValue()))
        .orElseThrow();
  }

  @Test
  @SuppressWarnings("try") // results are closed with any exception
  void boundariesComeFromAFile() throws Exception {
    Path file = folder.resolve("boundaries.txt");
    Files.writeString(file, "# where ranges begin\n 2000\n\n5000\n9000 \n");
    StreamExecutionEnvironment env = RangeShuffleITCase.environment(2, false, folder);
    DataStream<Tuple4<Long, Long, Integer, Long>> placed =
        RangeShuffle.by(records(env, RangeFormsITCase::scattered), record -> record.f1, Types.LONG)
            .boundariesFrom(new org.apache.flink.core.fs.Path(file.toUri()), Long::valueOf)
            .shuffle()
            .map(new Placed())
            .returns(Placed.PLACED)
            .setParallelism(PARTITIONS);
    List<Tuple4<Long, Long, Integer, Long>> all = new ArrayList<>();
    try (CloseableIterator<Tuple4<Long, Long, Integer, Long>> results = placed.collectAsync()) {
      env.executeAsync();
      results.forEachRemaining(all::add);
    }

    RangeShuffleITCase.assertEachOnce(all, 20_000);
    assertThat(all)
        .allSatisfy(
            record ->
                assertThat(record.f2)
                    .isEqualTo(
                        record.f1 < 2_000 ? 0 : record.f1 < 5_000 ? 1 : record.f1 < 9_000 ? 2 : 3));
  }

  @Test
  void aFileWithoutBoundariesIsRefused() throws IOException {
    StreamExecutionEnvironment env = RangeShuffleITCase.environment(2, false, folder);
    RangeShuffle<Long, Long> shuffle = RangeShuffle.by(env.fromData(1L), key -> key, Types.LONG);
    Path wrong = Files.writeString(folder.resolve("wrong.txt"), "1\nx\n");
    Path empty = Files.writeString(folder.resolve("empty.txt"), "# none\n");
    Path unsorted = Files.writeString(folder.resolve("unsorted.txt"), "2\n1\n");

    assertThatThrownBy(() -> shuffle.boundariesFrom(path(wrong), Long::valueOf))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "file: %s: line 2: 'x' is no key: For input string: \"x\"".formatted(path(wrong)));
    assertThatThrownBy(() -> shuffle.boundariesFrom(path(empty), Long::valueOf))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("file: %s has no split point; write one on each line".formatted(path(empty)));
    assertThatThrownBy(() -> shuffle.boundariesFrom(path(unsorted), Long::valueOf))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "file: %s: splitPoints[1]: 1 not after splitPoints[0]: 2; sort them"
                .formatted(path(unsorted)));
    assertThatThrownBy(
            () -> shuffle.boundariesFrom(path(folder.resolve("none.txt")), Long::valueOf))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith("file: cannot read " + path(folder.resolve("none.txt")));
  }

  private static org.apache.flink.core.fs.Path path(Path file) {
    return new org.apache.flink.core.fs.Path(file.toUri());
  }

  /** Such a source emits in a thread of its own. */
  @Test
  @SuppressWarnings("try") // results are closed with any exception
  void recordsOfASourceWithAThreadOfItsOwnGoWhereTheyShould() throws Exception {
    StreamExecutionEnvironment env = RangeShuffleITCase.environment(1, false, folder);
    env.setParallelism(2);
    DataStream<Tuple2<Long, Long>> records =
        env.fromParallelCollection(new NumberSequenceIterator(0, 999), Long.class)
            .map(key -> Tuple2.of(key, key))
            .returns(Placed.RECORD);
    List<Tuple4<Long, Long, Integer, Long>> all = new ArrayList<>();
    try (CloseableIterator<Tuple4<Long, Long, Integer, Long>> results =
        RangeShuffle.by(records, record -> record.f1, Types.LONG)
            .boundaries(RangeBoundaries.of(List.of(250L, 500L, 750L)))
            .shuffle()
            .map(new Placed())
            .returns(Placed.PLACED)
            .setParallelism(PARTITIONS)
            .collectAsync()) {
      env.executeAsync();
      results.forEachRemaining(all::add);
    }

    RangeShuffleITCase.assertEachOnce(all, 1_000);
    assertThat(all).allSatisfy(record -> assertThat((long) record.f2).isEqualTo(record.f1 / 250));
  }

  private static final Queue<Long> CLOCKED = new ConcurrentLinkedQueue<>();

  @Test
  @SuppressWarnings("try") // results are closed with any exception
  void withoutCheckpointsTheClockMovesRanges() throws Exception {
    CLOCKED.clear();
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    env.setParallelism(2);
    DataStream<Tuple2<Long, Long>> shuffled =
        RangeShuffle.by(
                env.fromSource(
                    new DataGeneratorSource<Tuple2<Long, Long>>(
                        i -> Tuple2.of(i, i / 2),
                        20_000,
                        RateLimiterStrategy.perSecond(20_000),
                        Placed.RECORD),
                    WatermarkStrategy.noWatermarks(),
                    "records"),
                record -> record.f1,
                Types.LONG)
            .every(Duration.ofMillis(20))
            .moveAbove(0)
            .reports(
                reports ->
                    reports
                        .filter(report -> report.moved())
                        .map(
                            report -> {
                              CLOCKED.add(report.epoch());
                              return report;
                            })
                        .returns(reports.getType()))
            .shuffle();
    List<Tuple4<Long, Long, Integer, Long>> all = new ArrayList<>();
    try (CloseableIterator<Tuple4<Long, Long, Integer, Long>> results =
        shuffled.map(new Placed()).returns(Placed.PLACED).collectAsync()) {
      env.executeAsync();
      results.forEachRemaining(all::add);
    }

    RangeShuffleITCase.assertEachOnce(all, 20_000);
    assertThat(CLOCKED).as("intervals that moved ranges").hasSizeGreaterThan(1);
    assertThat(CLOCKED.stream().sorted().toList()).isEqualTo(List.copyOf(CLOCKED));
  }

  /** Emits window, key and count. */
  private static final class Emit
      extends ProcessWindowFunction<
          Long, Tuple3<Long, String, Long>, PlacedKey<Tuple2<String, Integer>>, TimeWindow> {
    private static final long serialVersionUID = 1L;

    @Override
    public void process(
        PlacedKey<Tuple2<String, Integer>> key,
        Context context,
        Iterable<Long> counts,
        Collector<Tuple3<Long, String, Long>> out) {
      out.collect(Tuple3.of(context.window().getStart(), key.key().f0, counts.iterator().next()));
    }
  }

  private static final class Count extends Counting<Tuple2<Integer, Tuple2<Long, Long>>> {
    private static final long serialVersionUID = 1L;
  }

  private static String text(long number) {
    return "user-" + Math.floorMod(number * 31, 101L);
  }

  @Test
  @SuppressWarnings("try") // results are closed with any exception
  void windowsOfTextKeysAreThoseOfKeyBy() throws Exception {
    StreamExecutionEnvironment env = RangeShuffleITCase.environment(2, false, folder);
    DataStream<Tuple2<Long, Long>> records =
        records(env, i -> i / 20)
            .assignTimestampsAndWatermarks(
                WatermarkStrategy.<Tuple2<Long, Long>>forBoundedOutOfOrderness(
                        Duration.ofMillis(600))
                    .withTimestampAssigner((record, unused) -> record.f1));
    Map<Tuple2<Long, String>, Long> expected = new HashMap<>();
    for (long i = 0; i < 20_000; i++) {
      expected.merge(Tuple2.of(i / 20 / 100 * 100, text(i)), 1L, Long::sum);
    }
    Map<Tuple2<Long, String>, Long> counts = new ConcurrentHashMap<>();
    int emitted = 0;
    try (CloseableIterator<Tuple3<Long, String, Long>> results =
        RangeShuffle.by(records, record -> text(record.f0), Types.STRING)
            .moveAbove(0)
            .keyBy(Duration.ofMillis(100))
            .window(TumblingEventTimeWindows.of(Duration.ofMillis(100)))
            .aggregate(new Count(), new Emit())
            .collectAsync()) {
      env.executeAsync();
      while (results.hasNext()) {
        Tuple3<Long, String, Long> result = results.next();
        counts.put(Tuple2.of(result.f0, result.f1), result.f2);
        emitted++;
      }
    }

    assertThat(counts).isEqualTo(expected);
    assertThat(emitted).isEqualTo(expected.size());
  }
}
