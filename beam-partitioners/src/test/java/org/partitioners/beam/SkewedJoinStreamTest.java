package org.partitioners.beam;

import static org.assertj.core.api.Assertions.assertThat;

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
      all = all.and(rows(name, PLAIN, plain(name, left, right)));
      all =
          all.and(
              rows(
                  name,
                  JOIN,
                  left.apply(
                      name + " " + JOIN,
                      SkewedJoin.<String, Integer, Integer>inner(right).withMaxValues(8))));
    }
    PAssert.that(all.apply(Flatten.pCollections()))
        .satisfies(
            found -> {
              List<String> rows = StreamSupport.stream(found.spliterator(), false).toList();
              for (String name : List.of("FixedWindows ", "SlidingWindows ")) {
                List<String> expected = of(name + PLAIN, rows);
                assertThat(expected).hasSizeGreaterThan(100);
                assertThat(of(name + JOIN, rows)).isEqualTo(expected);
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
        KV.of(random.nextInt(4) == 0 ? "other" : "celebrity", 100 * second + i),
        Instant.ofEpochSecond(second + i % 5));
  }

  private static PCollection<KV<String, KV<Integer, Integer>>> plain(
      String name, PCollection<KV<String, Integer>> left, PCollection<KV<String, Integer>> right) {
    return KeyedPCollectionTuple.of(LEFT, left)
        .and(RIGHT, right)
        .apply(name + " group", CoGroupByKey.create())
        .apply(name + " pairs", ParDo.of(new PairsFn()));
  }

  private static final class PairsFn
      extends DoFn<KV<String, CoGbkResult>, KV<String, KV<Integer, Integer>>> {
    @ProcessElement
    public void pair(
        @Element KV<String, CoGbkResult> group,
        OutputReceiver<KV<String, KV<Integer, Integer>>> out) {
      for (int left : group.getValue().getAll(LEFT)) {
        for (int right : group.getValue().getAll(RIGHT)) {
          out.output(KV.of(group.getKey(), KV.of(left, right)));
        }
      }
    }
  }

  private static PCollection<String> rows(
      String windows, String name, PCollection<KV<String, KV<Integer, Integer>>> joined) {
    String full = windows + " " + name;
    return joined
        .apply(full + " rows", ParDo.of(new RowFn(full)))
        .apply(full + " together", Window.<String>into(new GlobalWindows()));
  }

  private static final class RowFn extends DoFn<KV<String, KV<Integer, Integer>>, String> {
    private final String name;

    RowFn(String name) {
      this.name = name;
    }

    @ProcessElement
    public void describe(
        @Element KV<String, KV<Integer, Integer>> row,
        @Timestamp Instant timestamp,
        BoundedWindow window,
        PaneInfo pane,
        OutputReceiver<String> out) {
      out.output(name + ": " + row + " at " + timestamp + " in " + window + " by " + pane);
    }
  }
}
