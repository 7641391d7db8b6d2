package org.partitioners.beam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Partition;
import org.apache.beam.sdk.transforms.Requirements;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.partitioners.KeyPartitioner;
import org.partitioners.hash.HashPartitioners;
import org.partitioners.hash.KeyHashers;
import org.partitioners.range.RangeBoundaries;
import org.partitioners.range.RangePartitioner;

class PartitionByTest {

  private static final List<String> WORDS =
      IntStream.range(0, 200).mapToObj(i -> String.format(Locale.ROOT, "w%03d", i)).toList();
  private static final RangePartitioner<String> RANGES =
      RangePartitioner.of(RangeBoundaries.of(List.of("w050", "w120")));

  private final TestPipeline pipeline = Pipelines.create();

  @Test
  void partitionsByAnyPartitioner() {
    KeyPartitioner<String> ring = HashPartitioners.ring(3, KeyHashers.strings());
    PCollectionList<String> parts =
        pipeline.apply(Create.of(WORDS)).apply(Partition.of(3, PartitionBy.fn(ring)));

    for (int p = 0; p < 3; p++) {
      int partition = p;
      List<String> expected =
          WORDS.stream().filter(word -> ring.partition(word) == partition).toList();
      assertThat(expected).hasSizeGreaterThan(30);
      PAssert.that(parts.get(p)).containsInAnyOrder(expected);
    }
    pipeline.run();
  }

  @Test
  void partitionsByAKeyOfTheElement() {
    PCollectionList<KV<String, Integer>> parts =
        pipeline
            .apply(Create.of(Map.of("w000", 1, "w050", 2, "w119", 3, "x", 4)))
            .apply(Partition.of(3, PartitionBy.fn(KV::getKey, RANGES)));

    PAssert.that(parts.get(0)).containsInAnyOrder(List.of(KV.of("w000", 1)));
    PAssert.that(parts.get(1)).containsInAnyOrder(List.of(KV.of("w050", 2), KV.of("w119", 3)));
    PAssert.that(parts.get(2)).containsInAnyOrder(List.of(KV.of("x", 4)));
    pipeline.run();
  }

  @Test
  void partitionsByAPartitionerOfThePipeline() {
    PCollectionView<RangePartitioner<String>> view = view(pipeline);
    PCollectionList<String> parts =
        pipeline
            .apply("words", Create.of(WORDS))
            .apply(
                Partition.of(
                    4, PartitionBy.fn(word -> word, view), Requirements.requiresSideInputs(view)));

    PAssert.that(parts.get(0)).containsInAnyOrder(WORDS.subList(0, 50));
    PAssert.that(parts.get(1)).containsInAnyOrder(WORDS.subList(50, 120));
    PAssert.that(parts.get(2)).containsInAnyOrder(WORDS.subList(120, 200));
    PAssert.that(parts.get(3)).empty();
    pipeline.run();
  }

  private static PCollectionView<RangePartitioner<String>> view(Pipeline pipeline) {
    @SuppressWarnings("unchecked")
    SerializableCoder<RangePartitioner<String>> coder =
        (SerializableCoder<RangePartitioner<String>>)
            (SerializableCoder<?>) SerializableCoder.of(RangePartitioner.class);
    return pipeline
        .apply("ranges", Create.of(List.of(RANGES)).withCoder(coder))
        .apply(View.asSingleton());
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4})
  void refusesAnotherNumberOfPartitions(int outputs) {
    Partition.PartitionFn<String> fn =
        PartitionBy.fn(HashPartitioners.jump(3, KeyHashers.strings()));

    assertThatThrownBy(() -> fn.partitionFor("w000", outputs))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "numPartitions: Partition.of("
                + outputs
                + ") does not fit the 3 partitions of "
                + HashPartitioners.jump(3, KeyHashers.strings()).fingerprint()
                + ": call Partition.of(3, …), or make the partitioner for "
                + outputs
                + " partitions");
  }

  @Test
  void refusesTooManyPartitionsOfThePipeline() {
    PCollectionView<RangePartitioner<String>> view = view(pipeline);
    pipeline
        .apply("words", Create.of(WORDS))
        .apply(
            Partition.of(
                2, PartitionBy.fn(word -> word, view), Requirements.requiresSideInputs(view)));

    assertThatThrownBy(pipeline::run)
        .hasMessageContaining("Partition.of(2) does not fit the 3 partitions");
  }

  @Test
  void keysByPartition() {
    KeyPartitioner<String> slots = HashPartitioners.slots(5, KeyHashers.strings());
    List<KV<Integer, String>> expected = new ArrayList<>();
    WORDS.forEach(word -> expected.add(KV.of(slots.partition(word), word)));

    PAssert.that(pipeline.apply(Create.of(WORDS)).apply(PartitionBy.key(slots)))
        .containsInAnyOrder(expected);
    pipeline.run();
  }

  @Test
  void displaysThePartitioner() {
    assertThat(DisplayData.from(PartitionBy.key(RANGES)).items())
        .extracting(item -> item.getKey() + "=" + item.getValue())
        .contains("numPartitions=3", "partitioner=" + RANGES.fingerprint());
  }
}
