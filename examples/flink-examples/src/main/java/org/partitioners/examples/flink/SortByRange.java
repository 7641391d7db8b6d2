package org.partitioners.examples.flink;

import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.PrintSink;
import org.partitioners.flink.range.RangeShuffle;

/**
 * Sorts words: what the subtasks write, read in their order, is sorted as a whole. A third of all
 * words is "the"; subtasks share it.
 */
public final class SortByRange {

  /** A word and the subtask that wrote it. */
  public record Written(int subtask, String word) {}

  private final Source<String, ?, ?> source;
  private final Sink<Written> sink;

  public SortByRange(Source<String, ?, ?> source, Sink<Written> sink) {
    this.source = source;
    this.sink = sink;
  }

  public JobExecutionResult execute() throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    env.setRuntimeMode(RuntimeExecutionMode.BATCH);
    env.setParallelism(4);
    DataStream<String> words = env.fromSource(source, WatermarkStrategy.noWatermarks(), "words");

    RangeShuffle.by(words, word -> word, Types.STRING).sorted().map(new Write()).sinkTo(sink);

    return env.execute("Sort by range");
  }

  public static void main(String[] args) throws Exception {
    new SortByRange(words(1_000), new PrintSink<>()).execute();
  }

  static Source<String, ?, ?> words(long count) {
    return new DataGeneratorSource<>(
        i -> i % 3 == 0 ? "the" : "word-" + i * 7_919 % 1_009, count, Types.STRING);
  }

  private static final class Write extends RichMapFunction<String, Written> {
    @Override
    public Written map(String word) {
      return new Written(getRuntimeContext().getTaskInfo().getIndexOfThisSubtask(), word);
    }
  }
}
