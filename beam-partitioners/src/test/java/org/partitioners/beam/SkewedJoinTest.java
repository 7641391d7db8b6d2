package org.partitioners.beam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.metrics.DistributionResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricQueryResults;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithTimestamps;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.transforms.windowing.AfterPane;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Sessions;
import org.apache.beam.sdk.transforms.windowing.TimestampCombiner;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

class SkewedJoinTest {

  private static final KvCoder<String, Integer> CODER =
      KvCoder.of(StringUtf8Coder.of(), VarIntCoder.of());

  private final TestPipeline pipeline = Pipelines.trusting();

  /** Values 0, 1 ... of a key. */
  private static void add(List<KV<String, Integer>> records, String key, int number) {
    for (int i = 0; i < number; i++) {
      records.add(KV.of(key, i));
    }
  }

  /**
   * One key is hot here, one on both sides, one on the other; and both have what none other has.
   */
  private static List<KV<String, Integer>> left() {
    List<KV<String, Integer>> left = new ArrayList<>();
    add(left, "hot left", 150);
    add(left, "hot both", 40);
    add(left, "hot right", 2);
    add(left, "left only", 35);
    add(left, "cold left", 1);
    add(left, "cold", 2);
    return left;
  }

  private static List<KV<String, Integer>> right() {
    List<KV<String, Integer>> right = new ArrayList<>();
    add(right, "hot left", 3);
    add(right, "hot both", 30);
    add(right, "hot right", 125);
    add(right, "right only", 35);
    add(right, "cold right", 1);
    add(right, "cold", 2);
    return right;
  }

  private static PCollection<KV<String, Integer>> create(
      Pipeline pipeline, String name, List<KV<String, Integer>> records) {
    return pipeline.apply(name, Create.of(records).withCoder(CODER));
  }

  /** Joins in all four ways, and asserts the rows of each. */
  private static void assertJoins(
      PCollection<KV<String, Integer>> left,
      PCollection<KV<String, Integer>> right,
      List<KV<String, Integer>> lefts,
      List<KV<String, Integer>> rights,
      Options options) {
    assertJoins(left, lefts, rights, JoinShape.inner(), options.of(SkewedJoin.inner(right)));
    assertJoins(
        left, lefts, rights, JoinShape.leftOuter(), options.of(SkewedJoin.leftOuter(right)));
    assertJoins(
        left, lefts, rights, JoinShape.rightOuter(), options.of(SkewedJoin.rightOuter(right)));
    assertJoins(
        left, lefts, rights, JoinShape.fullOuter(), options.of(SkewedJoin.fullOuter(right)));
  }

  /** Options of any join; keys that are told go in 3 by 2 pieces. */
  private record Options(int maxValues, long broadcastBelow, List<String> told) {
    <O> SkewedJoin.Join<String, Integer, Integer, O> of(
        SkewedJoin.Join<String, Integer, Integer, O> join) {
      SkewedJoin.Join<String, Integer, Integer, O> set =
          join.withMaxValues(maxValues).withBroadcastBelow(broadcastBelow);
      for (String key : told) {
        set = set.withHotKey(key, 3, 2);
      }
      return set;
    }
  }

  private static <O extends KV<?, ?>> void assertJoins(
      PCollection<KV<String, Integer>> left,
      List<KV<String, Integer>> lefts,
      List<KV<String, Integer>> rights,
      JoinShape<Integer, Integer, O> shape,
      PTransform<PCollection<KV<String, Integer>>, PCollection<KV<String, O>>> join) {
    NaiveJoin.assertRows(left.apply(shape.name(), join), lefts, rights, shape);
  }

  @Test
  void joinsInCellsAsPlanned() {
    assertJoins(
        create(pipeline, "left", left()),
        create(pipeline, "right", right()),
        left(),
        right(),
        new Options(10, 0, List.of()));
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();

    // Pieces of 7, for each of the four joins.
    MetricQueryResults metrics = metrics(result, SkewedJoin.GRIDS);
    assertThat(metrics.getStringSets())
        .allSatisfy(
            grids ->
                assertThat(grids.getAttempted().getStringSet())
                    .containsExactlyInAnyOrder(
                        "22x1 hot left",
                        "6x5 hot both",
                        "1x18 hot right",
                        "5x1 left only",
                        "1x5 right only"))
        .hasSize(4);
    assertThat(distribution(result, SkewedJoin.SPLIT_KEYS))
        .isEqualTo(DistributionResult.create(5, 1, 5, 5));
    assertThat(distribution(result, SkewedJoin.CELLS))
        .isEqualTo(DistributionResult.create(80, 5, 5, 30));
    assertThat(distribution(result, SkewedJoin.LEFT_COPIES))
        .isEqualTo(DistributionResult.create(30, 5, 1, 18));
    assertThat(distribution(result, SkewedJoin.RIGHT_COPIES))
        .isEqualTo(DistributionResult.create(35, 5, 1, 22));
  }

