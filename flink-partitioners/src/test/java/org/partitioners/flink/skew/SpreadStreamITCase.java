package org.partitioners.flink.skew;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.testutils.junit.SharedObjectsExtension;
import org.apache.flink.testutils.junit.SharedReference;
import org.apache.flink.util.CloseableIterator;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Jobs with a celebrity: split, it has the results it would have had unsplit. */
class SpreadStreamITCase {
  private static final int PARALLELISM = 4;
  private static final int MAX_PARALLELISM = 128;
  private static final int RECORDS = 40_000;
  private static final OutputTag<Tuple2<String, Integer>> PARTS =
      new OutputTag<>("parts", Types.TUPLE(Types.STRING, Types.INT));

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(PARALLELISM)
              .build());

  @RegisterExtension final SharedObjectsExtension shared = SharedObjectsExtension.create();

  @TempDir Path checkpoints;

  /** Half of the sales are the celebrity's; each source split tells of the same ten minutes. */
  private static Sale sale(long i) {
    String shop = i % 2 == 0 ? "celebrity" : "shop-" + (i * i) % 211;
    int perSplit = RECORDS / PARALLELISM;
    long disorder = (i * 7919) % 5_000;
    return new Sale(shop, 600_000 * (i % perSplit) / perSplit + disorder, i % 10);
  }

  private static List<Sum> expected() {
    Map<String, Sum> sums = new HashMap<>();
    for (long i = 0; i < RECORDS; i++) {
      Sale sale = sale(i);
      long end = sale.time() / 60_000 * 60_000 + 59_999;
      sums.merge(sale.shop() + "/" + end, new Sum(sale.shop(), end, sale.value()), Sum::plus);
    }
    return List.copyOf(sums.values());
  }

  @ParameterizedTest
  @EnumSource(
      value = RuntimeExecutionMode.class,
      names = {"STREAMING", "BATCH"})
  void foldedResultsAreThoseOfAnUnsplitJob(RuntimeExecutionMode mode) throws Exception {
    StreamExecutionEnvironment env = environment(new Configuration());
    env.setRuntimeMode(mode);
    PartStream<String, Sum> parts =
        SpreadStream.of(sales(env), Sale::shop).process(new SumPerMinute<KeyPart<String>>());

    assertThat(collect(parts.fold(Sum::plus))).containsExactlyInAnyOrderElementsOf(expected());
  }

  @ParameterizedTest
  @CsvSource({
    "1, hashmap, false",
    "2, hashmap, true",
    "3, rocksdb, true",
    "4, hashmap, false",
    "5, hashmap, true",
    "6, hashmap, false",
    "7, hashmap, true",
    "8, hashmap, false"
  })
  void failuresBetweenCheckpointsChangeNothing(long seed, String backend, boolean unaligned)
      throws Exception {
    Random random = new Random(seed);
    Configuration configuration = new Configuration();
    configuration.set(StateBackendOptions.STATE_BACKEND, backend);
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(50));
    configuration.set(CheckpointingOptions.ENABLE_UNALIGNED, unaligned);
    configuration.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString());
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    // More than the failures injected: the rate limiter of Flink 1.20 fails at times by itself,
    // when a checkpoint is complete before the first record.
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 50);
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(1));
    StreamExecutionEnvironment env = environment(configuration);
    SharedReference<AtomicInteger> failures = shared.add(new AtomicInteger());
    DataGeneratorSource<Sale> source =
        new DataGeneratorSource<>(
            SpreadStreamITCase::sale,
            RECORDS,
            RateLimiterStrategy.perCheckpoint(RECORDS / 5),
            Types.POJO(Sale.class));
    DataStream<Sale> sales =
        sales(env, source)
            .map(new FailsOnce<>(2_500 + random.nextInt(5_500), failures, 1))
            .returns(Sale.class);
    DataStream<Sum> sums =
        SpreadStream.of(sales, Sale::shop)
            .groupedBy(n -> new AdversarialGrouping(n, seed))
            .process(new SumPerMinute<KeyPart<String>>())
            .fold(Sum::plus)
            .map(new FailsOnce<>(random.nextInt(50), failures, 2))
            .returns(Sum.class);

    assertThat(collect(sums)).containsExactlyInAnyOrderElementsOf(expected());
    assertThat(failures.get()).hasValue(2);
  }

  @Test
  void theCelebrityIsWorkedOnEverywhereAndOthersAtHome() throws Exception {
    StreamExecutionEnvironment env = environment(new Configuration());
    PartStream<String, Sum> parts =
        SpreadStream.of(sales(env), Sale::shop, Types.STRING)
            .process(new TellsParts(), Types.POJO(Sum.class));
    Map<String, Set<Integer>> seen = new HashMap<>();
    long[] loads = new long[PARALLELISM];
    for (Tuple2<String, Integer> part : collect(parts.sideOutput(PARTS))) {
      seen.computeIfAbsent(part.f0, key -> new HashSet<>()).add(part.f1);
      loads[
          KeyGroupRangeAssignment.computeOperatorIndexForKeyGroup(
              MAX_PARALLELISM, PARALLELISM, part.f1)]++;
    }

    // Unsplit, the celebrity's subtask would have more than twice the mean.
    assertThat(Arrays.stream(loads).max().orElseThrow())
        .isLessThan(RECORDS / PARALLELISM * 102L / 100);
    assertThat(seen.remove("celebrity"))
        .contains(KeyGroupRangeAssignment.assignToKeyGroup("celebrity", MAX_PARALLELISM))
        .extracting(
            part ->
                KeyGroupRangeAssignment.computeOperatorIndexForKeyGroup(
                    MAX_PARALLELISM, PARALLELISM, part))
        .containsExactlyInAnyOrder(0, 1, 2, 3);
    // Which senders read what is not certain, so a few others may be split.
    assertThat(seen).hasSizeGreaterThan(100);
    assertThat(seen.entrySet())
        .filteredOn(
            shop ->
                shop.getValue()
                    .equals(
                        Set.of(
                            KeyGroupRangeAssignment.assignToKeyGroup(
                                shop.getKey(), MAX_PARALLELISM))))
        .hasSizeGreaterThan(seen.size() * 9 / 10);
  }

  @Test
  void aMergeFunctionSeesAllPartsOfAKey() throws Exception {
    StreamExecutionEnvironment env = environment(new Configuration());
    DataStream<Sum> totals =
        SpreadStream.of(sales(env), Sale::shop)
            .groupedBy(n -> new AdversarialGrouping(n, 1))
            .process(new SumPerMinute<KeyPart<String>>())
            .merge(new TotalAtTheEnd());

    Map<String, Sum> expected = new HashMap<>();
    for (Sum sum : expected()) {
      expected.merge(sum.shop(), new Sum(sum.shop(), 0, sum.value()), Sum::plus);
    }
    assertThat(collect(totals)).containsExactlyInAnyOrderElementsOf(expected.values());
  }

  private static StreamExecutionEnvironment environment(Configuration configuration) {
    configuration.set(PipelineOptions.GENERIC_TYPES, false); // no Kryo
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    env.setParallelism(PARALLELISM);
    env.setMaxParallelism(MAX_PARALLELISM);
    return env;
  }

  private static DataStream<Sale> sales(StreamExecutionEnvironment env) {
    return sales(
        env, new DataGeneratorSource<>(SpreadStreamITCase::sale, RECORDS, Types.POJO(Sale.class)));
  }

  private static DataStream<Sale> sales(
      StreamExecutionEnvironment env, DataGeneratorSource<Sale> source) {
    return env.fromSource(
        source,
        WatermarkStrategy.<Sale>forBoundedOutOfOrderness(Duration.ofSeconds(5))
            .withTimestampAssigner((sale, previous) -> sale.time()),
        "sales");
  }

  @SuppressWarnings("try") // close() declares any Exception, so an interruption too
  private static <T> List<T> collect(DataStream<T> stream) throws Exception {
    List<T> all = new ArrayList<>();
    try (CloseableIterator<T> results = stream.executeAndCollect()) {
      results.forEachRemaining(all::add);
    }
    return all;
  }

  /** The n-th to fail, which does so once, when it has come to a record or past it. */
  private static final class FailsOnce<T> extends RichMapFunction<T, T> {
    private final int atRecord;
    private final SharedReference<AtomicInteger> failures;
    private final int nth;
    private transient int records;

    FailsOnce(int atRecord, SharedReference<AtomicInteger> failures, int nth) {
      this.atRecord = atRecord;
      this.failures = failures;
      this.nth = nth;
    }

    @Override
    public T map(T value) {
      if (++records >= atRecord && failures.get().compareAndSet(nth - 1, nth)) {
        throw new IllegalStateException("injected failure " + nth);
      }
      return value;
    }
  }

  private static final class TellsParts extends KeyedProcessFunction<KeyPart<String>, Sale, Sum> {

    @Override
    public void processElement(Sale sale, Context context, Collector<Sum> out) {
      KeyPart<String> part = context.getCurrentKey();
      context.output(PARTS, Tuple2.of(part.key(), part.part()));
    }
  }
}
