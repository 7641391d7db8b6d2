package org.partitioners.examples.flink;

import java.time.Duration;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.ReduceFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.PrintSink;
import org.apache.flink.util.Collector;
import org.partitioners.flink.skew.IntervalReport;
import org.partitioners.flink.skew.SkewDetected;
import org.partitioners.flink.skew.SkewDetector;
import org.partitioners.skew.HeavyHitter;
import org.partitioners.skew.ReliefAdvice;

/**
 * Likes per star, in a job as it was, with a detector put in front of its {@code keyBy}: every ten
 * seconds it says which keys are hot and what would help, and the likes pass through.
 */
public final class FindTheHotKey {

  /** A number of likes of a star. */
  public record Likes(String star, long number) {}

  /** A hot key and its share, what the busiest subtask carries of the mean, and what would help. */
  public record HotKey(String key, double share, double maxOverMean, ReliefAdvice relief) {}

  private final Source<Likes, ?, ?> source;
  private final Sink<Likes> totals;
  private final Sink<HotKey> hotKeys;

  public FindTheHotKey(Source<Likes, ?, ?> source, Sink<Likes> totals, Sink<HotKey> hotKeys) {
    this.source = source;
    this.totals = totals;
    this.hotKeys = hotKeys;
  }

  public JobExecutionResult execute() throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    env.setParallelism(4);
    env.setMaxParallelism(128);

    DataStream<Likes> likes = env.fromSource(source, WatermarkStrategy.noWatermarks(), "likes");
    SkewDetected<Likes, String> detected =
        SkewDetector.of(Likes::star, Types.STRING).every(Duration.ofSeconds(10)).detect(likes);
    detected
        .reports()
        .flatMap(FindTheHotKey::hotKeys)
        .returns(Types.POJO(HotKey.class))
        .sinkTo(hotKeys);
    detected.records().keyBy(Likes::star, Types.STRING).reduce(sum()).sinkTo(totals);

    return env.execute("Find the hot key");
  }

  public static void main(String[] args) throws Exception {
    new FindTheHotKey(likes(100_000), new PrintSink<>("total"), new PrintSink<>("hot")).execute();
  }

  /** Every other like is for Ada, the others for a thousand stars in turn. */
  static Source<Likes, ?, ?> likes(long count) {
    return new DataGeneratorSource<>(
        i -> new Likes(i % 2 == 0 ? "Ada" : "star-" + i / 2 % 1_000, 1),
        count,
        Types.POJO(Likes.class));
  }

  private static ReduceFunction<Likes> sum() {
    return (a, b) -> new Likes(a.star(), a.number() + b.number());
  }

  private static void hotKeys(IntervalReport<String> report, Collector<HotKey> out) {
    for (HeavyHitter<String> hitter : report.skew().heavyHitters()) {
      out.collect(
          new HotKey(
              hitter.key(),
              (double) hitter.lowerBound() / report.skew().records(),
              report.measured().maxOverMean(),
              report.skew().relief()));
    }
  }
}
