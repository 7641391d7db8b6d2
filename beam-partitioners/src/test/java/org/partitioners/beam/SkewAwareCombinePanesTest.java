package org.partitioners.beam;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.transforms.windowing.AfterPane;
import org.apache.beam.sdk.transforms.windowing.AfterProcessingTime;
import org.apache.beam.sdk.transforms.windowing.AfterWatermark;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.DefaultTrigger;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.transforms.windowing.Repeatedly;
import org.apache.beam.sdk.transforms.windowing.SlidingWindows;
import org.apache.beam.sdk.transforms.windowing.TimestampCombiner;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

/**
 * Every pane of every key and window, with its timing, index, timestamp and value, beside those of
 * plain {@link Combine#perKey} on the same stream: late elements, some too late, in several bundles
 * of several elements each.
 */
class SkewAwareCombinePanesTest {

  private static final Duration WINDOW = Duration.standardSeconds(10);
  private static final String PLAIN = ": plain";
  private static final String AWARE = ": aware";
  private static final Duration LATENESS = Duration.standardSeconds(20);

  private static Map<String, Window<KV<String, Long>>> windowings() {
    Window<KV<String, Long>> fixed = Window.into(FixedWindows.of(WINDOW));
    Window<KV<String, Long>> late =
        fixed.triggering(DefaultTrigger.of()).withAllowedLateness(LATENESS);
    AfterWatermark.AfterWatermarkEarlyAndLate byElement =
        AfterWatermark.pastEndOfWindow()
            .withEarlyFirings(AfterPane.elementCountAtLeast(1))
            .withLateFirings(AfterPane.elementCountAtLeast(1));
    Window<KV<String, Long>> early = late.triggering(byElement);
    Window<KV<String, Long>> byTime =
        late.triggering(
            AfterWatermark.pastEndOfWindow()
                .withEarlyFirings(
                    AfterProcessingTime.pastFirstElementInPane()
                        .plusDelayOf(Duration.standardSeconds(5)))
                .withLateFirings(AfterPane.elementCountAtLeast(1)));
    Map<String, Window<KV<String, Long>>> windowings = new TreeMap<>();
    windowings.put("default trigger", fixed);
    windowings.put("late data, discarding", late.discardingFiredPanes());
    windowings.put("late data, accumulating", late.accumulatingFiredPanes());
    windowings.put("early by element, discarding", early.discardingFiredPanes());
    windowings.put("early by element, accumulating", early.accumulatingFiredPanes());
    windowings.put("early by time, discarding", byTime.discardingFiredPanes());
    windowings.put("early by time, accumulating", byTime.accumulatingFiredPanes());
    windowings.put(
        "sliding windows",
        Window.<KV<String, Long>>into(SlidingWindows.of(WINDOW).every(Duration.standardSeconds(5)))
            .triggering(byElement)
            .withAllowedLateness(LATENESS)
            .accumulatingFiredPanes());
    windowings.put(
        "global window, latest timestamp",
        Window.<KV<String, Long>>into(new GlobalWindows())
            .triggering(Repeatedly.forever(AfterPane.elementCountAtLeast(1)))
            .withAllowedLateness(LATENESS)
            .withTimestampCombiner(TimestampCombiner.LATEST)
            .accumulatingFiredPanes());
    return windowings;
  }

  @Test
  void firesThePanesOfPlainCombine() {
    TestPipeline pipeline = Pipelines.create();
    PCollection<KV<String, Long>> input = pipeline.apply(stream());
    HotKeysInSender celebrity = new HotKeysInSender.Told(HotKeysInSender.hash("celebrity"));
    PCollectionList<String> all = PCollectionList.empty(pipeline);
    for (Map.Entry<String, Window<KV<String, Long>>> windowing : windowings().entrySet()) {
      String name = windowing.getKey();
      PCollection<KV<String, Long>> windowed = input.apply(name, windowing.getValue());
      all =
          all.and(panes(name + PLAIN, windowed, Combine.perKey(Sum.ofLongs())))
              .and(
                  panes(
                      name + AWARE,
                      windowed,
                      SkewAwareCombine.<String, Long, Long>perKey(Sum.ofLongs())
                          .withHotKeys(celebrity)));
    }
    PAssert.that(all.apply(Flatten.pCollections()))
        .satisfies(
            found -> {
              List<String> panes = StreamSupport.stream(found.spliterator(), false).toList();
              for (String name : windowings().keySet()) {
                assertThat(of(name + PLAIN, panes))
                    .as(name)
                    .hasSizeGreaterThan(4)
                    .anyMatch(pane -> pane.startsWith("celebrity"));
                assertThat(of(name + AWARE, panes)).as(name).isEqualTo(of(name + PLAIN, panes));
              }
              return null;
            });
    pipeline.run();
  }

  private static List<String> of(String name, List<String> panes) {
    return panes.stream()
        .filter(pane -> pane.startsWith(name))
        .map(pane -> pane.substring(name.length() + 1))
        .sorted(Comparator.naturalOrder())
        .toList();
  }

  private static TestStream<KV<String, Long>> stream() {
    SplittableRandom random = new SplittableRandom(11);
    TestStream.Builder<KV<String, Long>> stream =
        TestStream.create(KvCoder.of(StringUtf8Coder.of(), VarLongCoder.of()))
            .advanceWatermarkTo(Instant.EPOCH);
    for (int batch = 0; batch < 12; batch++) {
      int now = 4 * batch;
      stream =
          stream
              .addElements(element(random, now), elements(random, now, 1 + random.nextInt(6)))
              .advanceProcessingTime(Duration.standardSeconds(3))
              .advanceWatermarkTo(Instant.ofEpochSecond(now));
    }
    return stream.advanceWatermarkToInfinity();
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static TimestampedValue<KV<String, Long>>[] elements(
      SplittableRandom random, int now, int count) {
    TimestampedValue[] elements = new TimestampedValue[count];
    for (int i = 0; i < count; i++) {
      elements[i] = element(random, now);
    }
    return elements;
  }

  /** Up to 35 seconds late: some are dropped. */
  private static TimestampedValue<KV<String, Long>> element(SplittableRandom random, int now) {
    int late = random.nextInt(4) == 0 ? random.nextInt(35) : random.nextInt(4);
    return TimestampedValue.of(
        KV.of(random.nextInt(3) == 0 ? "other" : "celebrity", 1L << random.nextInt(40)),
        Instant.ofEpochSecond(Math.max(0, now + 3 - late)));
  }

  private static PCollection<String> panes(
      String name,
      PCollection<KV<String, Long>> input,
      PTransform<PCollection<KV<String, Long>>, PCollection<KV<String, Long>>> combine) {
    return input
        .apply(name, combine)
        .apply(name + " panes", ParDo.of(new PaneFn(name)))
        .apply(
            name + " together",
            Window.<String>into(new GlobalWindows())
                .triggering(DefaultTrigger.of())
                .withAllowedLateness(LATENESS)
                .discardingFiredPanes());
  }

  private static final class PaneFn extends DoFn<KV<String, Long>, String> {
    private final String name;

    PaneFn(String name) {
      this.name = name;
    }

    @ProcessElement
    public void describe(
        @Element KV<String, Long> element,
        @Timestamp Instant timestamp,
        BoundedWindow window,
        PaneInfo pane,
        OutputReceiver<String> out) {
      out.output(
          name
              + " "
              + element.getKey()
              + " "
              + window
              + " "
              + pane
              + " at "
              + timestamp
              + ": "
              + element.getValue());
    }
  }
}
