package org.partitioners.beam;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Keys;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.transforms.Values;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.junit.jupiter.api.Test;
import org.partitioners.KeyPartitioner;
import org.partitioners.PartitionLoad;
import org.partitioners.hash.HashPartitioners;
import org.partitioners.hash.KeyHashers;
import org.partitioners.skew.SkewReport;

/** What the main transforms give on any runner; each runner's module extends it. */
public abstract class RunnerContract {

  private static final KvCoder<String, Integer> CODER =
      KvCoder.of(StringUtf8Coder.of(), VarIntCoder.of());
  private static final int RECORDS = 1200;

  /** Options with a runner that waits for the end and throws what went wrong. */
  protected abstract PipelineOptions options();

  private TestPipeline create() {
    return TestPipeline.fromOptions(options()).enableAbandonedNodeEnforcement(false);
  }

  /** A celebrity with every second record, and sixty other keys. */
  private static List<KV<String, Integer>> records() {
    List<KV<String, Integer>> records = new ArrayList<>();
    for (int i = 0; i < RECORDS; i++) {
      records.add(KV.of(i % 2 == 0 ? "celebrity" : "k" + i % 120, i));
    }
    return records;
  }

  private static PCollection<KV<String, Integer>> input(TestPipeline pipeline) {
    return pipeline.apply("Records", Create.of(records()).withCoder(CODER));
  }

  @Test
  void keysByPartition() {
    KeyPartitioner<String> jump = HashPartitioners.jump(4, KeyHashers.strings());
    PartitionLoad load = PartitionLoad.of(jump, records().stream().map(KV::getKey).toList());
    TestPipeline pipeline = create();
    Map<Integer, Long> expected = new TreeMap<>();
    for (int partition = 0; partition < 4; partition++) {
      expected.put(partition, load.count(partition));
    }
    PAssert.thatMap(
            input(pipeline)
                .apply("Keys", Keys.create())
                .apply(PartitionBy.key(jump))
                .apply("Partitions", Keys.create())
                .apply(Count.perElement()))
        .isEqualTo(expected);
    pipeline.run();
  }

  @Test
  void partitionsByRange() {
    TestPipeline pipeline = create();
    PAssert.that(
            input(pipeline)
                .apply("Values", Values.create())
                .apply(RangePartition.<Integer>of(8).keyed()))
        .satisfies(
            keyed -> {
              TreeMap<Integer, TreeMap<Integer, Integer>> ranges = new TreeMap<>();
              keyed.forEach(
                  kv ->
                      ranges
                          .computeIfAbsent(kv.getKey(), partition -> new TreeMap<>())
                          .merge(kv.getValue(), 1, Integer::sum));
              assertThat(ranges).hasSize(8);
              int last = -1;
              for (TreeMap<Integer, Integer> range : ranges.values()) {
                assertThat(range.size()).isBetween(140, 160);
                assertThat(range.firstKey()).isEqualTo(last + 1);
                last = range.lastKey();
              }
              return null;
            });
    pipeline.run();
  }

  @Test
  void sortsGlobally() {
    TestPipeline pipeline = create();
    PAssert.that(input(pipeline).apply("Values", Values.create()).apply(GlobalSort.<Integer>of(6)))
        .satisfies(
            shards -> {
              TreeMap<Integer, Iterable<Integer>> byShard = new TreeMap<>();
              shards.forEach(shard -> byShard.put(shard.getKey(), shard.getValue()));
              List<Integer> all = new ArrayList<>();
              byShard.values().forEach(shard -> shard.forEach(all::add));
              assertThat(all)
                  .hasSize(RECORDS)
                  .isSortedAccordingTo(Comparator.naturalOrder())
                  .doesNotHaveDuplicates();
              return null;
            });
    pipeline.run();
  }

  @Test
  void detectsSkew() {
    TestPipeline pipeline = create();
    PCollection<SkewReport<String>> report =
        input(pipeline).apply(DetectSkew.<String, Integer>perKey().withParallelism(4));
    PAssert.thatSingleton(report)
        .satisfies(
            found -> {
              assertThat(found.records()).isEqualTo(RECORDS);
              assertThat(found.heavyHitters().get(0).key()).isEqualTo("celebrity");
              assertThat(found.firstShare()).isEqualTo(0.5);
              return null;
            });
    pipeline.run();
  }