  private static DistributionResult distribution(PipelineResult result, String name) {
    return metrics(result, name).getDistributions().iterator().next().getAttempted();
  }

  private static MetricQueryResults metrics(PipelineResult result, String name) {
    return result
        .metrics()
        .queryMetrics(
            MetricsFilter.builder()
                .addNameFilter(MetricNameFilter.named(SkewedJoin.class, name))
                .build());
  }

  private static long counter(PipelineResult result, String name) {
    long sum = 0;
    for (var counter : metrics(result, name).getCounters()) {
      sum += counter.getAttempted();
    }
    return sum;
  }

  @Test
  void broadcastsASmallRightSide() {
    assertJoins(
        create(pipeline, "left", left()),
        create(pipeline, "right", right()),
        left(),
        right(),
        new Options(1000, right().size(), List.of()));
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();

    assertThat(counter(result, SkewedJoin.BROADCASTS)).isEqualTo(4);
    assertThat(counter(result, SkewedJoin.SPILLED)).isZero();
  }

  /** No key is known to be hot, so cells have more values than they hold. */
  @Test
  void spillsWhatTheSketchMissed() {
    assertJoins(
        create(pipeline, "left", left()),
        create(pipeline, "right", right()),
        left(),
        right(),
        new Options(10, 0, List.of("none", "hot both")));
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();

    assertThat(counter(result, SkewedJoin.SPILLED)).isGreaterThan(4 * (140 + 115 + 25 + 25));
  }

  @Test
  void joinsEmptySides() {
    PCollection<KV<String, Integer>> none = create(pipeline, "none", List.of());
    PCollection<KV<String, Integer>> some = create(pipeline, "some", left());
    assertJoins("none", none, none, List.of(), List.of());
    assertJoins("right", none, some, List.of(), left());
    assertJoins("left", some, none, left(), List.of());
    pipeline.run();
  }

  private static void assertJoins(
      String name,
      PCollection<KV<String, Integer>> left,
      PCollection<KV<String, Integer>> right,
      List<KV<String, Integer>> lefts,
      List<KV<String, Integer>> rights) {
    for (int broadcastBelow : new int[] {0, 1000}) {
      PAssert.that(
              left.apply(
                      name + broadcastBelow,
                      SkewedJoin.<String, Integer, Integer>fullOuter(right)
                          .withMaxValues(10)
                          .withBroadcastBelow(broadcastBelow))
                  .apply(name + broadcastBelow + " rows", ParDo.of(new NaiveJoin.RowFn<>())))
          .containsInAnyOrder(NaiveJoin.rows(lefts, rights, JoinShape.fullOuter()));
    }
  }

  @Test
  void joinsEachWindowByItself() {
    PCollection<KV<String, Integer>> left = windowed("left", left());
    PCollection<KV<String, Integer>> right = windowed("right", right());
    List<String> expected = new ArrayList<>();
    for (int window = 0; window < 3; window++) {
      int from = window * 50;
      expected.addAll(
          NaiveJoin.rows(within(left(), from), within(right(), from), JoinShape.fullOuter()));
    }
    PCollection<KV<String, KV<Optional<Integer>, Optional<Integer>>>> joined =
        left.apply(
            SkewedJoin.<String, Integer, Integer>fullOuter(right)
                .withMaxValues(10)
                .withBroadcastBelow(30));
    PAssert.that(joined.apply(ParDo.of(new RowOfItsWindowFn()))).containsInAnyOrder(expected);
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();

    // In the last window there are 25 on the right.
    assertThat(counter(result, SkewedJoin.BROADCASTS)).isEqualTo(1);
    assertThat(distribution(result, SkewedJoin.SPLIT_KEYS).getMax()).isEqualTo(5);
  }

