package org.partitioners.flink.skew;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
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
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.testutils.junit.SharedObjectsExtension;
import org.apache.flink.testutils.junit.SharedReference;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Savepoints of parts, of half-folded results and of a merge function, rescaled 2 → 5 → 3. */
class SpreadRescaleITCase {
  private static final int MAX_PARALLELISM = 128;
  private static final int RECORDS = 9_000;
  private static final int BATCH = 10;
  private static final long END = 1_000_000;

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(5)
              .build());

  @RegisterExtension final SharedObjectsExtension shared = SharedObjectsExtension.create();

  @TempDir Path savepoints;

  /** A third of the sales are the celebrity's. */
  private static Sale sale(long i) {
    return new Sale(i % 3 == 0 ? "celebrity" : "shop-" + (i * i) % 499, i % 7, i % 11);
  }

  @ParameterizedTest
  @CsvSource({"hashmap, CANONICAL", "rocksdb, NATIVE"})
  void partsAndTheirResultsAreFoundFrom2To5To3(
      String backend, SavepointFormatType format, @InjectMiniCluster MiniCluster cluster)
      throws Exception {
    Results results =
        new Results(
            shared.add(new ConcurrentHashMap<>()),
            shared.add(new ConcurrentHashMap<>()),
            shared.add(ConcurrentHashMap.newKeySet()));

    String first = runToSavepoint(backend, 2, 0, null, format, results, cluster);
    String second = runToSavepoint(backend, 5, 1, first, format, results, cluster);
    assertThat(results.parts.get()).as("parts of the celebrity").hasSizeGreaterThan(5);
    assertThat(results.totals.get()).as("nothing is told before the end").isEmpty();
    StreamExecutionEnvironment env = environment(backend, 3, second);
    build(2, sales(env, 2), shared.add(new CountDownLatch(RECORDS)), results);
    env.execute();

    Map<String, Long> expected = new HashMap<>();
    for (long i = 0; i < 3 * RECORDS; i++) {
      expected.merge(sale(i).shop(), sale(i).value(), Long::sum);
    }
    assertThat(results.totals.get()).isEqualTo(expected);
    Map<String, Long> folded = new HashMap<>();
    results
        .folded
        .get()
        .forEach((id, value) -> folded.merge(id.substring(0, id.indexOf('@')), value, Long::sum));
    assertThat(folded).isEqualTo(expected);
  }

  /** Runs one phase until its parts have seen all records, then stops with a savepoint. */
  private String runToSavepoint(
      String backend,
      int parallelism,
      int phase,
      String from,
      SavepointFormatType format,
      Results results,
      MiniCluster cluster)
      throws Exception {
    StreamExecutionEnvironment env = environment(backend, parallelism, from);
    DataStream<Sale> endless =
        env.fromSource(
                new DataGeneratorSource<>(
                    i -> new Sale("", 0, 0),
                    Long.MAX_VALUE,
                    RateLimiterStrategy.perSecond(1),
                    Types.POJO(Sale.class)),
                WatermarkStrategy.noWatermarks(),
                "endless")
            .uid("endless-" + phase)
            .filter(sale -> false);
    SharedReference<CountDownLatch> latch = shared.add(new CountDownLatch(RECORDS));
    build(phase, sales(env, phase).union(endless), latch, results);
    JobClient job = env.executeAsync();
    try {
      assertThat(latch.get().await(60, TimeUnit.SECONDS)).as("all records worked on").isTrue();
      CommonTestUtils.waitForAllTaskRunning(cluster, job.getJobID(), true);
      return job.stopWithSavepoint(false, savepoints.toUri().toString(), format)
          .get(60, TimeUnit.SECONDS);
    } catch (Throwable failure) {
      job.cancel().get(60, TimeUnit.SECONDS);
      throw failure;
    }
  }

  private static StreamExecutionEnvironment environment(
      String backend, int parallelism, String savepoint) {
    Configuration configuration = new Configuration();
    configuration.set(StateBackendOptions.STATE_BACKEND, backend);
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "disable");
    if (savepoint != null) {
      configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
      // The sources of the phase before are gone; the keyed operators keep their uids.
      configuration.set(StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE, true);
    }
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    env.setParallelism(parallelism);
    env.setMaxParallelism(MAX_PARALLELISM);
    return env;
  }

  private static DataStream<Sale> sales(StreamExecutionEnvironment env, int phase) {
    return env.fromSequence((long) phase * RECORDS, (phase + 1L) * RECORDS - 1)
        .uid("records-" + phase)
        .map(SpreadRescaleITCase::sale)
        .returns(Types.POJO(Sale.class))
        .assignTimestampsAndWatermarks(
            WatermarkStrategy.<Sale>noWatermarks()
                .withTimestampAssigner((sale, previous) -> sale.time()));
  }

  private static void build(
      int phase, DataStream<Sale> sales, SharedReference<CountDownLatch> latch, Results results) {
    PartStream<String, Sum> parts =
        SpreadStream.of(sales, Sale::shop)
            .groupedBy(n -> new AdversarialGrouping(n, phase))
            .process(new InBatches(latch, results.parts))
            .uid("parts");
    SharedReference<ConcurrentHashMap<String, Long>> folded = results.folded;
    parts
        .fold(Sum::plus)
        .uid("folded")
        .map(
            sum -> {
              Long before = folded.get().put(sum.shop() + "@" + sum.end(), sum.value());
              assertThat(before).as("second result of %s", sum).isNull();
              return sum;
            })
        .returns(Sum.class);
    SharedReference<ConcurrentHashMap<String, Long>> totals = results.totals;
    parts
        .merge(new TotalAtTheEnd())
        .uid("totals")
        .map(
            sum -> {
              totals.get().merge(sum.shop(), sum.value(), Long::sum);
              return sum;
            })
        .returns(Sum.class);
  }

  private record Results(
      SharedReference<ConcurrentHashMap<String, Long>> folded,
      SharedReference<ConcurrentHashMap<String, Long>> totals,
      SharedReference<Set<Integer>> parts) {}

  /** Sums ten records at a time; what is left, by a timer. So there is state in all places. */
  private static final class InBatches extends KeyedProcessFunction<KeyPart<String>, Sale, Sum> {
    private final SharedReference<CountDownLatch> latch;
    private final SharedReference<Set<Integer>> parts;
    private transient ValueState<Integer> records;
    private transient ValueState<Long> sum;

    InBatches(SharedReference<CountDownLatch> latch, SharedReference<Set<Integer>> parts) {
      this.latch = latch;
      this.parts = parts;
    }

    @Override
    public void open(OpenContext context) {
      records = getRuntimeContext().getState(new ValueStateDescriptor<>("records", Types.INT));
      sum = getRuntimeContext().getState(new ValueStateDescriptor<>("sum", Types.LONG));
    }

    @Override
    public void processElement(Sale sale, Context context, Collector<Sum> out) throws Exception {
      if (sale.shop().equals("celebrity")) {
        parts.get().add(context.getCurrentKey().part());
      }
      int count = records.value() == null ? 0 : records.value();
      long value = sale.value() + (sum.value() == null ? 0 : sum.value());
      if (count + 1 == BATCH) {
        out.collect(new Sum(sale.shop(), sale.time(), value));
        records.clear();
        sum.clear();
      } else {
        records.update(count + 1);
        sum.update(value);
        context.timerService().registerEventTimeTimer(END);
      }
      latch.get().countDown();
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<Sum> out)
        throws Exception {
      if (sum.value() != null) {
        out.collect(new Sum(context.getCurrentKey().key(), END, sum.value()));
      }
    }
  }
}
