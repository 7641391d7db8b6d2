package org.partitioners.beam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.text.Collator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.transforms.windowing.Sessions;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionView;
import org.joda.time.Duration;
import org.junit.jupiter.api.Test;
import org.partitioners.range.SharedRanges;

class RangePartitionTest {

  private final TestPipeline pipeline = Pipelines.create();

  @Test
  void splitsInOrderIntoEqualParts() {
    List<Long> numbers = shuffled(LongStream.range(0, 1000).boxed().toList());
    PCollectionList<Long> parts =
        pipeline
            .apply(Create.of(numbers).withCoder(VarLongCoder.of()))
            .apply(RangePartition.<Long>of(4).split());

    assertThat(parts.size()).isEqualTo(4);
    for (int p = 0; p < 4; p++) {
      PAssert.that(parts.get(p))
          .containsInAnyOrder(LongStream.range(250L * p, 250L * (p + 1)).boxed().toList());
    }
    pipeline.run();
  }

  @Test
  void keysByTheRangesOfAnotherCollection() {
    RangePartition<Long, Long> spec = RangePartition.of(4);
    PCollectionView<SharedRanges<Long>> ranges =
        pipeline
            .apply(
                "Others",
                Create.of(LongStream.range(0, 1000).boxed().toList()).withCoder(VarLongCoder.of()))
            .apply(spec.ranges())
            .apply(View.asSingleton());
    PCollection<KV<Integer, Long>> keyed =
        pipeline
            .apply(
                "Few",
                Create.of(List.of(0L, 249L, 250L, 999L, 5_000L)).withCoder(VarLongCoder.of()))
            .apply(spec.keyedBy(ranges));

    PAssert.that(keyed)
        .containsInAnyOrder(
            List.of(
                KV.of(0, 0L), KV.of(0, 249L), KV.of(1, 250L), KV.of(3, 999L), KV.of(3, 5_000L)));
    pipeline.run();
  }

  @Test
  void dividesAHeavyKeyAmongNeighbours() {
    // 600 of 1000 are one key, 2.4 partitions' worth.
    List<KV<String, Long>> elements = new ArrayList<>();
    for (long i = 0; i < 1000; i++) {
      elements.add(KV.of(i < 200 ? "a" + i : i < 800 ? "heavy" : "z" + i, i));
    }
    PCollection<KV<Integer, KV<String, Long>>> keyed =
        pipeline
            .apply(Create.of(shuffled(elements)))
            .apply(
                RangePartition.<KV<String, Long>, String>by(KV::getKey, StringUtf8Coder.of(), 4)
                    .keyed());

    PAssert.that(keyed)
        .satisfies(
            all -> {
              List<KV<Integer, KV<String, Long>>> found =
                  StreamSupport.stream(all.spliterator(), false).toList();
              assertThat(found)
                  .extracting(KV::getValue)
                  .containsExactlyInAnyOrderElementsOf(elements);
              Map<Integer, List<String>> keys = new TreeMap<>();
              found.forEach(
                  kv ->
                      keys.computeIfAbsent(kv.getKey(), p -> new ArrayList<>())
                          .add(kv.getValue().getKey()));
              assertThat(keys.keySet()).containsExactly(0, 1, 2, 3);
              // Tickets are even to within a few for each worker.
              keys.values().forEach(part -> assertThat(part).hasSizeBetween(230, 270));
              for (int p = 1; p < 4; p++) {
                assertThat(keys.get(p).stream().min(Comparator.naturalOrder()).orElseThrow())
                    .isGreaterThanOrEqualTo(
                        keys.get(p - 1).stream().max(Comparator.naturalOrder()).orElseThrow());
              }
              return null;
            });
    pipeline.run();
  }

  @Test
  void keepsKeysWholeWhereTold() {
    List<Long> numbers = new ArrayList<>(LongStream.range(0, 40).boxed().toList());
    IntStream.range(0, 60).forEach(i -> numbers.add(20L));
    PCollectionList<Long> parts =
        pipeline
            .apply(Create.of(shuffled(numbers)).withCoder(VarLongCoder.of()))
            .apply(RangePartition.<Long>of(3).withWholeKeys().split());

    PAssert.that(parts.get(0)).containsInAnyOrder(LongStream.range(0, 20).boxed().toList());
    PAssert.that(parts.get(1))
        .containsInAnyOrder(IntStream.range(0, 61).mapToObj(i -> 20L).toList());
    PAssert.that(parts.get(2)).containsInAnyOrder(LongStream.range(21, 40).boxed().toList());
    pipeline.run();
  }

  @Test
  void dividesNothing() {
    PAssert.that(
            pipeline
                .apply(Create.empty(VarLongCoder.of()))
                .apply(RangePartition.<Long>of(3).keyed()))
        .empty();
    pipeline.run();
  }

  @Test
  void refusesWhatItCannotDo() {
    assertThatThrownBy(() -> RangePartition.<Long>of(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("numPartitions: 0 not in [1..16384]");
    Comparator<Object> order = Collator.getInstance(Locale.ROOT);
    assertThatThrownBy(() -> RangePartition.<Long, Long>by(n -> n, VarLongCoder.of(), 2, order))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("order: .* is not serializable");
    PCollection<Long> endless =
        pipeline.apply(TestStream.create(VarLongCoder.of()).advanceWatermarkToInfinity());
    assertThatThrownBy(() -> endless.apply(RangePartition.<Long>of(2).keyed()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "input: unbounded in the global window, which never ends, so its ranges are never"
                + " known; apply a Window first");
    PCollection<Long> sessions =
        pipeline
            .apply(Create.of(1L))
            .apply(Window.into(Sessions.withGapDuration(Duration.standardHours(1))));
    String message =
        "windows: .* merge, so they are not known until after their ranges are; use windows that do"
            + " not merge";
    assertThatThrownBy(() -> sessions.apply(RangePartition.<Long>of(2).keyed()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching(message);
    assertThatThrownBy(() -> sessions.apply(GlobalSort.<Long>of(2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching(message);
  }

  @Test
  void displaysItsParameters() {
    assertThat(DisplayData.from(RangePartition.<Long>of(7).withWholeKeys().keyed()).items())
        .extracting(item -> item.getKey() + "=" + item.getValue())
        .contains("numPartitions=7", "keys=WHOLE");
  }

  static <T> List<T> shuffled(List<T> list) {
    List<T> shuffled = new ArrayList<>(list);
    SplittableRandom random = new SplittableRandom(7);
    for (int i = shuffled.size() - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      T moved = shuffled.get(i);
      shuffled.set(i, shuffled.get(j));
      shuffled.set(j, moved);
    }
    return shuffled;
  }
}