  private PCollection<KV<String, Integer>> windowed(
      String name, List<KV<String, Integer>> records) {
    return create(pipeline, name, records)
        .apply(name + " time", WithTimestamps.of(kv -> Instant.ofEpochSecond(kv.getValue())))
        .apply(name + " windows", Window.into(FixedWindows.of(Duration.standardSeconds(50))));
  }

  private static List<KV<String, Integer>> within(List<KV<String, Integer>> records, int from) {
    return records.stream()
        .filter(record -> record.getValue() >= from && record.getValue() < from + 50)
        .toList();
  }

  private static final class RowOfItsWindowFn
      extends DoFn<KV<String, KV<Optional<Integer>, Optional<Integer>>>, String> {
    @ProcessElement
    public void write(
        @Element KV<String, KV<Optional<Integer>, Optional<Integer>>> row,
        @Timestamp Instant timestamp,
        BoundedWindow window,
        OutputReceiver<String> out) {
      assertThat(timestamp).isEqualTo(window.maxTimestamp());
      KV<Optional<Integer>, Optional<Integer>> pair = row.getValue();
      int value = pair.getKey().or(pair::getValue).orElseThrow();
      assertThat(value / 50).isEqualTo((int) (window.maxTimestamp().getMillis() / 50_000));
      out.output(NaiveJoin.row(row.getKey(), pair));
    }
  }

  @Test
  void refusesNullsWhereTheyWouldReadAsNoMatch() {
    PCollection<KV<String, Integer>> nullable =
        pipeline.apply(
            Create.of(KV.of("a", (Integer) null))
                .withCoder(KvCoder.of(StringUtf8Coder.of(), NullableCoder.of(VarIntCoder.of()))));
    nullable.apply(SkewedJoin.<String, Integer, Integer>fullOuter(nullable));
    assertThatThrownBy(pipeline::run)
        .hasMessageContaining(
            "value: null, which an outer join cannot tell from no match; wrap it");
  }

