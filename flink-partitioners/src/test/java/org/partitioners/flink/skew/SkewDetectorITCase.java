package org.partitioners.flink.skew;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.testutils.CommonTestUtils;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.partitioners.PartitionLoad;
import org.partitioners.flink.FlinkPartitioners;
import org.partitioners.skew.HeavyHitter;
import org.partitioners.skew.ReliefAdvice;

/** A celebrity in a running job: the reports against exact counts, and the gauges over REST. */
class SkewDetectorITCase {
  private static final int PARALLELISM = 4;
  private static final int MAX_PARALLELISM = 128;
  private static final int EVENTS = 200_000;
  private static final int USERS = 5_003;

  /** The next begins in 2052, so that only the end of input ends it. */
  private static final Duration ENDLESS = Duration.ofDays(10_000);

  private static final Pattern MAX = Pattern.compile("\"max\":\"?([0-9.E+-]+)");

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setConfiguration(
                  new Configuration()
                      .set(MetricOptions.METRIC_FETCHER_UPDATE_INTERVAL, Duration.ofMillis(50)))
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(PARALLELISM)
              .build());

  private static StreamExecutionEnvironment environment() {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    env.setParallelism(PARALLELISM);
    env.setMaxParallelism(MAX_PARALLELISM);
    return env;
  }

  /** Three of ten from the celebrity, one of a hundred from each of two more. */
  private static String user(long i) {
    return i % 10 < 3 ? "celebrity" : i % 100 == 55 ? "b" : i % 100 == 66 ? "c" : "u" + i % USERS;
  }

  private static Map<String, Long> exactCounts() {
    Map<String, Long> counts = new HashMap<>();
    for (long i = 0; i < EVENTS; i++) {
      counts.merge(user(i), 1L, Long::sum);
    }
    return counts;
  }

  @ParameterizedTest
  @EnumSource(
      value = RuntimeExecutionMode.class,
      names = {"STREAMING", "BATCH"})
  void reportsWhatExactCountsSay(RuntimeExecutionMode mode) throws Exception {
    StreamExecutionEnvironment env = environment();
    env.setRuntimeMode(mode);
    DataStream<String> users =
        env.fromSequence(0, EVENTS - 1).map(SkewDetectorITCase::user).returns(Types.STRING);
    SkewDetected<String, String> detected =
        SkewDetector.of((String user) -> user, Types.STRING).every(ENDLESS).detect(users);
    CloseableIterator<String> records = detected.records().collectAsync();
    CloseableIterator<IntervalReport<String>> perSubtask = detected.subtaskReports().collectAsync();
    CloseableIterator<IntervalReport<String>> reports = detected.reports().collectAsync();
    env.executeAsync();

    Map<String, Long> exact = exactCounts();
    Map<String, Long> passed = new HashMap<>();
    all(records).forEach(user -> passed.merge(user, 1L, Long::sum));
    assertThat(passed).isEqualTo(exact);

    assertThat(all(perSubtask).stream().mapToLong(report -> report.skew().records()).sum())
        .isEqualTo(EVENTS);

    List<IntervalReport<String>> all = all(reports);
    assertThat(all).hasSize(1);
    IntervalReport<String> report = all.get(0);
    assertThat(report.skew().records()).isEqualTo(EVENTS);
    // Four standard errors.
    assertThat(report.skew().distinctKeys()).isEqualTo(exact.size(), within(0.065 * USERS));
    assertThat(report.skew().share()).isEqualTo(1 / 128.0);
    assertThat(report.skew().heavyHitters())
        .extracting(HeavyHitter::key)
        .containsExactlyInAnyOrder("celebrity", "b", "c");
    assertThat(report.skew().heavyHitters())
        .allSatisfy(
            hitter ->
                assertThat(exact.get(hitter.key()))
                    .isBetween(hitter.lowerBound(), hitter.upperBound()));
    assertThat(report.skew().firstShare()).isEqualTo(0.3, within(1 / 256.0));
    assertThat(report.measured()).isEqualTo(exactLoad(exact));
    assertThat(report.skew().predictedMaxOverMean())
        .isEqualTo(report.measured().maxOverMean(), within(0.03));
    assertThat(report.skew().parallelism()).isEqualTo(PARALLELISM);
    assertThat(report.skew().relief()).isEqualTo(ReliefAdvice.COMBINE);
    assertThat(report.skew().fanOut()).isBetween(2, PARALLELISM);
  }

  private static PartitionLoad exactLoad(Map<String, Long> counts) {
    var keyBy = FlinkPartitioners.keyBy(MAX_PARALLELISM, PARALLELISM);
    long[] load = new long[PARALLELISM];
    counts.forEach((user, count) -> load[keyBy.partition(user)] += count);
    return PartitionLoad.of(load);
  }

  @SuppressWarnings("try") // close() declares any Exception, so an interruption too
  private static <T> List<T> all(CloseableIterator<T> results) throws Exception {
    List<T> all = new ArrayList<>();
    try (results) {
      results.forEachRemaining(all::add);
    }
    return all;
  }

  /** In a job that goes on, for a keyBy of a parallelism of its own. */
  @Test
  @Timeout(60)
  void showsGaugesOverRest() throws Exception {
    StreamExecutionEnvironment env = environment();
    DataStream<String> users =
        env.fromSource(
            new DataGeneratorSource<>(
                SkewDetectorITCase::user,
                Long.MAX_VALUE,
                RateLimiterStrategy.perSecond(20_000),
                Types.STRING),
            WatermarkStrategy.noWatermarks(),
            "users");
    SkewDetector.of((String user) -> user, Types.STRING)
        .every(Duration.ofMillis(500))
        .parallelism(8)
        .detect(users)
        .records()
        .sinkTo(new DiscardingSink<>());
    JobClient job = env.executeAsync();
    try {
      String jobPath = "/jobs/" + job.getJobID();
      CommonTestUtils.waitUntilCondition(() -> get(jobPath).contains("skew-reports"));
      String overview = get(jobPath);
      // Chained to its input and to what comes after.
      String detectorId = vertex(overview, "Source: users -> skew-detector -> [^\"]+");
      String reportsId = vertex(overview, "skew-reports");

      String ofSubtasks = jobPath + "/vertices/" + detectorId + "/subtasks/metrics";
      String ofAll = jobPath + "/vertices/" + reportsId + "/subtasks/metrics";
      // A machine that halts may spoil an interval, so these are looked at until they are right.
      CommonTestUtils.waitUntilCondition(
          () ->
              showCelebrity(ofSubtasks, "skew-detector.skew.", 500)
                  && showCelebrity(ofAll, "skew-reports.skew.", 2_000));
    } finally {
      job.cancel().get();
    }
  }

  private static boolean showCelebrity(String path, String group, int records) throws Exception {
    // 0.3 · 8, and an eighth of the rest.
    double maxOverMean = 2.4 + 0.7;
    return isNear(metric(path, group + "hottestKeyShare"), 0.3, 0.05)
        && isNear(metric(path, group + "predictedMaxOverMean"), maxOverMean, 0.4)
        && isNear(metric(path, group + "measuredMaxOverMean"), maxOverMean, 0.4)
        && metric(path, group + "hotKeys") >= 3
        && metric(path, group + "records") >= records;
  }

  private static boolean isNear(double value, double expected, double tolerance) {
    return Math.abs(value - expected) <= tolerance;
  }

  private static String vertex(String overview, String name) {
    Matcher matcher =
        Pattern.compile("\"id\":\"([0-9a-f]{32})\"[^{}]*?\"name\":\"" + name + "\"")
            .matcher(overview);
    assertThat(matcher.find()).as("%s in %s", name, overview).isTrue();
    return matcher.group(1);
  }

  /** The largest of the subtasks'; NaN while there is no such metric. */
  private static double metric(String path, String name) throws Exception {
    Matcher matcher = MAX.matcher(get(path + "?get=" + name));
    return matcher.find() ? Double.parseDouble(matcher.group(1)) : Double.NaN;
  }

  private static String get(String path) throws Exception {
    Configuration client = CLUSTER.getClientConfiguration();
    String host = client.get(RestOptions.ADDRESS) + ":" + client.get(RestOptions.PORT);
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://" + host + path)).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }
}
