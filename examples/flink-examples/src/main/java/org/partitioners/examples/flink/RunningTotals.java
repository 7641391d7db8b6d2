package org.partitioners.examples.flink;

import java.time.Duration;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.PrintSink;
import org.partitioners.flink.skew.SkewAware;

/**
 * Keeps the total of votes per candidate without windows, and tells it every second in which it has
 * changed. The last total told is that of all votes.
 */
public final class RunningTotals {

  /** So many votes from one place. */
  public record Votes(String candidate, long votes) {}

  /** All votes so far. */
  public record Total(String candidate, long votes) {}

  private final Source<Votes, ?, ?> source;
  private final Sink<Total> sink;

  public RunningTotals(Source<Votes, ?, ?> source, Sink<Total> sink) {
    this.source = source;
    this.sink = sink;
  }

  public JobExecutionResult execute() throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    DataStream<Votes> votes = env.fromSource(source, WatermarkStrategy.noWatermarks(), "votes");

    SkewAware.keyBy(votes, Votes::candidate)
        .maxDelay(Duration.ofMillis(50))
        .running(Duration.ofSeconds(1))
        .aggregate(
            new Sum(),
            (candidate, sum, out) -> out.collect(new Total(candidate, sum)),
            Types.POJO(Total.class))
        .sinkTo(sink);

    return env.execute("Running totals");
  }

  public static void main(String[] args) throws Exception {
    new RunningTotals(votes(1_000_000), new PrintSink<>()).execute();
  }

  /** Two of three places vote for the same candidate. */
  static Source<Votes, ?, ?> votes(long places) {
    return new DataGeneratorSource<>(
        i -> new Votes(i % 3 > 0 ? "front-runner" : "candidate-" + i % 9, 1 + i % 2),
        places,
        Types.POJO(Votes.class));
  }

  private static final class Sum implements AggregateFunction<Votes, Long, Long> {
    @Override
    public Long createAccumulator() {
      return 0L;
    }

    @Override
    public Long add(Votes votes, Long sum) {
      return sum + votes.votes();
    }

    @Override
    public Long getResult(Long sum) {
      return sum;
    }

    @Override
    public Long merge(Long a, Long b) {
      return a + b;
    }
  }
}
