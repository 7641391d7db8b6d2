package org.partitioners.flink.skew;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.api.java.tuple.Tuple5;
import org.apache.flink.api.java.typeutils.TypeExtractor;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;
import org.partitioners.flink.ChainedOperatorFactory;
import org.partitioners.flink.report.ReportTypeInfo;
import org.partitioners.skew.HotKeys;

/**
 * Reports how skewed a stream's keys are while its records pass through unchanged: what a {@code
 * keyBy} of the stream would suffer or does suffer, which keys are to blame, and what would help.
 *
 * <pre>{@code
 * SkewDetected<Click, String> detected =
 *     SkewDetector.of(Click::user, Types.STRING).every(Duration.ofSeconds(10)).detect(clicks);
 * detected.reports().sinkTo(alerts);
 * detected.records().keyBy(Click::user)…
 * }</pre>
 *
 * <p>Each subtask sketches the records of an interval of processing time (see {@link
 * org.partitioners.skew.SkewSketch}); when it is over, one further operator of parallelism 1 merges
 * the sketches and reports. At the end of input it reports on the interval begun. An interval
 * without any record has a report, too, as long as subtasks run.
 *
 * <p>The detector is chained to its input, sends watermarks and latency markers on, and keeps the
 * order of records. It has no state: after a failure the counts of the interval begun are lost, and
 * records that are replayed are counted as they come by again. It adds a look at the key, a count
 * and a hash to each record, 0.1 to 0.15 µs in all with keys that are strings; memory is that of
 * the sketch in each subtask and of a few in the reporting one, and so many bytes are sent in each
 * interval.
 *
 * <p>Both operators show their last report as gauges of Flink's metrics, {@code skew-detector} that
 * of the subtask and {@code skew-reports} that of all:
 *
 * <table>
 *   <caption>Gauges in the metric group {@code skew} of each operator.</caption>
 *   <tr><td>{@code skew.records}</td><td>records in the interval</td></tr>
 *   <tr><td>{@code skew.hottestKeyShare}</td><td>the first key's share of them, in [0..1]</td></tr>
 *   <tr><td>{@code skew.hotKeys}</td><td>how many keys are hot</td></tr>
 *   <tr><td>{@code skew.predictedMaxOverMean}</td><td>what the busiest subtask of the keyBy carries
 *     of the mean, derived from the sketch</td></tr>
 *   <tr><td>{@code skew.measuredMaxOverMean}</td><td>the same, counted</td></tr>
 * </table>
 *
 * <p>A record whose key is null fails the job with a {@link NullPointerException} that says so; a
 * {@code keyBy} would as well. Keys are told apart by {@code equals} and placed by {@code
 * hashCode}, as by {@code keyBy}. Immutable and thread-safe.
 *
 * @param <T> the type of record
 * @param <K> the type of key
 */
@PublicEvolving
public final class SkewDetector<T, K> {
  private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(10);
  private static final Duration MIN_INTERVAL = Duration.ofMillis(1);
  private static final Duration MAX_INTERVAL = Duration.ofDays(1_000_000);
  private static final double MIN_SHARE = HotKeys.share(1 << 16);

  /** Stands for what the job says. */
  private static final int FROM_JOB = 0;

  private final KeySelector<T, K> selector;
  private final @Nullable TypeInformation<K> keyType;
  private final Duration interval;
  private final int parallelism;
  private final double share;

  private SkewDetector(
      KeySelector<T, K> selector,
      @Nullable TypeInformation<K> keyType,
      Duration interval,
      int parallelism,
      double share) {
    this.selector = selector;
    this.keyType = keyType;
    this.interval = interval;
    this.parallelism = parallelism;
    this.share = share;
  }

  /**
   * A detector of keys whose type Flink can tell from the selector; one that reports every 10
   * seconds, for a {@code keyBy} of the job's parallelism.
   *
   * @param selector as for {@code keyBy}
   */
  public static <T, K> SkewDetector<T, K> of(KeySelector<T, K> selector) {
    return new SkewDetector<>(
        requireNonNull(selector, "selector"), null, DEFAULT_INTERVAL, FROM_JOB, 0);
  }

  /**
   * A detector of keys of a type; one that reports every 10 seconds, for a {@code keyBy} of the
   * job's parallelism.
   *
   * @param selector as for {@code keyBy}
   */
  public static <T, K> SkewDetector<T, K> of(
      KeySelector<T, K> selector, TypeInformation<K> keyType) {
    return new SkewDetector<>(
        requireNonNull(selector, "selector"),
        requireNonNull(keyType, "keyType"),
        DEFAULT_INTERVAL,
        FROM_JOB,
        0);
  }

