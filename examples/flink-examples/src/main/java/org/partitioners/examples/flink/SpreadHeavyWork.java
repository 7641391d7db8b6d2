package org.partitioners.examples.flink;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.sink.PrintSink;
import org.apache.flink.util.Collector;
import org.partitioners.flink.skew.KeyPart;
import org.partitioners.flink.skew.SpreadStream;

/**
 * Each author's best post of every hour, where rating a post is hard work and every third post is
 * one celebrity's. A plain {@code keyBy} has one subtask rate all of these; here all four do, each
 * keeping the best of its own part of the celebrity's posts, and the best of the parts is found at
 * home. Which post is best does not depend on the order in which they are rated.
 */
public final class SpreadHeavyWork {
  private static final long HOUR = 3_600_000;

  /** What an author wrote, and when. */
  public record Post(String author, String text, long timeMillis) {}

  /**
   * The best post of an author in the hour that starts at the given time.
   *
   * @param parts in how many places the author's posts were rated
   */
  public record Best(String author, long hourMillis, String text, long rating, int parts) {

    /** The better of both, and in case of a tie the one whose text comes first. */
    Best or(Best other) {
      boolean better =
          rating > other.rating || (rating == other.rating && text.compareTo(other.text) < 0);
      Best best = better ? this : other;
      return new Best(author, hourMillis, best.text, best.rating, parts + other.parts);
    }
  }

  private final Source<Post, ?, ?> source;
  private final Sink<Best> sink;

  public SpreadHeavyWork(Source<Post, ?, ?> source, Sink<Best> sink) {
    this.source = source;
    this.sink = sink;
  }

  public JobExecutionResult execute() throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    env.setParallelism(4);
    env.setMaxParallelism(128);
    DataStream<Post> posts =
        env.fromSource(
            source,
            WatermarkStrategy.<Post>forMonotonousTimestamps()
                .withTimestampAssigner((post, previous) -> post.timeMillis()),
            "posts");

    SpreadStream.of(posts, Post::author) // instead of posts.keyBy(Post::author)
        .process(new BestOfPart())
        .fold(Best::or)
        .sinkTo(sink);

    return env.execute("Spread heavy work");
  }

  public static void main(String[] args) throws Exception {
    new SpreadHeavyWork(posts(10_000), new PrintSink<>()).execute();
  }

  /** A post every second, every third of them the celebrity's. */
  static Source<Post, ?, ?> posts(long count) {
    return new DataGeneratorSource<>(SpreadHeavyWork::post, count, Types.POJO(Post.class));
  }

  static Post post(long i) {
    String author = i % 3 == 0 ? "celebrity" : "author-" + i % 100;
    return new Post(author, "post " + i, i * 1_000);
  }

  /** Takes a while, on purpose. */
  static long rate(Post post) {
    byte[] text = post.text().getBytes(StandardCharsets.UTF_8);
    CRC32 checksum = new CRC32();
    for (int round = 0; round < 1_000; round++) {
      checksum.update(text);
    }
    return checksum.getValue();
  }

  /** Keeps the best post that this part has seen of each hour, and tells it when the hour ends. */
  private static final class BestOfPart extends KeyedProcessFunction<KeyPart<String>, Post, Best> {
    private transient MapState<Long, Best> bestByHour;

    @Override
    public void open(OpenContext context) {
      bestByHour =
          getRuntimeContext()
              .getMapState(new MapStateDescriptor<>("best", Types.LONG, Types.POJO(Best.class)));
    }

    @Override
    public void processElement(Post post, Context context, Collector<Best> out) throws Exception {
      long hour = post.timeMillis() - post.timeMillis() % HOUR;
      Best before = bestByHour.get(hour);
      Best rated = new Best(post.author(), hour, post.text(), rate(post), before == null ? 1 : 0);
      bestByHour.put(hour, before == null ? rated : before.or(rated));
      context.timerService().registerEventTimeTimer(hour + HOUR - 1);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<Best> out)
        throws Exception {
      long hour = timestamp - HOUR + 1;
      out.collect(bestByHour.get(hour));
      bestByHour.remove(hour);
    }
  }
}