  @Test
  void combinesHotKeys() {
    Map<String, Integer> sums = new HashMap<>();
    records().forEach(record -> sums.merge(record.getKey(), record.getValue(), Integer::sum));
    TestPipeline pipeline = create();
    PCollection<KV<String, Integer>> input = input(pipeline);
    PAssert.thatMap(input.apply("InSender", SkewAwareCombine.perKey(Sum.ofIntegers())))
        .isEqualTo(sums);
    PAssert.thatMap(
            input.apply(
                "FanOut",
                SkewAwareCombine.<String, Integer, Integer>perKey(Sum.ofIntegers()).withFanOut(4)))
        .isEqualTo(sums);
    long combined = 0;
    for (MetricResult<Long> counter :
        pipeline
            .run()
            .metrics()
            .queryMetrics(
                MetricsFilter.builder()
                    .addNameFilter(
                        MetricNameFilter.named(SkewAwareCombine.class, SkewAwareCombine.COMBINED))
                    .build())
            .getCounters()) {
      combined += counter.getAttempted();
    }
    assertThat(combined).as(SkewAwareCombine.COMBINED).isPositive();
  }

  @Test
  void groupsInPieces() {
    TestPipeline pipeline = create();
    PAssert.that(input(pipeline).apply(SkewAwareGroup.<String, Integer>perKey().withMaxValues(50)))
        .satisfies(
            pieces -> {
              List<String> values = new ArrayList<>();
              pieces.forEach(
                  piece -> {
                    int before = values.size();
                    piece.getValue().forEach(value -> values.add(piece.getKey() + value));
                    assertThat(values.size() - before).isBetween(1, 50);
                  });
              assertThat(values)
                  .containsExactlyInAnyOrderElementsOf(
                      records().stream().map(kv -> kv.getKey() + kv.getValue()).toList());
              return null;
            });
    pipeline.run();
  }

  /** Hot on the left, on both sides, and on the right; and none without what has no match. */
  private static List<KV<String, Integer>> side(int first, int second, int third, String own) {
    List<KV<String, Integer>> side = new ArrayList<>();
    Map.of("first", first, "second", second, "third", third, own, 40, "cold " + own, 1)
        .forEach(
            (key, number) -> {
              for (int i = 0; i < number; i++) {
                side.add(KV.of(key, i));
              }
            });
    return side;
  }

  @Test
  void joinsInCells() {
    TestPipeline pipeline = create();
    PCollection<KV<String, Integer>> right = right(pipeline);
    assertJoins(pipeline, JoinShape.inner(), inCells(SkewedJoin.inner(right)));
    assertJoins(pipeline, JoinShape.leftOuter(), inCells(SkewedJoin.leftOuter(right)));
    assertJoins(pipeline, JoinShape.rightOuter(), inCells(SkewedJoin.rightOuter(right)));
    assertJoins(pipeline, JoinShape.fullOuter(), inCells(SkewedJoin.fullOuter(right)));
    pipeline.run();
  }

  /** Cells hold less than comes to some of them, too. */
  private static <O> SkewedJoin.Join<String, Integer, Integer, O> inCells(
      SkewedJoin.Join<String, Integer, Integer, O> join) {
    return join.withMaxValues(10).withBroadcastBelow(0).withPlaces(2);
  }

  @Test
  void joinsBroadcast() {
    TestPipeline pipeline = create();
    PCollection<KV<String, Integer>> right = right(pipeline);
    assertJoins(pipeline, JoinShape.inner(), SkewedJoin.inner(right));
    assertJoins(pipeline, JoinShape.fullOuter(), SkewedJoin.fullOuter(right));
    pipeline.run();
  }

  private static List<KV<String, Integer>> lefts() {
    return side(200, 30, 2, "left");
  }

  private static List<KV<String, Integer>> rights() {
    return side(3, 25, 150, "right");
  }

  private static PCollection<KV<String, Integer>> right(TestPipeline pipeline) {
    return pipeline.apply("Right", Create.of(rights()).withCoder(CODER));
  }

  private static <O extends KV<?, ?>> void assertJoins(
      TestPipeline pipeline,
      JoinShape<Integer, Integer, O> shape,
      SkewedJoin.Join<String, Integer, Integer, O> join) {
    PCollection<KV<String, Integer>> left =
        pipeline.apply("Left " + shape.name(), Create.of(lefts()).withCoder(CODER));
    NaiveJoin.assertRows(left.apply(shape.name(), join), lefts(), rights(), shape);
  }
}