  /**
   * The same with another interval. Intervals begin at multiples of their length since 1970.
   *
   * @param newInterval in [1 ms..10⁶ days]
   * @throws IllegalArgumentException if the interval is out of range
   */
  public SkewDetector<T, K> every(Duration newInterval) {
    if (newInterval.compareTo(MIN_INTERVAL) < 0 || newInterval.compareTo(MAX_INTERVAL) > 0) {
      throw new IllegalArgumentException(
          "interval: " + newInterval + " not in [" + MIN_INTERVAL + ".." + MAX_INTERVAL + "]");
    }
    return new SkewDetector<>(selector, keyType, newInterval, parallelism, share);
  }

  /**
   * The same for a {@code keyBy} whose operator has a parallelism of its own.
   *
   * @param newParallelism in [1..32768]
   * @throws IllegalArgumentException if the parallelism is out of range
   */
  public SkewDetector<T, K> parallelism(int newParallelism) {
    int most = KeyGroupRangeAssignment.UPPER_BOUND_MAX_PARALLELISM;
    if (newParallelism < 1 || newParallelism > most) {
      throw new IllegalArgumentException(
          "parallelism: " + newParallelism + " not in [1.." + most + "]");
    }
    return new SkewDetector<>(selector, keyType, interval, newParallelism, share);
  }

  /**
   * The same with another share of the records from which on keys are hot, instead of {@link
   * HotKeys#share(int)}. Memory is in proportion to its inverse.
   *
   * @param newShare in [2⁻²¹..1]
   * @throws IllegalArgumentException if the share is out of range
   */
  public SkewDetector<T, K> share(double newShare) {
    if (!(newShare >= MIN_SHARE && newShare <= 1)) {
      throw new IllegalArgumentException("share: " + newShare + " not in [" + MIN_SHARE + "..1]");
    }
    return new SkewDetector<>(selector, keyType, interval, parallelism, newShare);
  }

  /**
   * Puts the detector behind a stream, at the stream's parallelism.
   *
   * <p>Keys are placed by the job's maximum parallelism, or the one that Flink derives from the
   * parallelism if none is set.
   *
   * @throws IllegalArgumentException if the parallelism exceeds the maximum, or keys are arrays
   */
  public SkewDetected<T, K> detect(DataStream<T> stream) {
    StreamExecutionEnvironment env = stream.getExecutionEnvironment();
    TypeInformation<K> type =
        keyType != null ? keyType : TypeExtractor.getKeySelectorTypes(selector, stream.getType());
    if (type.getTypeClass().isArray()) {
      throw new IllegalArgumentException(
          "keyType: "
              + type
              + " is no type of key, since arrays equal only themselves: let the selector return a"
              + " string or a list, say");
    }
    TypeSerializer<K> keySerializer = type.createSerializer(env.getConfig().getSerializerConfig());
    TypeInformation<IntervalReport<K>> reportType =
        new ReportTypeInfo<>(new IntervalReportFormat<>(), type);
    OutputTag<Tuple5<Integer, Integer, Long, long[], byte[]>> sketches =
        new OutputTag<>("skew-sketches", SketchMessage.TYPE);
    OutputTag<IntervalReport<K>> subtaskReports = new OutputTag<>("skew-reports", reportType);
    KeyByRoute route = route(env);
    long length = interval.toMillis();

    DetectingOperator<T, K> detecting =
        new DetectingOperator<>(
            env.clean(selector), keySerializer, route, length, sketches, subtaskReports);
    SingleOutputStreamOperator<T> records =
        stream
            .transform("skew-detector", stream.getType(), ChainedOperatorFactory.of(detecting))
            .setParallelism(stream.getParallelism());
    SingleOutputStreamOperator<IntervalReport<K>> reports =
        records
            .getSideOutput(sketches)
            .global()
            .transform(
                "skew-reports", reportType, new ReportingOperator<>(keySerializer, route, length))
            .forceNonParallel();
    return new SkewDetected<>(records, reports, records.getSideOutput(subtaskReports));
  }

  private KeyByRoute route(StreamExecutionEnvironment env) {
    int places = parallelism == FROM_JOB ? env.getParallelism() : parallelism;
    int maxParallelism =
        env.getMaxParallelism() > 0
            ? env.getMaxParallelism()
            : KeyGroupRangeAssignment.computeDefaultMaxParallelism(places);
    if (places > maxParallelism) {
      throw new IllegalArgumentException(
          "parallelism: "
              + places
              + " not in [1.."
              + maxParallelism
              + "], the job's maximum parallelism");
    }
    return new KeyByRoute(maxParallelism, places, share > 0 ? share : HotKeys.share(places));
  }
}
