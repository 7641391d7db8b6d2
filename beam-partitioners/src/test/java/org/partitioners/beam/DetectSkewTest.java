package org.partitioners.beam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.DoubleCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.testing.CoderProperties;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.partitioners.KeyPartitioner;
import org.partitioners.hash.HashPartitioners;
import org.partitioners.hash.KeyHashers;
import org.partitioners.skew.HeavyHitter;
import org.partitioners.skew.ReliefAdvice;
import org.partitioners.skew.SkewReport;
import org.partitioners.skew.SkewSketch;

class DetectSkewTest {

  private final TestPipeline pipeline = Pipelines.create();

  /** 400 of 1000 are one key, 100 another, and the others come five times each. */
  private static List<String> keys() {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      keys.add(i % 5 < 2 ? "celebrity" : i % 10 == 3 ? "second" : "k" + i % 97);
    }
    return keys;
  }

  @Test
  void reportsWhatTheSketchInCoreReports() {
    KeyPartitioner<String> partitioner = HashPartitioners.modulo(8, KeyHashers.strings());
    SkewSketch<String> sketch = SkewSketch.forPlaces(8);
    keys().forEach(key -> sketch.add(key, KeyHashers.strings().hash(key)));
    SkewReport<String> expected = sketch.report(partitioner);
    assertThat(expected.heavyHitters().get(0)).isEqualTo(new HeavyHitter<>("celebrity", 400, 400));
    assertThat(expected.relief()).isEqualTo(ReliefAdvice.COMBINE);

    PCollection<SkewReport<String>> reports =
        pipeline
            .apply(Create.of(keys()))
            .apply(DetectSkew.<String>globally().withPartitioner(partitioner));
    PAssert.thatSingleton(reports)
        .satisfies(
            report -> {
              assertThat(report)
                  .usingRecursiveComparison()
                  .ignoringFields("distinctKeys", "heavyHitters")
                  .isEqualTo(expected);
              // Another hash of keys, another estimate.
              assertThat(report.distinctKeys()).isBetween(0.95 * 99, 1.05 * 99);
              assertThat(report.heavyHitters())
                  .containsExactlyInAnyOrderElementsOf(expected.heavyHitters());
              return null;
            });
    PAssert.that(reports.apply(DetectSkew.heavyHitters()))
        .containsInAnyOrder(expected.heavyHitters());
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();

    assertThat(max(result, "skew.records")).isEqualTo(1000);
    assertThat(max(result, "skew.hotKeys")).isEqualTo(expected.heavyHitters().size());
    assertThat(max(result, "skew.hottestKeySharePermille")).isEqualTo(400);
    assertThat(max(result, "skew.predictedMaxOverMeanPercent"))
        .isEqualTo(Math.round(100 * expected.predictedMaxOverMean()));
  }

  private static long max(PipelineResult result, String name) {
    return result
        .metrics()
        .queryMetrics(
            MetricsFilter.builder()
                .addNameFilter(MetricNameFilter.named(DetectSkew.class, name))
                .build())
        .getDistributions()
        .iterator()
        .next()
        .getAttempted()
        .getMax();
  }

  @Test
  void reportsOnEachWindowOfAStream() {
    TestStream.Builder<KV<byte[], Integer>> stream =
        TestStream.create(KvCoder.of(ByteArrayCoder.of(), VarIntCoder.of()));
    for (int i = 0; i < 60; i++) {
      // One hot key in the first minute, another in the second.
      byte[] key = {(byte) (i % 3 == 0 ? i : i < 30 ? 100 : 101)};
      stream =
          stream.addElements(
              TimestampedValue.of(KV.of(key, i), Instant.ofEpochSecond(i < 30 ? i : 30 + i)));
    }
    PCollection<SkewReport<byte[]>> reports =
        pipeline
            .apply(stream.advanceWatermarkToInfinity())
            .apply(Window.into(FixedWindows.of(Duration.standardMinutes(1))))
            .apply(DetectSkew.<byte[], Integer>perKey().withShare(0.25));

    for (int minute = 0; minute < 2; minute++) {
      byte hot = (byte) (100 + minute);
      Instant start = Instant.ofEpochSecond(60L * minute);
      PAssert.that(reports)
          .inOnlyPane(new IntervalWindow(start, Duration.standardMinutes(1)))
          .satisfies(
              found -> {
                SkewReport<byte[]> report = found.iterator().next();
                assertThat(report.records()).isEqualTo(30);
                assertThat(report.heavyHitters()).hasSize(1);
                assertThat(report.heavyHitters().get(0).key()).containsExactly(hot);
                assertThat(report.heavyHitters().get(0).lowerBound()).isEqualTo(20);
                return null;
              });
    }
    pipeline.run();
  }

  @Test
  void writesReportsAsEver() throws Exception {
    SkewReportCoder<String> coder = SkewReportCoder.of(StringUtf8Coder.of());
    SkewReport<String> report =
        new SkewReport<>(
            300,
            12.5,
            0.25,
            List.of(new HeavyHitter<>("a", 100, 101)),
            0.5,
            Double.NaN,
            8,
            2.5,
            ReliefAdvice.SPREAD,
            3);
    CoderProperties.coderSerializable(coder);
    CoderProperties.coderDecodeEncodeEqual(coder, report);
    CoderProperties.coderDeterministic(coder, report, report);
    coder.keyCoder().verifyDeterministic();
    assertThat(HexFormat.of().formatHex(CoderUtils.encodeToByteArray(coder, report)))
        .isEqualTo(
            "ac0240290000000000003fd000000000000000000001016164653fe00000000000007ff8000000000000"
                + "0840040000000000000653505245414403");
  }

  @Test
  void writesSketchesWithoutLoss() throws Exception {
    SkewSketchCoder coder = SkewSketchCoder.of();
    CoderProperties.coderSerializable(coder);
    assertThatThrownBy(coder::verifyDeterministic)
        .isInstanceOf(Coder.NonDeterministicException.class)
        .hasMessageContaining("one count of distinct keys has several forms");
    SkewSketch<EncodedKey> sketch = sketch(keys());
    byte[] bytes = CoderUtils.encodeToByteArray(coder, sketch);
    SkewSketch<EncodedKey> read = CoderUtils.decodeFromByteArray(coder, bytes);
    assertThat(read.records()).isEqualTo(1000);
    assertThat(read.distinctKeys()).isEqualTo(sketch.distinctKeys());
    assertThat(read.heavyHitters().top(100))
        .containsExactlyInAnyOrderElementsOf(sketch.heavyHitters().top(100));
    // Less than 10 bytes for each of a hundred keys, and 4 for its coupon.
    assertThat(bytes).hasSizeLessThan(1400);
  }

  @Test
  void writesSketchesAsEver() throws Exception {
    String golden = "3f700000000000000300100201070c03080208a90e830558dc020402016202016101";
    SkewSketchCoder coder = SkewSketchCoder.of();
    assertThat(
            HexFormat.of()
                .formatHex(CoderUtils.encodeToByteArray(coder, sketch(List.of("b", "a", "b")))))
        .isEqualTo(golden);
    SkewSketch<EncodedKey> read =
        CoderUtils.decodeFromByteArray(coder, HexFormat.of().parseHex(golden));
    assertThat(read.heavyHitters().top(1))
        .containsExactly(new HeavyHitter<>(EncodedKey.of("b", StringUtf8Coder.of()), 2, 2));
    assertThat(Math.round(read.distinctKeys())).isEqualTo(2);
  }

  private static SkewSketch<EncodedKey> sketch(List<String> keys) {
    SkewSketch<EncodedKey> sketch = SkewSketch.forPlaces(8);
    for (String key : keys) {
      EncodedKey encoded = EncodedKey.of(key, StringUtf8Coder.of());
      sketch.add(encoded, encoded.hash());
    }
    return sketch;
  }

  @Test
  void refusesWhatItCannotDo() {
    assertThatThrownBy(() -> DetectSkew.<String>globally().withParallelism(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("parallelism: 0 not in [1..65536]");
    assertThatThrownBy(() -> DetectSkew.<String>globally().withShare(2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("share: 2.0 not in [4.76837158203125E-7..1]");
    PCollection<Double> doubles = pipeline.apply(Create.of(1.0).withCoder(DoubleCoder.of()));
    assertThatThrownBy(() -> doubles.apply(DetectSkew.globally()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("input: the coder of its keys DoubleCoder must be deterministic");
  }

  @Test
  void displaysItsParameters() {
    assertThat(DisplayData.from(DetectSkew.<String>globally().withParallelism(4)).items())
        .extracting(item -> item.getKey() + "=" + item.getValue())
        .contains("parallelism=4", "share=0.0078125");
  }
}