  @Test
  void refusesWhatItCannotKeep() {
    PCollection<KV<String, Integer>> plain = create(pipeline, "plain", left());
    PCollection<KV<String, Integer>> fixed = windowed("fixed", left());
    refuses(
        windows(plain, "sessions", w -> Window.into(Sessions.withGapDuration(Duration.millis(1)))),
        plain,
        "windows: .* merge, .*; use CoGroupByKey, or windows that do not merge");
    refuses(
        windows(
            fixed,
            "trigger",
            w ->
                w.triggering(AfterPane.elementCountAtLeast(1))
                    .withAllowedLateness(Duration.ZERO)
                    .discardingFiredPanes()),
        fixed,
        "left: its trigger AfterPane.elementCountAtLeast\\(1\\) may fire more than once, and cells"
            + " would fire apart; use CoGroupByKey, or the default trigger");
    refuses(
        windows(fixed, "latest", w -> w.withTimestampCombiner(TimestampCombiner.LATEST)),
        fixed,
        "left: its timestamps are the LATEST of a group's, and each cell would have its own; use"
            + " CoGroupByKey, or TimestampCombiner.END_OF_WINDOW");
    refuses(
        windows(
                fixed,
                "late",
                w -> w.withAllowedLateness(Duration.standardSeconds(1)).discardingFiredPanes())
            .setIsBoundedInternal(PCollection.IsBounded.UNBOUNDED),
        fixed,
        "left: allows lateness of PT1S, but what is late has no part in the plan; use"
            + " CoGroupByKey, or withAllowedLateness\\(Duration.ZERO\\)");
    refuses(
        fixed,
        plain,
        "right: its windows are .*GlobalWindows.*, and those of the left side .*FixedWindows.*;"
            + " use the same");
    assertThatThrownBy(
            () ->
                pipeline
                    .apply("longs", Create.of(KV.of(1L, 1L)))
                    .apply(
                        SkewedJoin.inner(
                            pipeline.apply(
                                "ints",
                                Create.of(KV.of(1L, 1L))
                                    .withCoder(
                                        KvCoder.of(
                                            NullableCoder.of(VarLongCoder.of()),
                                            VarLongCoder.of()))))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "right: the coder of its keys is NullableCoder(VarLongCoder), and that of the left"
                + " side's VarLongCoder; set the same");
  }

  private static PCollection<KV<String, Integer>> windows(
      PCollection<KV<String, Integer>> input,
      String name,
      Function<Window<KV<String, Integer>>, Window<KV<String, Integer>>> change) {
    return input.apply(name, change.apply(Window.configure()));
  }

  @Test
  void refusesToldKeysWhosePlacesDependOnWindows() {
    PCollection<KV<String, Integer>> left = create(pipeline, "left", left());
    PCollection<KV<String, Integer>> right = create(pipeline, "right", right());
    Window<KV<String, Integer>> fixed = Window.into(FixedWindows.of(Duration.standardSeconds(1)));
    PCollection<KV<String, Integer>> fixedLeft = left.apply("fixed left", fixed);
    PCollection<KV<String, Integer>> fixedRight = right.apply("fixed right", fixed);
    SkewedJoin.Join<String, Integer, Integer, ?> told =
        SkewedJoin.<String, Integer, Integer>inner(fixedRight).withHotKey("hot left", 2, 1);
    assertThatThrownBy(() -> fixedLeft.apply(told.withPlacement(Placement.flinkBatch(4))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "placement: flinkBatch(4) depends on the window, and keys that are told have the same"
                + " salts in all windows; leave out withHotKey, or withPlacement");
    assertThatCode(
            () ->
                fixedLeft.apply("streaming", told.withPlacement(Placement.flinkStreaming(4, 128))))
        .doesNotThrowAnyException();
    assertThatCode(
            () ->
                left.apply(
                    "global",
                    SkewedJoin.<String, Integer, Integer>inner(right)
                        .withHotKey("hot left", 2, 1)
                        .withPlacement(Placement.flinkBatch(4))))
        .doesNotThrowAnyException();
  }

  private static void refuses(
      PCollection<KV<String, Integer>> left,
      PCollection<KV<String, Integer>> right,
      String message) {
    assertThatThrownBy(() -> left.apply(SkewedJoin.inner(right)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching(message);
  }

  @Test
  void refusesParametersOutOfRange() {
    SkewedJoin.Join<String, Integer, Integer, ?> join =
        SkewedJoin.inner(create(pipeline, "right", right()));
    assertThatThrownBy(() -> join.withMaxValues(0))
        .hasMessage("maxValues: 0 not in [1..2147483647]");
    assertThatThrownBy(() -> join.withPlaces(0)).hasMessage("places: 0 not in [1..32768]");
    assertThatThrownBy(() -> join.withBroadcastBelow(-1))
        .hasMessage("elements: -1 not in [0..9223372036854775807]");
    assertThatThrownBy(() -> join.withHotShare(0))
        .hasMessage("share: 0.0 not in [4.76837158203125E-7..1]");
    assertThatThrownBy(() -> join.withHotKey("a", 0, 1))
        .hasMessage("leftPieces: 0 not in [1..65536]");
    assertThatThrownBy(() -> join.withHotKey("a", 1, 65537))
        .hasMessage("rightPieces: 65537 not in [1..65536]");
    assertThatThrownBy(() -> join.withHotKey("a", 257, 256))
        .hasMessage("pieces: 257·256 not in [1..65536]");
    assertThatThrownBy(() -> Placement.flinkStreaming(8, 4))
        .hasMessage("maxParallelism: 4 not in [8..32768]");
  }

  @Test
  void displaysItsParameters() {
    SkewedJoin.Join<String, Integer, Integer, ?> join =
        SkewedJoin.leftOuter(create(pipeline, "right", right()));
    assertThat(items(join.withMaxValues(7).withPlacement(Placement.flinkBatch(3))))
        .containsExactlyInAnyOrder(
            "join=left outer",
            "maxValues=7",
            "placement=flinkBatch(3)",
            "share=2.44140625E-4",
            "broadcastBelow=10000");
    assertThat(items(join.withHotKey("a", 2, 3).withHotKey("b", 1, 9)))
        .containsExactlyInAnyOrder(
            "join=left outer", "maxValues=10000", "placement=unknown(16)", "hotKeys=2x3 a, 1x9 b");
  }

  private static List<String> items(SkewedJoin.Join<?, ?, ?, ?> join) {
    return DisplayData.from(join).items().stream()
        .map(item -> item.getKey() + "=" + item.getValue())
        .toList();
  }
}
