package org.partitioners.examples.flink;

import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.PrintSink;
import org.partitioners.flink.FlinkPartitioner;
import org.partitioners.hash.HashPartitioner;
import org.partitioners.hash.HashPartitioners;
import org.partitioners.hash.KeyHashers;

/**
 * Sends each session to a subtask of its own choice, for work without keyed state: warm caches, a
 * connection per shard, files per partition. Behind {@code partitionCustom} there is no keyed
 * state; where it is needed, see {@link PlaceKeysOnARing}.
 */
public final class RouteWithoutState {
  static final HashPartitioner<String> PARTITIONER = HashPartitioners.jump(4, KeyHashers.strings());

  /** A session and the subtask that served it. */
  public record Served(String session, int subtask) {}

  private final Source<String, ?, ?> source;
  private final Sink<Served> sink;

  public RouteWithoutState(Source<String, ?, ?> source, Sink<Served> sink) {
    this.source = source;
    this.sink = sink;
  }

  public JobExecutionResult execute() throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    DataStream<String> sessions =
        env.fromSource(source, WatermarkStrategy.noWatermarks(), "sessions");

    sessions
        .partitionCustom(FlinkPartitioner.of(PARTITIONER), session -> session)
        .map(new Serve())
        .setParallelism(PARTITIONER.numPartitions())
        .sinkTo(sink);

    return env.execute("Route without state");
  }

  public static void main(String[] args) throws Exception {
    new RouteWithoutState(sessions(100), new PrintSink<>()).execute();
  }

  static Source<String, ?, ?> sessions(long count) {
    return new DataGeneratorSource<>(i -> "session-" + i, count, Types.STRING);
  }

  private static final class Serve extends RichMapFunction<String, Served> {
    @Override
    public Served map(String session) {
      return new Served(session, getRuntimeContext().getTaskInfo().getIndexOfThisSubtask());
    }
  }
}
