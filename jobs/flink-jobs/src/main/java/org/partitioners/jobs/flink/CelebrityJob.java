package org.partitioners.jobs.flink;

import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;
import org.partitioners.flink.skew.SkewDetector;
import org.partitioners.jobs.events.Event;
import org.partitioners.jobs.events.Row;

/**
 * Counts each key's events in tumbling windows of event time, spread by a {@link Counting}.
 *
 * <p>Source and sinks are given, so the same job runs in a test, in one JVM and on a cluster. State
 * and files are exactly-once: checkpoints are on, and a failed run restarts from the last one.
 */
final class CelebrityJob {
  /** The operator that every row passes. */
  static final String READER = "sort";

  private static final OutputTag<Row.Late> LATE = new OutputTag<>("late") {};
  private static final OutputTag<Row.Rejected> REJECTED = new OutputTag<>("rejected") {};

  private final Source<Row, ?, ?> rows;
  private final Duration outOfOrderness;
  private final Counting counting;
  private final Sink<WindowCount> counts;
  private boolean detectsSkew;
  private @Nullable Sink<Row.Late> late;
  private @Nullable Sink<Row.Rejected> rejected;

  CelebrityJob(
      Source<Row, ?, ?> rows,
      Duration outOfOrderness,
      Counting counting,
      Sink<WindowCount> counts) {
    this.rows = rows;
    this.outOfOrderness = outOfOrderness;
    this.counting = counting;
    this.counts = counts;
  }

  /** Also writes the rows that are not counted: one run of several does. */
  CelebrityJob withLeftovers(Sink<Row.Late> late, Sink<Row.Rejected> rejected) {
    this.late = late;
    this.rejected = rejected;
    return this;
  }

  /** Also tells by metrics how skewed the keys are. */
  CelebrityJob withDetector() {
    detectsSkew = true;
    return this;
  }

  /** Adds the job to {@code environment} and starts it. */
  JobClient start(
      StreamExecutionEnvironment environment,
      String name,
      int parallelism,
      int maxParallelism,
      Duration checkpointInterval)
      throws Exception {
    environment.setParallelism(parallelism);
    environment.setMaxParallelism(maxParallelism);
    environment.getConfig().enableObjectReuse();
    environment.enableCheckpointing(checkpointInterval.toMillis(), CheckpointingMode.EXACTLY_ONCE);
    environment.configure(restarts());
    define(environment);
    return environment.executeAsync(name);
  }

  private static Configuration restarts() {
    Configuration configuration = new Configuration();
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 3);
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofSeconds(1));
    return configuration;
  }

  private void define(StreamExecutionEnvironment environment) {
    WatermarkStrategy<Row> watermarks =
        WatermarkStrategy.<Row>forBoundedOutOfOrderness(outOfOrderness)
            .withTimestampAssigner((row, unused) -> timestamp(row));
    SingleOutputStreamOperator<String> keys =
        environment
            .fromSource(rows, watermarks, "rows")
            .uid("rows")
            .process(new Sort())
            .name(READER)
            .uid(READER);
    DataStream<String> counted =
        detectsSkew
            ? SkewDetector.of((String key) -> key, Types.STRING).detect(keys).records()
            : keys;
    counting.count(counted).sinkTo(counts).name("counts").uid("counts");
    if (late != null) {
      keys.getSideOutput(LATE).sinkTo(late).name("late").uid("late");
    }
    if (rejected != null) {
      keys.getSideOutput(REJECTED).sinkTo(rejected).name("rejected").uid("rejected");
    }
  }

  private static long timestamp(Row row) {
    // Only events move time forward: a late row trails it, a rejected one has none.
    return row instanceof Event event ? event.timestamp() : Long.MIN_VALUE;
  }

  /** Keys of accepted rows go on; late and rejected rows go aside. */
  private static final class Sort extends ProcessFunction<Row, String> {
    private static final long serialVersionUID = 1L;

    @Override
    public void processElement(Row row, Context context, Collector<String> out) {
      if (row instanceof Event event) {
        out.collect(event.key());
      } else if (row instanceof Row.Late late) {
        context.output(LATE, late);
      } else if (row instanceof Row.Rejected rejected) {
        context.output(REJECTED, rejected);
      }
    }
  }
}
