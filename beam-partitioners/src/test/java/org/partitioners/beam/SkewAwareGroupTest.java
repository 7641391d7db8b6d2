package org.partitioners.beam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithTimestamps;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.transforms.windowing.AfterPane;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.Repeatedly;
import org.apache.beam.sdk.transforms.windowing.Sessions;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

class SkewAwareGroupTest {

  private final TestPipeline pipeline = Pipelines.create();

  /** Values 0 to 999, of which 800 have one key; 80 of another key are more than a piece, too. */
  private static List<KV<String, Integer>> elements() {
    List<KV<String, Integer>> elements = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      elements.add(KV.of(i % 5 != 0 ? "celebrity" : i % 25 == 0 ? "k" + i : "second", i));
    }
    return elements;
  }

  @Test
  void givesHotKeysInBoundedPieces() {
    PCollection<KV<String, Iterable<Integer>>> pieces =
        pipeline
            .apply(
                Create.of(elements()).withCoder(KvCoder.of(StringUtf8Coder.of(), VarIntCoder.of())))
            .apply(
                SkewAwareGroup.<String, Integer>perKey()
                    .withMaxValues(60)
                    .withHotKeys(new HotKeysInSender.Told(HotKeysInSender.hash("celebrity"))));
    PAssert.that(pieces)
        .satisfies(
            found -> {
              Map<String, Integer> sizes = new TreeMap<>();
              List<KV<String, Integer>> values = new ArrayList<>();
              found.forEach(
                  piece -> {
                    int before = values.size();
                    piece.getValue().forEach(value -> values.add(KV.of(piece.getKey(), value)));
                    assertThat(values.size() - before).isBetween(1, 60);
                    sizes.merge(piece.getKey(), 1, Integer::sum);
                  });
              assertThat(values).containsExactlyInAnyOrderElementsOf(elements());
              // At least 800/60; senders are few, and each has one piece that is not full.
              assertThat(sizes.get("celebrity")).isBetween(14, 40);
              assertThat(sizes.get("second")).isEqualTo(3);
              assertThat(sizes.get("k25")).isEqualTo(1);
              return null;
            });
    pipeline.run();
  }

  private static List<Long> numbers(List<KV<String, Integer>> elements, BoundedWindow window) {
    SkewAwareGroup.SpreadFn<String, Integer> spread =
        new SkewAwareGroup.SpreadFn<>(
            KvCoder.of(StringUtf8Coder.of(), VarIntCoder.of()),
            60,
            new HotKeysInSender.Told(HotKeysInSender.hash("celebrity")));
    spread.setUp();
    return elements.stream().map(element -> spread.piece(element, Instant.EPOCH, window)).toList();
  }

  @Test
  void spreadsHotKeysAlone() {
    List<KV<String, Integer>> elements = elements();
    List<Long> numbers = numbers(elements, GlobalWindow.INSTANCE);
    Map<Long, Integer> hot = new TreeMap<>();
    for (int i = 0; i < elements.size(); i++) {
      if (elements.get(i).getKey().equals("celebrity")) {
        hot.merge(numbers.get(i), 1, Integer::sum);
      } else {
        assertThat(numbers.get(i)).isZero();
      }
    }
    assertThat(hot).hasSize(14).doesNotContainKey(0L);
    assertThat(hot.values()).allMatch(size -> size <= 60).contains(800 % 60);
  }

  @Test
  void spreadsAlikeWhenDoneAgain() {
    List<Long> numbers = numbers(elements(), GlobalWindow.INSTANCE);
    assertThat(numbers(elements(), GlobalWindow.INSTANCE)).isEqualTo(numbers);
    BoundedWindow other = new IntervalWindow(Instant.EPOCH, Duration.standardSeconds(1));
    assertThat(numbers(elements(), other))
        .filteredOn(n -> n != 0)
        .doesNotContainAnyElementsOf(hot(numbers));
    // Another sender, with elements of its own.
    assertThat(numbers(elements().subList(1, 1000), GlobalWindow.INSTANCE))
        .filteredOn(n -> n != 0)
        .doesNotContainAnyElementsOf(hot(numbers));
  }

  private static List<Long> hot(List<Long> numbers) {
    return numbers.stream().filter(n -> n != 0).toList();
  }

  @Test
  void keepsWindowsApart() {
    PCollection<KV<String, Integer>> values =
        pipeline
            .apply(
                Create.of(elements()).withCoder(KvCoder.of(StringUtf8Coder.of(), VarIntCoder.of())))
            .apply(WithTimestamps.of(kv -> Instant.ofEpochSecond(kv.getValue())))
            .apply(Window.into(FixedWindows.of(Duration.standardSeconds(500))))
            .apply(
                SkewAwareGroup.<String, Integer>perKey()
                    .withHotKeys(new HotKeysInSender.Told(HotKeysInSender.hash("celebrity"))))
            .apply(ParDo.of(new ValuesOfOneWindow()));
    PAssert.that(values)
        .satisfies(
            found -> {
              assertThat(found).containsExactlyInAnyOrderElementsOf(elements());
              return null;
            });
    pipeline.run();
  }

  private static final class ValuesOfOneWindow
      extends DoFn<KV<String, Iterable<Integer>>, KV<String, Integer>> {
    @ProcessElement
    public void each(
        @Element KV<String, Iterable<Integer>> piece,
        BoundedWindow window,
        OutputReceiver<KV<String, Integer>> out) {
      for (int value : piece.getValue()) {
        assertThat(value / 500).isEqualTo((int) (window.maxTimestamp().getMillis() / 500_000));
        out.output(KV.of(piece.getKey(), value));
      }
    }
  }

  @Test
  void refusesWhatItCannotKeep() {
    PCollection<KV<String, Integer>> input = pipeline.apply(Create.of(Map.of("a", 1)));
    PCollection<KV<String, Integer>> sessions =
        input.apply("sessions", Window.into(Sessions.withGapDuration(Duration.standardHours(1))));
    assertThatThrownBy(() -> sessions.apply(SkewAwareGroup.perKey()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("windows: .* merge, .*; use GroupByKey, or windows that do not merge");
    PCollection<KV<String, Integer>> counting =
        input.apply(
            "counting",
            Window.<KV<String, Integer>>into(new GlobalWindows())
                .triggering(Repeatedly.forever(AfterPane.elementCountAtLeast(10)))
                .withAllowedLateness(Duration.ZERO)
                .discardingFiredPanes());
    assertThatThrownBy(() -> counting.apply(SkewAwareGroup.perKey()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "trigger: AfterPane.elementCountAtLeast(10) counts elements, of which it would not see"
                + " each; use GroupByKey, or a trigger by time");
    PCollection<KV<String, Integer>> endless =
        pipeline.apply(
            TestStream.create(KvCoder.of(StringUtf8Coder.of(), VarIntCoder.of()))
                .advanceWatermarkToInfinity());
    assertThatThrownBy(() -> endless.apply(SkewAwareGroup.perKey()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "input: unbounded in the global window, which never ends, so runners would keep state"
                + " of every past piece; apply a Window first");
    assertThatThrownBy(() -> SkewAwareGroup.perKey().withMaxValues(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxValues: 0 not in [1..2147483647]");
  }

  @Test
  void displaysItsParameters() {
    assertThat(DisplayData.from(SkewAwareGroup.perKey().withMaxValues(7)).items())
        .extracting(item -> item.getKey() + "=" + item.getValue())
        .contains("maxValues=7", "hotKeys=AboveShare[share=0.00390625]");
  }
}
