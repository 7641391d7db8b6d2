package org.partitioners.flink.skew;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Metric;
import org.apache.flink.runtime.testutils.CommonTestUtils;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.testutils.junit.SharedObjectsExtension;
import org.apache.flink.testutils.junit.SharedReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Hot keys told by a stream of their own. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SkewAwareToldITCase {
  private static final int CLICKS = 2_000;
  private static final int PARALLELISM = 2;
  private static final long BEHIND = 60;
  private static final List<List<String>> TOLD =
      List.of(List.of("hot-2"), List.of("hot-6", "user-1", "user-2"));

  private static final InMemoryReporter METRICS = InMemoryReporter.createWithRetainedMetrics();

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setConfiguration(METRICS.addToConfiguration(new Configuration()))
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(PARALLELISM)
              .build());

  @RegisterExtension final SharedObjectsExtension shared = SharedObjectsExtension.create();

  /**
   * Half of the clicks come once the first list is known to all senders, the rest once the second
   * is; which is sent when the first half has been added somewhere, and a result been seen, though
   * no watermark has come with the lists.
   */
  @Test
  void toldKeysAreRelievedUntilOthersAreTold() throws Exception {
    List<Click> clicks = Click.random(CLICKS, 3, BEHIND);
    SharedReference<CountDownLatch> firstKnown = shared.add(new CountDownLatch(1));
    SharedReference<CountDownLatch> firstHalfTaken = shared.add(new CountDownLatch(CLICKS / 2));
    SharedReference<CountDownLatch> resultSeen = shared.add(new CountDownLatch(1));
    SharedReference<CountDownLatch> secondKnown = shared.add(new CountDownLatch(1));
    SharedReference<Queue<String>> results = shared.add(new ConcurrentLinkedQueue<>());
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    env.setRuntimeMode(RuntimeExecutionMode.STREAMING);
    env.setParallelism(PARALLELISM);
    DataStream<List<String>> told =
        env.fromSource(
                new DataGeneratorSource<>(
                    i -> {
                      if (i == 1) {
                        firstHalfTaken.get().await();
                        resultSeen.get().await();
                      }
                      return TOLD.get(i.intValue());
                    },
                    TOLD.size(),
                    Types.LIST(Types.STRING)),
                WatermarkStrategy.noWatermarks(),
                "told")
            .setParallelism(1);
    DataStream<Click> stream =
        env.fromSource(
                new DataGeneratorSource<>(
                    i -> {
                      if (i == 0) {
                        firstKnown.get().await();
                      } else if (i == CLICKS / 2) {
                        secondKnown.get().await();
                      }
                      return clicks.get(i.intValue());
                    },
                    CLICKS,
                    TypeInformation.of(Click.class)),
                WatermarkStrategy.noWatermarks(),
                "clicks")
            .setParallelism(1)
            .rebalance()
            .filter(click -> true)
            .assignTimestampsAndWatermarks(Every.records(10, BEHIND + 2));
    Kinds.TUMBLING
        .results(
            SkewAware.keyBy(stream, Click::getUser)
                .relief(Relief.combine())
                .hotKeysFrom(told)
                .maxDelay(Duration.ofHours(1)),
            new Counting(firstHalfTaken))
        .map(
            result -> {
              results.get().add(result);
              resultSeen.get().countDown();
              return result;
            })
        .returns(Types.STRING);

    JobClient job = env.executeAsync();
    try {
      awaitRelieved(job.getJobID(), TOLD.get(0).size());
      firstKnown.get().countDown();
      awaitRelieved(job.getJobID(), TOLD.get(1).size());
      secondKnown.get().countDown();
      job.getJobExecutionResult().get();
    } finally {
      firstKnown.get().countDown();
      resultSeen.get().countDown();
      while (firstHalfTaken.get().getCount() > 0) {
        firstHalfTaken.get().countDown();
      }
      secondKnown.get().countDown();
    }

    assertThat(results.get()).containsExactlyInAnyOrderElementsOf(Kinds.TUMBLING.expected(clicks));
    long hot = 0;
    for (int i = 0; i < CLICKS; i++) {
      hot += TOLD.get(i < CLICKS / 2 ? 0 : 1).contains(clicks.get(i).user) ? 1 : 0;
    }
    long combined =
        metrics(job.getJobID(), "recordsCombined").values().stream()
            .mapToLong(metric -> ((Counter) metric).getCount())
            .sum();
    assertThat(combined).isEqualTo(hot).isGreaterThan(100);
  }

  /** Each click is added once, in a sender or at home. */
  private static final class Counting extends Summary {
    private static final long serialVersionUID = 1L;

    private final SharedReference<CountDownLatch> added;

    Counting(SharedReference<CountDownLatch> added) {
      this.added = added;
    }

    @Override
    public Tuple3<Long, Long, Long> add(Click click, Tuple3<Long, Long, Long> sum) {
      added.get().countDown();
      return super.add(click, sum);
    }
  }

  private static void awaitRelieved(JobID job, int keys) throws Exception {
    CommonTestUtils.waitUntilCondition(
        () -> {
          Map<String, Metric> gauges = metrics(job, "relievedKeys");
          return gauges.size() == PARALLELISM
              && gauges.values().stream()
                  .allMatch(gauge -> ((Gauge<?>) gauge).getValue().equals(keys));
        });
  }

  private static Map<String, Metric> metrics(JobID job, String name) {
    return METRICS.findMetrics(job, "skew\\." + name);
  }
}
