package org.partitioners.jobs.flink;

import java.time.Duration;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;
import org.partitioners.flink.skew.SkewDetector;
import org.partitioners.jobs.events.Event;
import org.partitioners.jobs.events.Row;
import org.partitioners.jobs.run.WindowCount;

/**
 * Counts each key's events in tumbling windows of event time, spread by a {@link Counting}.
 *
 * <p>Source and sinks are given, so the same job runs in a test, in one JVM and on a cluster. State
 * and files are exactly-once: checkpoints are on, and a failed run restarts from the last one.
 */
final class CelebrityJob {
  private final Source<Row, ?, ?> rows;
  private final Duration outOfOrderness;
  private final Counting counting;
  private final Sink<WindowCount> counts;
  private boolean detectsSkew;
  private @Nullable Leftovers leftovers;

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
  CelebrityJob withLeftovers(Leftovers sinks) {
    this.leftovers = sinks;
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
    return JobStart.start(
        environment, name, parallelism, maxParallelism, checkpointInterval, this::define);
  }

  private void define(StreamExecutionEnvironment environment) {
    SingleOutputStreamOperator<String> keys =
        RowReader.read(environment, rows, outOfOrderness, Event::key, Types.STRING);
    DataStream<String> counted =
        detectsSkew
            ? SkewDetector.of((String key) -> key, Types.STRING).detect(keys).records()
            : keys;
    counting.count(counted).sinkTo(counts).name("counts").uid("counts");
    if (leftovers != null) {
      RowReader.writeAside(keys, leftovers);
    }
  }
}
