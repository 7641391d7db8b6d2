package org.partitioners.beam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

class GlobalSortTest {

  private final TestPipeline pipeline = Pipelines.create();

  @Test
  void sortsAcrossShards() {
    SplittableRandom random = new SplittableRandom(5);
    List<KV<String, Integer>> elements = new ArrayList<>();
    for (int i = 0; i < 800; i++) {
      // Half of all have one key, four shards' worth.
      elements.add(KV.of(i % 2 == 0 ? "heavy" : "k" + random.nextInt(1000), i));
    }
    PAssert.that(
            pipeline
                .apply(Create.of(elements))
                .apply(
                    GlobalSort.by(
                        KV::getKey, StringUtf8Coder.of(), 8, Comparator.<String>reverseOrder())))
        .satisfies(
            shards -> {
              TreeMap<Integer, Iterable<KV<String, Integer>>> byNumber = new TreeMap<>();
              shards.forEach(shard -> byNumber.put(shard.getKey(), shard.getValue()));
              assertThat(byNumber).hasSize(8);
              byNumber.values().forEach(s -> assertThat((Collection<?>) s).hasSizeBetween(90, 110));
              List<KV<String, Integer>> all = new ArrayList<>();
              byNumber.values().forEach(shard -> shard.forEach(all::add));
              assertThat(all)
                  .containsExactlyInAnyOrderElementsOf(elements)
                  .extracting(KV::getKey)
                  .isSortedAccordingTo(Comparator.<String>reverseOrder());
              return null;
            });
    pipeline.run();
  }

  @Test
  void sortsEachWindowForItself() {
    Instant next = Instant.ofEpochMilli(10_000);
    PCollection<KV<Integer, Iterable<Integer>>> shards =
        pipeline
            .apply(
                TestStream.create(VarIntCoder.of())
                    .addElements(
                        at(3, Instant.ofEpochMilli(1)), at(1, Instant.ofEpochMilli(2)), at(7, next))
                    .advanceWatermarkTo(Instant.ofEpochMilli(5_000))
                    .addElements(
                        at(2, Instant.ofEpochMilli(6_000)), at(5, next.plus(Duration.millis(1))))
                    .advanceWatermarkToInfinity())
            .apply(Window.into(FixedWindows.of(Duration.standardSeconds(10))))
            .apply(GlobalSort.<Integer>of(1));

    PAssert.that(shards)
        .containsInAnyOrder(List.of(KV.of(0, List.of(1, 2, 3)), KV.of(0, List.of(5, 7))));
    pipeline.run();
  }

  private static TimestampedValue<Integer> at(int value, Instant time) {
    return TimestampedValue.of(value, time);
  }

  @Test
  void refusesNoShards() {
    assertThatThrownBy(() -> GlobalSort.<String>of(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("numShards: 0 not in [1..16384]");
  }

  @Test
  void displaysItsParameters() {
    assertThat(DisplayData.from(GlobalSort.<String>of(9)).items())
        .extracting(item -> item.getKey() + "=" + item.getValue())
        .contains("numPartitions=9", "keys=SHARED");
  }
}
