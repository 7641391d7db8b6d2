package org.partitioners.examples.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.testutils.junit.SharedObjectsExtension;
import org.apache.flink.testutils.junit.SharedReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.partitioners.examples.flink.RelieveAHotKey.View;
import org.partitioners.flink.skew.HotKeyRule;
import org.partitioners.flink.skew.Relief;
import org.partitioners.flink.skew.SkewAware;

/** Runs what the guide shows and no example has. */
class FlinkGuideITCase {
  private static final int VIEWS = 12_000;
  private static final Duration SECOND = Duration.ofSeconds(1);

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(4)
              .build());

  @RegisterExtension final SharedObjectsExtension shared = SharedObjectsExtension.create();

  private final StreamExecutionEnvironment env =
      StreamExecutionEnvironment.getExecutionEnvironment();

  private final DataStream<View> views =
      env.fromSource(
          RelieveAHotKey.views(VIEWS),
          WatermarkStrategy.<View>forMonotonousTimestamps()
              .withTimestampAssigner((view, previous) -> view.timeMillis()),
          "views");

  @Test
  void hotKeysAreFoundByARule() throws Exception {
    check(
        SkewAware.keyBy(views, View::video)
            .relief(Relief.combine())
            .hotKeys(HotKeyRule.aboveShare(0.01))
            .window(TumblingEventTimeWindows.of(SECOND))
            .aggregate(new CountByVideo()));
  }

  @Test
  void hotKeysAreTold() throws Exception {
    DataStream<List<String>> hotKeys =
        env.fromData(Types.LIST(Types.STRING), List.of("celebrity", "video-1"));

    check(
        SkewAware.keyBy(views, View::video)
            .relief(Relief.combine())
            .hotKeysFrom(hotKeys) // a DataStream<List<String>>
            .window(TumblingEventTimeWindows.of(SECOND))
            .aggregate(new CountByVideo()));
  }

  private void check(DataStream<Tuple2<String, Long>> counts) throws Exception {
    SharedReference<ConcurrentLinkedQueue<Tuple2<String, Long>>> results =
        shared.add(new ConcurrentLinkedQueue<>());
    counts.sinkTo(new CollectingSink<>(results));
    env.execute();

    Map<String, Long> totals = new HashMap<>();
    results.get().forEach(count -> totals.merge(count.f0, count.f1, Long::sum));
    Map<String, Long> expected = new HashMap<>();
    expected.put("celebrity", VIEWS / 2L);
    for (int video = 1; video < 100; video += 2) {
      expected.put("video-" + video, VIEWS / 100L);
    }
    assertThat(totals).isEqualTo(expected);
    // A result for each second and video, none twice.
    assertThat(results.get()).hasSize(VIEWS / 1_000 * expected.size());
  }

  private static final class CountByVideo
      implements AggregateFunction<View, Tuple2<String, Long>, Tuple2<String, Long>> {
    @Override
    public Tuple2<String, Long> createAccumulator() {
      return Tuple2.of("", 0L);
    }

    @Override
    public Tuple2<String, Long> add(View view, Tuple2<String, Long> count) {
      return Tuple2.of(view.video(), count.f1 + 1);
    }

    @Override
    public Tuple2<String, Long> getResult(Tuple2<String, Long> count) {
      return count;
    }

    @Override
    public Tuple2<String, Long> merge(Tuple2<String, Long> a, Tuple2<String, Long> b) {
      return Tuple2.of(a.f0.isEmpty() ? b.f0 : a.f0, a.f1 + b.f1);
    }
  }
}
