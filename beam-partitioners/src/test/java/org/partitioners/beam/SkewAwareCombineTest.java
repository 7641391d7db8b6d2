package org.partitioners.beam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.testing.CoderProperties;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Mean;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.transforms.windowing.AfterPane;
import org.apache.beam.sdk.transforms.windowing.AfterWatermark;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Sessions;
import org.apache.beam.sdk.transforms.windowing.TimestampCombiner;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.joda.time.Duration;
import org.junit.jupiter.api.Test;

class SkewAwareCombineTest {

  private final TestPipeline pipeline = Pipelines.create();

  @Test
  void combinesAsPlainCombine() {
    SplittableRandom random = new SplittableRandom(3);
    List<KV<String, Long>> elements = new ArrayList<>();
    Map<String, Long> sums = new HashMap<>();
    for (long i = 0; i < 6_000; i++) {
      String key = random.nextInt(3) == 0 ? "celebrity" : "k" + random.nextInt(100);
      elements.add(KV.of(key, i));
      sums.merge(key, i, Long::sum);
    }
    PCollection<KV<String, Long>> input =
        pipeline.apply(
            Create.of(elements).withCoder(KvCoder.of(StringUtf8Coder.of(), VarLongCoder.of())));

    PAssert.thatMap(input.apply(SkewAwareCombine.perKey(Sum.ofLongs()))).isEqualTo(sums);
    PAssert.thatMap(
            input.apply(
                "FanOut", SkewAwareCombine.<String, Long, Long>perKey(Sum.ofLongs()).withFanOut(3)))
        .isEqualTo(sums);
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();

    assertThat(counter(result, SkewAwareCombine.COMBINED)).isGreaterThan(500);
    assertThat(
            counter(result, SkewAwareCombine.COMBINED) + counter(result, SkewAwareCombine.PASSED))
        .isEqualTo(6_000);
    assertThat(counter(result, SkewAwareCombine.PARTIALS)).isBetween(1L, 1_000L);
  }

  private static long counter(PipelineResult result, String name) {
    long sum = 0;
    for (MetricResult<Long> counter :
        result
            .metrics()
            .queryMetrics(
                MetricsFilter.builder()
                    .addNameFilter(MetricNameFilter.named(SkewAwareCombine.class, name))
                    .build())
            .getCounters()) {
      sum += counter.getAttempted();
    }
    return sum;
  }

  @Test
  void refusesTriggersThatCount() {
    PCollection<KV<String, Long>> input =
        pipeline
            .apply(Create.of(Map.of("a", 1L)))
            .apply(
                Window.<KV<String, Long>>into(FixedWindows.of(Duration.standardMinutes(1)))
                    .triggering(
                        AfterWatermark.pastEndOfWindow()
                            .withEarlyFirings(AfterPane.elementCountAtLeast(2)))
                    .withAllowedLateness(Duration.ZERO)
                    .discardingFiredPanes());
    assertThatThrownBy(() -> input.apply(SkewAwareCombine.perKey(Sum.ofLongs())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "trigger: AfterPane.elementCountAtLeast(2) counts elements, of which it would not see"
                + " each; use Combine.perKey, or a trigger by time");
  }

  @Test
  void refusesWindowsThatMerge() {
    PCollection<KV<String, Long>> input =
        pipeline
            .apply(Create.of(Map.of("a", 1L)))
            .apply(Window.into(Sessions.withGapDuration(Duration.standardMinutes(1))));
    assertThatThrownBy(() -> input.apply(SkewAwareCombine.perKey(Mean.<Long>of())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching(
            "windows: .*Sessions.* merge, so what belongs together is not known in the sender;"
                + " use Combine.perKey, or windows that do not merge");
  }

  @Test
  void refusesEarliestTimestampsOfAStream() {
    PCollection<KV<String, Long>> input =
        pipeline
            .apply(
                TestStream.create(KvCoder.of(StringUtf8Coder.of(), VarLongCoder.of()))
                    .advanceWatermarkToInfinity())
            .apply(
                Window.<KV<String, Long>>into(FixedWindows.of(Duration.standardMinutes(1)))
                    .withTimestampCombiner(TimestampCombiner.EARLIEST));
    assertThatThrownBy(() -> input.apply(SkewAwareCombine.perKey(Sum.ofLongs())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "timestamps: EARLIEST heeds only what is not late, which is not known in the sender;"
                + " use Combine.perKey, or TimestampCombiner.END_OF_WINDOW or LATEST");
  }

  @Test
  void refusesFanOutOfAStream() {
    PCollection<KV<String, Long>> input =
        pipeline
            .apply(
                TestStream.create(KvCoder.of(StringUtf8Coder.of(), VarLongCoder.of()))
                    .advanceWatermarkToInfinity())
            .apply(Window.into(FixedWindows.of(Duration.standardMinutes(1))));
    assertThatThrownBy(
            () ->
                input.apply(
                    SkewAwareCombine.<String, Long, Long>perKey(Sum.ofLongs()).withFanOut(8)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "input: UNBOUNDED with the trigger DefaultTrigger, but fan-out needs bounded input and"
                + " the default trigger, lest panes differ; leave withFanOut out");
    assertThatThrownBy(() -> SkewAwareCombine.perKey(Sum.ofLongs()).withFanOut(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("places: 1 not in [2..65536]");
  }

  @Test
  void refusesSharesOutOfRange() {
    assertThatThrownBy(() -> SkewAwareCombine.perKey(Sum.ofLongs()).withHotShare(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("share: 0.0 not in [1.52587890625E-5..1]");
  }

  @Test
  void writesContributionsAsEver() throws Exception {
    ContributionCoder<String, Long> coder =
        ContributionCoder.of(StringUtf8Coder.of(), VarLongCoder.of());
    Contribution<String, Long> value = new Contribution.Value<>("a");
    Contribution<String, Long> partial = new Contribution.Partial<>(300L);

    CoderProperties.coderSerializable(coder);
    for (Contribution<String, Long> contribution : List.of(value, partial)) {
      CoderProperties.coderDecodeEncodeEqual(coder, contribution);
      CoderProperties.coderDeterministic(coder, contribution, contribution);
    }
    CoderProperties.coderConsistentWithEquals(coder, value, partial);
    assertThat(HexFormat.of().formatHex(CoderUtils.encodeToByteArray(coder, value)))
        .isEqualTo("000161");
    assertThat(HexFormat.of().formatHex(CoderUtils.encodeToByteArray(coder, partial)))
        .isEqualTo("01ac02");
    assertThatThrownBy(() -> CoderUtils.decodeFromByteArray(coder, new byte[] {7}))
        .isInstanceOf(CoderException.class)
        .hasMessage("tag: 7 not in [0..1]");
  }

  @Test
  void displaysItsParameters() {
    assertThat(
            DisplayData.from(
                    SkewAwareCombine.perKey(Sum.ofLongs()).withHotShare(0.125).withFanOut(9))
                .items())
        .extracting(item -> item.getKey() + "=" + item.getValue())
        .contains(
            "hotKeys=AboveShare[share=0.125]",
            "fanOutPlaces=9",
            "combineFn=" + Sum.ofLongs().getClass().getName());
  }
}
