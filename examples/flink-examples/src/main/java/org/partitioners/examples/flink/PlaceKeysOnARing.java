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
import org.apache.flink.streaming.api.functions.windowing.ProcessWindowFunction;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.util.Collector;
import org.partitioners.flink.PlacedKey;
import org.partitioners.flink.Placement;
import org.partitioners.hash.HashPartitioners;
import org.partitioners.hash.KeyHashers;

/**
 * Counts clicks per user and hour. A hash ring says where each user's state lives; windows, timers,
 * savepoints and rescaling work as behind a plain {@code keyBy}.
 */
public final class PlaceKeysOnARing {

  /** One click. */
  public record Click(String user, long timeMillis) {}

  /** Clicks of one user in the hour that starts at the given time. */
  public record HourlyClicks(String user, long hourMillis, long clicks) {}

  private final Source<Click, ?, ?> source;
  private final Sink<HourlyClicks> sink;

  public PlaceKeysOnARing(Source<Click, ?, ?> source, Sink<HourlyClicks> sink) {
    this.source = source;
    this.sink = sink;
  }

  public JobExecutionResult execute() throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    DataStream<Click> clicks =
        env.fromSource(
            source,
            WatermarkStrategy.<Click>forMonotonousTimestamps()
                .withTimestampAssigner((click, previous) -> click.timeMillis()),
            "clicks");

    env.setMaxParallelism(128);
    var ring = HashPartitioners.ring(128, KeyHashers.strings());
    var placement = Placement.onKeyGroups(ring, 128);
    placement
        .keyBy(clicks, Click::user, Types.STRING) // instead of clicks.keyBy(Click::user)
        .window(TumblingEventTimeWindows.of(Duration.ofHours(1)))
        .aggregate(new Count(), new WithUserAndHour())
        .sinkTo(sink);

    return env.execute("Place keys on a ring");
  }

  public static void main(String[] args) throws Exception {
    new PlaceKeysOnARing(clicks(10_000), new PrintSink<>()).execute();
  }

  /** A click every second, of 100 users in turn. */
  static Source<Click, ?, ?> clicks(long count) {
    return new DataGeneratorSource<>(
        i -> new Click("user-" + i % 100, i * 1_000), count, Types.POJO(Click.class));
  }

  private static final class Count implements AggregateFunction<Click, Long, Long> {
    @Override
    public Long createAccumulator() {
      return 0L;
    }

    @Override
    public Long add(Click click, Long count) {
      return count + 1;
    }

    @Override
    public Long getResult(Long count) {
      return count;
    }

    @Override
    public Long merge(Long a, Long b) {
      return a + b;
    }
  }

  private static final class WithUserAndHour
      extends ProcessWindowFunction<Long, HourlyClicks, PlacedKey<String>, TimeWindow> {
    @Override
    public void process(
        PlacedKey<String> user,
        Context context,
        Iterable<Long> counts,
        Collector<HourlyClicks> out) {
      long hour = context.window().getStart();
      out.collect(new HourlyClicks(user.key(), hour, counts.iterator().next()));
    }
  }
}
