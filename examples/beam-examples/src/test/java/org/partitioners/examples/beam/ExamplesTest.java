package org.partitioners.examples.beam;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.junit.jupiter.api.Test;
import org.partitioners.PartitionLoad;
import org.partitioners.skew.HeavyHitter;
import org.partitioners.skew.SkewReport;

/** Each example, on input of which the result is known. */
class ExamplesTest {

  private final TestPipeline pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(false);

  @Test
  void placesSessionsOnARing() {
    List<String> sessions = new ArrayList<>();
    for (int i = 0; i < 90; i++) {
      sessions.add("session-" + i);
    }
    PCollection<String> input = pipeline.apply(Create.of(sessions));
    PartitionLoad load = PartitionLoad.of(PlaceSessionsOnARing.RING, sessions);
    PCollectionList<String> caches = PlaceSessionsOnARing.split(input);

    PAssert.thatMap(PlaceSessionsOnARing.count(input))
        .isEqualTo(Map.of(0, load.count(0), 1, load.count(1), 2, load.count(2)));
    PAssert.that(caches.get(1))
        .containsInAnyOrder(
            sessions.stream()
                .filter(session -> PlaceSessionsOnARing.RING.partition(session) == 1)
                .toList());
    pipeline.run();
  }

  @Test
  void sortsByEvenRanges() {
    List<String> words = new ArrayList<>();
    Map<String, Long> counts = new HashMap<>();
    for (int i = 0; i < 100; i++) {
      String word = i % 2 == 0 ? "the" : "word" + i;
      words.add(word);
      counts.merge(word, 1L, Long::sum);
    }
    PAssert.that(SortByEvenRanges.ranges(pipeline.apply("words", Create.of(words))))
        .satisfies(
            keyed -> {
              Map<Integer, Integer> sizes = new TreeMap<>();
              keyed.forEach(kv -> sizes.merge(kv.getKey(), 1, Integer::sum));
              assertThat(sizes.values()).hasSize(4).allMatch(size -> size >= 20 && size <= 30);
              return null;
            });
    PAssert.that(SortByEvenRanges.sort(pipeline.apply("counts", Create.of(counts))))
        .satisfies(
            shards -> {
              Map<Integer, Iterable<KV<String, Long>>> byShard = new TreeMap<>();
              shards.forEach(shard -> byShard.put(shard.getKey(), shard.getValue()));
              List<String> sorted = new ArrayList<>();
              byShard.values().forEach(shard -> shard.forEach(kv -> sorted.add(kv.getKey())));
              assertThat(sorted)
                  .hasSameSizeAs(counts.keySet())
                  .isSortedAccordingTo(Comparator.naturalOrder());
              return null;
            });
    pipeline.run();
  }

  @Test
  void findsAndRelievesAHotKey() {
    List<KV<String, Long>> views = new ArrayList<>();
    Map<String, Long> sums = new HashMap<>();
    for (long i = 0; i < 400; i++) {
      String key = i % 2 == 0 ? "celebrity" : "k" + i % 40;
      views.add(KV.of(key, i));
      sums.merge(key, i, Long::sum);
    }
    PCollection<KV<String, Long>> input =
        pipeline.apply(
            Create.of(views).withCoder(KvCoder.of(StringUtf8Coder.of(), VarLongCoder.of())));
    PCollection<SkewReport<String>> reports = FindTheHotKey.report(input);

    PAssert.thatSingleton(reports)
        .satisfies(
            report -> {
              assertThat(report.records()).isEqualTo(400);
              assertThat(report.firstShare()).isEqualTo(0.5);
              return null;
            });
    PAssert.that(FindTheHotKey.hot(reports))
        .satisfies(
            hot -> {
              assertThat(hot).contains(new HeavyHitter<>("celebrity", 200, 200));
              return null;
            });
    PAssert.thatMap(RelieveAHotKey.sum(input)).isEqualTo(sums);
    PAssert.thatMap(RelieveAHotKey.sumWithFanOut(input)).isEqualTo(sums);
    PAssert.that(RelieveAHotKey.group(input))
        .satisfies(
            pieces -> {
              List<KV<String, Long>> values = new ArrayList<>();
              pieces.forEach(
                  piece ->
                      piece.getValue().forEach(value -> values.add(KV.of(piece.getKey(), value))));
              assertThat(values).containsExactlyInAnyOrderElementsOf(views);
              return null;
            });
    pipeline.run();
  }

  @Test
  void joinsWithAHotKey() {
    List<KV<String, Long>> views = new ArrayList<>();
    List<KV<String, KV<Long, String>>> known = new ArrayList<>();
    List<KV<String, KV<Long, Optional<String>>>> left = new ArrayList<>();
    List<KV<String, KV<Optional<Long>, Optional<String>>>> all = new ArrayList<>();
    for (long i = 0; i < 60; i++) {
      String key = i % 10 == 0 ? "unknown" : "celebrity";
      Optional<String> page = i % 10 == 0 ? Optional.empty() : Optional.of("A page");
      views.add(KV.of(key, i));
      if (page.isPresent()) {
        known.add(KV.of(key, KV.of(i, page.get())));
      }
      left.add(KV.of(key, KV.of(i, page)));
      all.add(KV.of(key, KV.of(Optional.of(i), page)));
    }
    all.add(KV.of("unseen", KV.of(Optional.empty(), Optional.of("Another page"))));
    PCollection<KV<String, Long>> input =
        pipeline.apply(
            "Views",
            Create.of(views).withCoder(KvCoder.of(StringUtf8Coder.of(), VarLongCoder.of())));
    PCollection<KV<String, String>> pages =
        pipeline.apply(
            "Pages",
            Create.of(List.of(KV.of("celebrity", "A page"), KV.of("unseen", "Another page"))));

    PAssert.that(JoinWithAHotKey.known(input, pages)).containsInAnyOrder(known);
    PAssert.that(JoinWithAHotKey.told(input, pages)).containsInAnyOrder(known);
    PAssert.that(JoinWithAHotKey.onFlink(input, pages)).containsInAnyOrder(left);
    PAssert.that(JoinWithAHotKey.all(input, pages)).containsInAnyOrder(all);
    pipeline.run();
  }
}
