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
import org.partitioners.flink.skew.SkewAware;

/**
 * Counts views per video and minute while one video has every other view. {@code keyBy} would have
 * one subtask count them all; with the one line changed they are counted where they are read.
 */
public final class RelieveAHotKey {

  /** One view. */
  public record View(String video, long timeMillis) {}

  /** Views of one video in the minute that starts at the given time. */
  public record MinuteViews(String video, long minuteMillis, long views) {}

  private final Source<View, ?, ?> source;
  private final Sink<MinuteViews> sink;

  public RelieveAHotKey(Source<View, ?, ?> source, Sink<MinuteViews> sink) {
    this.source = source;
    this.sink = sink;
  }

  public JobExecutionResult execute() throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    DataStream<View> views =
        env.fromSource(
            source,
            WatermarkStrategy.<View>forMonotonousTimestamps()
                .withTimestampAssigner((view, previous) -> view.timeMillis()),
            "views");

    SkewAware.keyBy(views, View::video) // instead of views.keyBy(View::video)
        .uid("views-per-video")
        .window(TumblingEventTimeWindows.of(Duration.ofMinutes(1)))
        .aggregate(new Count(), new WithVideoAndMinute())
        .sinkTo(sink);

    return env.execute("Relieve a hot key");
  }

  public static void main(String[] args) throws Exception {
    new RelieveAHotKey(views(600_000), new PrintSink<>()).execute();
  }

  /** A view every millisecond, every other one of the same video. */
  static Source<View, ?, ?> views(long count) {
    return new DataGeneratorSource<>(
        i -> new View(i % 2 == 0 ? "celebrity" : "video-" + i % 100, i),
        count,
        Types.POJO(View.class));
  }

  private static final class Count implements AggregateFunction<View, Long, Long> {
    @Override
    public Long createAccumulator() {
      return 0L;
    }

    @Override
    public Long add(View view, Long count) {
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

  private static final class WithVideoAndMinute
      extends ProcessWindowFunction<Long, MinuteViews, String, TimeWindow> {
    @Override
    public void process(
        String video, Context context, Iterable<Long> counts, Collector<MinuteViews> out) {
      long minute = context.window().getStart();
      out.collect(new MinuteViews(video, minute, counts.iterator().next()));
    }
  }
}
