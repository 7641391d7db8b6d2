package org.partitioners.examples.flink;

import java.time.Duration;
import java.util.List;
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
import org.apache.flink.streaming.api.functions.windowing.WindowFunction;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.util.Collector;
import org.partitioners.flink.skew.HotKeyRule;
import org.partitioners.flink.skew.Relief;
import org.partitioners.flink.skew.SkewAware;
import org.partitioners.flink.skew.SkewAwareStream;

/**
 * Two aggregates of the same payments: their sum, which costs nothing and is best combined where
 * payments are read; and their highest risk, whose model is heavy work and is best spread over the
 * subtasks. What comes out is the same with either relief.
 */
public final class CombineOrSpread {

  /** One payment. */
  public record Payment(String merchant, long cents, long timeMillis) {}

  /** A figure of one merchant in one minute. */
  public record Figure(String merchant, String name, long value) {}

  private final Source<Payment, ?, ?> source;
  private final Sink<Figure> sink;

  public CombineOrSpread(Source<Payment, ?, ?> source, Sink<Figure> sink) {
    this.source = source;
    this.sink = sink;
  }

  public JobExecutionResult execute() throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    DataStream<Payment> payments =
        env.fromSource(
            source,
            WatermarkStrategy.<Payment>forMonotonousTimestamps()
                .withTimestampAssigner((payment, previous) -> payment.timeMillis()),
            "payments");
    SkewAwareStream<Payment, String> byMerchant = SkewAware.keyBy(payments, Payment::merchant);
    TumblingEventTimeWindows minutes = TumblingEventTimeWindows.of(Duration.ofMinutes(1));

    DataStream<Figure> turnover =
        byMerchant
            .relief(Relief.combine())
            .window(minutes)
            .aggregate(new Turnover(), named("turnover"));
    DataStream<Figure> risk =
        byMerchant
            .relief(Relief.growing())
            .hotKeys(HotKeyRule.known(List.of("mega-mart")))
            .window(minutes)
            .aggregate(new HighestRisk(), named("risk"));
    turnover.union(risk).sinkTo(sink);

    return env.execute("Combine or spread");
  }

  public static void main(String[] args) throws Exception {
    new CombineOrSpread(payments(100_000), new PrintSink<>()).execute();
  }

  /** A payment every millisecond, three of four at the same merchant. */
  static Source<Payment, ?, ?> payments(long count) {
    return new DataGeneratorSource<>(
        i -> new Payment(i % 4 > 0 ? "mega-mart" : "shop-" + i % 80, i % 1_000, i),
        count,
        Types.POJO(Payment.class));
  }

  /** A stand-in for a model that takes its time. */
  static long risk(Payment payment) {
    long risk = payment.cents();
    for (int round = 0; round < 1_000; round++) {
      risk = (risk * 31 + round) % 1_009;
    }
    return risk;
  }

  private static WindowFunction<Long, Figure, String, TimeWindow> named(String name) {
    return new WindowFunction<>() {
      @Override
      public void apply(
          String merchant, TimeWindow minute, Iterable<Long> values, Collector<Figure> out) {
        out.collect(new Figure(merchant, name, values.iterator().next()));
      }
    };
  }

  private static final class Turnover implements AggregateFunction<Payment, Long, Long> {
    @Override
    public Long createAccumulator() {
      return 0L;
    }

    @Override
    public Long add(Payment payment, Long sum) {
      return sum + payment.cents();
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

  private static final class HighestRisk implements AggregateFunction<Payment, Long, Long> {
    @Override
    public Long createAccumulator() {
      return 0L;
    }

    @Override
    public Long add(Payment payment, Long highest) {
      return Math.max(highest, risk(payment));
    }

    @Override
    public Long getResult(Long highest) {
      return highest;
    }

    @Override
    public Long merge(Long a, Long b) {
      return Math.max(a, b);
    }
  }
}
