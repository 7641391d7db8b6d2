package org.partitioners.examples.flink;

import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.PrintSink;
import org.partitioners.flink.range.RangeShuffle;

/**
 * Sends sensors to subtasks by range, so that each writes few of them, and moves the ranges at
 * checkpoints as load does. Sensor 7 alone sends half of all; subtasks share it.
 */
public final class ShuffleByRange {

  /** A sensor and the subtask that its reading came to. */
  public record Stored(int subtask, long sensor) {}

  private final Source<Long, ?, ?> source;
  private final Sink<Stored> sink;

  public ShuffleByRange(Source<Long, ?, ?> source, Sink<Stored> sink) {
    this.source = source;
    this.sink = sink;
  }

  public JobExecutionResult execute() throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    env.setParallelism(4);
    env.enableCheckpointing(100);
    DataStream<Long> sensors = env.fromSource(source, WatermarkStrategy.noWatermarks(), "sensors");

    RangeShuffle.by(sensors, sensor -> sensor, Types.LONG)
        .splitHeavyKeys()
        .moveAbove(0.05)
        .uid("by-range")
        .shuffle()
        .map(new Store())
        .sinkTo(sink);

    return env.execute("Shuffle by range");
  }

  public static void main(String[] args) throws Exception {
    new ShuffleByRange(sensors(40_000), new PrintSink<>()).execute();
  }

  static Source<Long, ?, ?> sensors(long count) {
    return new DataGeneratorSource<>(
        i -> i % 2 == 0 ? 7 : i % 1_000,
        count,
        RateLimiterStrategy.perCheckpoint((int) (count / 4)),
        Types.LONG);
  }

  private static final class Store extends RichMapFunction<Long, Stored> {
    @Override
    public Stored map(Long sensor) {
      return new Stored(getRuntimeContext().getTaskInfo().getIndexOfThisSubtask(), sensor);
    }
  }
}
