package org.partitioners.flink.map;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.SimpleStringEncoder;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.filesystem.rollingpolicies.OnCheckpointRollingPolicy;
import org.apache.flink.streaming.api.functions.windowing.ProcessWindowFunction;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.CloseableIterator;
import org.apache.flink.util.Collector;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.partitioners.KeyPartitioner;
import org.partitioners.flink.Counting;
import org.partitioners.flink.PlacedKey;
import org.partitioners.hadoop.HadoopPartitionMaps;
import org.partitioners.hadoop.LineFormat;
import org.partitioners.hadoop.PartitionedReader;
import org.partitioners.hash.HashPartitioners;
import org.partitioners.hash.KeyHashers;
import org.partitioners.map.PartitionLocations;
import org.partitioners.map.PartitionMap;
import org.partitioners.map.PartitionMapStore;

/** Runs what docs/partition-maps.md shows of Flink. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PartitionMapsGuideITCase {
  private static final KeyPartitioner<String> RING =
      HashPartitioners.ring(64, KeyHashers.strings());

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(2)
              .build());

  @TempDir java.nio.file.Path temporary;

  private final StreamExecutionEnvironment env = environment();

  private static StreamExecutionEnvironment environment() {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    env.setParallelism(2);
    env.setMaxParallelism(64);
    env.enableCheckpointing(50);
    return env;
  }

  /** Who looked at something, and when. */
  public record View(String user, long timeMillis) {}

  /** A user, as a line. */
  public record User(String name, int visits) {
    @Override
    public String toString() {
      return name + "," + visits;
    }
  }

  private static final class Count extends Counting<Tuple2<Integer, View>> {
    private static final long serialVersionUID = 1L;
  }

  private static final class WithUserAndMinute
      extends ProcessWindowFunction<Long, String, PlacedKey<Tuple2<String, Integer>>, TimeWindow> {
    private static final long serialVersionUID = 1L;

    @Override
    public void process(
        PlacedKey<Tuple2<String, Integer>> key,
        Context context,
        Iterable<Long> counts,
        Collector<String> out) {
      out.collect(
          key.key().f0
              + " in minute "
              + context.window().getStart() / 60_000
              + ": "
              + counts.iterator().next());
    }
  }

  @Test
  @SuppressWarnings("try") // results are closed with any exception
  void viewsPerUserFollowTheMap() throws Exception {
    var folder = new org.apache.hadoop.fs.Path(temporary.toUri());
    HadoopPartitionMaps.in(folder, new Configuration())
        .publish(PartitionMap.first(RING, PartitionLocations.numbered(64)));
    DataStream<View> views =
        env.fromData(
                TypeInformation.of(View.class),
                IntStream.range(0, 600)
                    .mapToObj(i -> new View("user-" + i % 3, i * 200L))
                    .toArray(View[]::new))
            .assignTimestampsAndWatermarks(
                WatermarkStrategy.<View>forMonotonousTimestamps()
                    .withTimestampAssigner((view, previous) -> view.timeMillis()));

    SingleOutputStreamOperator<String> counts =
        FollowedMap.of(
                views,
                View::user,
                Types.STRING,
                () -> HadoopPartitionMaps.in(folder, new Configuration()))
            .uid("views")
            .keyBy(Duration.ofMinutes(1))
            .window(TumblingEventTimeWindows.of(Duration.ofMinutes(1)))
            .aggregate(new Count(), new WithUserAndMinute());

    List<String> found = new ArrayList<>();
    try (CloseableIterator<String> results = counts.executeAndCollect()) {
      results.forEachRemaining(found::add);
    }
    assertThat(found)
        .containsExactlyInAnyOrder(
            "user-0 in minute 0: 100",
            "user-1 in minute 0: 100",
            "user-2 in minute 0: 100",
            "user-0 in minute 1: 100",
            "user-1 in minute 1: 100",
            "user-2 in minute 1: 100");
  }

  @Test
  void usersAreWrittenByTheMap() throws Exception {
    String data = temporary.toUri().toString();
    KeyPartitioner<String> ring = RING;
    PartitionMapStore store = PartitionMapStore.inMemory();
    DataStream<User> users = users();

    PartitionMap map = PartitionMap.first(ring, PartitionLocations.numbered(64));
    users.sinkTo(
        FileSink.forRowFormat(new Path(data), new SimpleStringEncoder<User>())
            .withBucketAssigner(PartitionBuckets.by(User::name, map, String.class))
            .build());
    PublishedMaps.publishAfter(env.execute(), map, store);

    assertUsersAreFound(data, store);
  }

  @Test
  void usersAreWrittenByTheMapThatIsPublishedWithThem() throws Exception {
    env.setRuntimeMode(RuntimeExecutionMode.BATCH);
    String data = temporary.toUri().toString();
    var folder = new org.apache.hadoop.fs.Path(temporary.toUri().resolve("_maps"));
    DataStream<User> users = users();
    PartitionMap map = PartitionMap.first(RING, PartitionLocations.numbered(64));

    FileSink<User> files =
        FileSink.forRowFormat(new Path(data), new SimpleStringEncoder<User>())
            .withBucketAssigner(PartitionBuckets.by(User::name, map, String.class))
            .withRollingPolicy(OnCheckpointRollingPolicy.build())
            .build();
    users
        .sinkTo(
            PublishedMaps.afterFirstCommit(
                files, map, () -> HadoopPartitionMaps.in(folder, new Configuration())))
        .uid("users");

    env.execute();
    assertUsersAreFound(data, HadoopPartitionMaps.in(folder, new Configuration()));
  }

  private DataStream<User> users() {
    return env.fromData(
        TypeInformation.of(User.class),
        IntStream.range(0, 30).mapToObj(i -> new User("user-" + i, i)).toArray(User[]::new));
  }

  private static void assertUsersAreFound(String data, PartitionMapStore store) throws IOException {
    PartitionedReader<String, String> reader =
        PartitionedReader.of(
                new org.apache.hadoop.fs.Path(data),
                new Configuration(),
                store,
                LineFormat.unsorted(
                    line -> line,
                    line -> line.substring(0, line.indexOf(',')),
                    Comparator.<String>naturalOrder()))
            .absentIsEmpty();
    assertThat(reader.get("user-7").records()).containsExactly("user-7,7");
    assertThat(reader.scan().records()).hasSize(30);
  }
}
