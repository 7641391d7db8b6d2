package org.partitioners.beam;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.StreamSupport;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Filter;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.join.CoGbkResult;
import org.apache.beam.sdk.transforms.join.CoGroupByKey;
import org.apache.beam.sdk.transforms.join.KeyedPCollectionTuple;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.transforms.windowing.SlidingWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.TimestampedValue;
import org.apache.beam.sdk.values.TupleTag;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

/**
 * Every row with its window, timestamp and pane, beside those of {@link CoGroupByKey} on the same
 * stream, in several bundles for a window.
 */
class SkewedJoinStreamTest {

  private static final TupleTag<Integer> LEFT = new TupleTag<>("left") {};
  private static final TupleTag<Integer> RIGHT = new TupleTag<>("right") {};
  private static final String PLAIN = "plain";
  private static final String JOIN = "join";
  private static final String INNER = " inner ";
  private static final String FULL = " full outer ";

  private final TestPipeline pipeline = Pipelines.trusting();

  @Test
  void hasThePanesOfCoGroupByKey() {
    Duration ten = Duration.standardSeconds(10);
    PCollection<KV<String, Integer>> stream = pipeline.apply(stream());
    PCollectionList<String> all = PCollectionList.empty(pipeline);
    for (WindowFn<Object, ?> windows :
        List.of(FixedWindows.of(ten), SlidingWindows.of(ten).every(Duration.standardSeconds(5)))) {
      String name = windows.getClass().getSimpleName();
      PCollection<KV<String, Integer>> both =
          stream.apply(name, Window.<KV<String, Integer>>into(windows));
      PCollection<KV<String, Integer>> left =
          both.apply(name + " left", Filter.by(record -> record.getValue() % 3 != 0));
      PCollection<KV<String, Integer>> right =
          both.apply(name + " right", Filter.by(record -> record.getValue() % 3 == 0));
      PCollection<KV<String, CoGbkResult>> groups =
          KeyedPCollectionTuple.of(LEFT, left)
              .and(RIGHT, right)
              .apply(name + " group", CoGroupByKey.create());
      all =
          all.and(rows(name + INNER, PLAIN, groups, JoinShape.inner()))
              .and(rows(name + FULL, PLAIN, groups, JoinShape.fullOuter()))
              .and(
                  rows(
                      name + INNER,
                      JOIN,
                      left.apply(
                          name + INNER + JOIN,
                          SkewedJoin.<String, Integer, Integer>inner(right).withMaxValues(8))))
              .and(
                  rows(
                      name + FULL,
                      JOIN,
                      left.apply(
                          name + FULL + JOIN,
                          SkewedJoin.<String, Integer, Integer>fullOuter(right).withMaxValues(8))));
    }
    PAssert.that(all.apply(Flatten.pCollections()))
        .satisfies(
            found -> {
              List<String> rows = StreamSupport.stream(found.spliterator(), false).toList();
              for (String name : List.of("FixedWindows", "SlidingWindows")) {
                List<String> inner = of(name + INNER + PLAIN, rows);
                assertThat(inner).hasSizeGreaterThan(100);
                assertThat(of(name + INNER + JOIN, rows)).isEqualTo(inner);
                List<String> full = of(name + FULL + PLAIN, rows);
                assertThat(full).hasSizeGreaterThan(inner.size());
                assertThat(of(name + FULL + JOIN, rows)).isEqualTo(full);
              }
              return null;
            });
    pipeline.run();
  }

  private static List<String> of(String name, List<String> rows) {
    return rows.stream()
        .filter(row -> row.startsWith(name + ": "))
        .map(row -> row.substring(name.length()))
        .sorted()
        .toList();
  }

  private static TestStream<KV<String, Integer>> stream() {
    SplittableRandom random = new SplittableRandom(7);
    TestStream.Builder<KV<String, Integer>> stream =
        TestStream.create(KvCoder.of(StringUtf8Coder.of(), VarIntCoder.of()))
            .advanceWatermarkTo(Instant.EPOCH);
    for (int second = 0; second < 20; second += 5) {
      stream =
          stream
              .addElements(element(random, second, 0), elements(random, second))
              .advanceWatermarkTo(Instant.ofEpochSecond(second));
    }
    return stream.advanceWatermarkToInfinity();
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static TimestampedValue<KV<String, Integer>>[] elements(
      SplittableRandom random, int second) {
    TimestampedValue[] elements = new TimestampedValue[15];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = element(random, second, i + 1);
    }
    return elements;
  }

  private static TimestampedValue<KV<String, Integer>> element(
      SplittableRandom random, int second, int i) {
    return TimestampedValue.of(
        KV.of(key(random, second, i), 100 * second + i), Instant.ofEpochSecond(second + i % 5));
  }

  /** One in each bundle has no match. */
  private static String key(SplittableRandom random, int second, int i) {
    return i == 1 ? "alone " + second : random.nextInt(4) == 0 ? "other" : "celebrity";
  }

  private static <O> PCollection<String> rows(
      String windows,
      String name,
      PCollection<KV<String, CoGbkResult>> groups,
      JoinShape<Integer, Integer, O> shape) {
    return together(
        windows + name,
        groups.apply(windows + name + " pairs", ParDo.of(new PairsFn<>(windows + name, shape))));
  }

  private static <O extends KV<?, ?>> PCollection<String> rows(
      String windows, String name, PCollection<KV<String, O>> joined) {
    return together(
        windows + name,
        joined.apply(windows + name + " rows", ParDo.of(new RowFn<O>(windows + name))));
  }

  private static PCollection<String> together(String name, PCollection<String> rows) {
    return rows.apply(name + " together", Window.<String>into(new GlobalWindows()));
  }

  private static String describe(
      String name, String row, Instant timestamp, BoundedWindow window, PaneInfo pane) {
    return name + ": " + row + " at " + timestamp + " in " + window + " by " + pane;
  }

  private static final class PairsFn<O> extends DoFn<KV<String, CoGbkResult>, String> {
    private final String name;
    private final JoinShape<Integer, Integer, O> shape;

    PairsFn(String name, JoinShape<Integer, Integer, O> shape) {
      this.name = name;
      this.shape = shape;
    }

    @ProcessElement
    public void pair(
        @Element KV<String, CoGbkResult> group,
        @Timestamp Instant timestamp,
        BoundedWindow window,
        PaneInfo pane,
        OutputReceiver<String> out) {
      List<KV<String, Integer>> lefts = new ArrayList<>();
      List<KV<String, Integer>> rights = new ArrayList<>();
      group.getValue().getAll(LEFT).forEach(value -> lefts.add(KV.of(group.getKey(), value)));
      group.getValue().getAll(RIGHT).forEach(value -> rights.add(KV.of(group.getKey(), value)));
      for (String row : NaiveJoin.rows(lefts, rights, shape)) {
        out.output(describe(name, row, timestamp, window, pane));
      }
    }
  }

  private static final class RowFn<O extends KV<?, ?>> extends DoFn<KV<String, O>, String> {
    private final String name;

    RowFn(String name) {
      this.name = name;
    }

    @ProcessElement
    public void row(
        @Element KV<String, O> row,
        @Timestamp Instant timestamp,
        BoundedWindow window,
        PaneInfo pane,
        OutputReceiver<String> out) {
      out.output(
          describe(name, NaiveJoin.row(row.getKey(), row.getValue()), timestamp, window, pane));
    }
  }
}
