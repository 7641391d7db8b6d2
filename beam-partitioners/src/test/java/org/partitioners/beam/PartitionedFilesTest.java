package org.partitioners.beam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.io.GenerateSequence;
import org.apache.beam.sdk.io.TextIO;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.PCollection;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.partitioners.KeyPartitioner;
import org.partitioners.hadoop.Answer;
import org.partitioners.hadoop.HadoopPartitionMaps;
import org.partitioners.hadoop.LineFormat;
import org.partitioners.hadoop.PartitionedReader;
import org.partitioners.hash.HashPartitioners;
import org.partitioners.hash.KeyHashers;
import org.partitioners.map.PartitionLocations;
import org.partitioners.map.PartitionMap;
import org.partitioners.map.PartitionMapStore;

class PartitionedFilesTest {
  private static final Map<String, PartitionMapStore> STORES = new ConcurrentHashMap<>();
  private static final List<String> WORDS =
      IntStream.range(0, 100).mapToObj(i -> String.format(Locale.ROOT, "w%03d", i)).toList();
  private static final PartitionMap MAP =
      PartitionMap.first(
          HashPartitioners.ring(4, KeyHashers.strings()),
          PartitionLocations.numbered(4).with(2, "elsewhere/two"));

  /** Left to the next clean: a pipeline that has failed may go on writing for a while. */
  private final Path folder = Files.createTempDirectory(Path.of("target"), "files");

  private final TestPipeline pipeline = Pipelines.trusting();

  PartitionedFilesTest() throws IOException {}

  private PartitionMapStore store() {
    return STORES.computeIfAbsent(folder.toString(), unused -> PartitionMapStore.inMemory());
  }

  private PTransform<PCollection<String>, PCollection<Long>> written(
      PartitionMap map, SerializableFunction<String, String> format) {
    String name = folder.toString();
    return PartitionedFiles.by((String word) -> word, map, String.class)
        .via(format, TextIO.sink())
        .to(name, ".txt")
        .publishTo(
            () -> {
              // No map is seen before its data.
              try (Stream<Path> files = Files.walk(Path.of(name))) {
                assertThat(files.filter(file -> file.toString().endsWith(".txt"))).isNotEmpty();
              }
              return STORES.get(name);
            });
  }

  /** The words of the partition that a key is in. */
  private List<String> read(PartitionMap map, String key) throws IOException {
    KeyPartitioner<String> placing = map.partitioner().rebuild(String.class);
    List<String> words = new ArrayList<>();
    for (String location : map.locations().of(placing.partition(key))) {
      try (Stream<Path> files = Files.list(folder.resolve(location))) {
        for (Path file : files.toList()) {
          assertThat(file.getFileName().toString()).startsWith("part-").endsWith(".txt");
          words.addAll(Files.readAllLines(file));
        }
      }
    }
    return words;
  }

  @Test
  void publishesTheMapByWhichFilesAreFound() throws IOException {
    store();
    PCollection<Long> epochs = pipeline.apply(Create.of(WORDS)).apply(written(MAP, word -> word));
    PAssert.that(epochs).containsInAnyOrder(1L);
    pipeline.run();

    PartitionMap map = store().latest().orElseThrow();
    assertThat(map).isEqualTo(MAP);
    KeyPartitioner<String> placing = map.partitioner().rebuild(String.class);
    for (String word : WORDS) {
      assertThat(read(map, word))
          .contains(word)
          .allMatch(other -> placing.partition(other) == placing.partition(word));
    }
    assertThat(folder.resolve("elsewhere/two")).isNotEmptyDirectory();
  }

  private record User(String name, int visits) implements Serializable {
    String toCsv() {
      return name + "," + visits;
    }
  }

  /** As in docs/partition-maps.md. */
  @Test
  void publishesIntoAFolder() throws IOException {
    String data = this.folder.toString();
    var folder =
        new org.apache.hadoop.fs.Path(this.folder.resolve("_maps").toAbsolutePath().toString());
    PartitionMap map = MAP;
    PCollection<User> users =
        pipeline.apply(
            Create.of(new User("alice", 3), new User("bob", 4))
                .withCoder(SerializableCoder.of(User.class)));

    users.apply(
        PartitionedFiles.by(User::name, map, String.class)
            .via(User::toCsv, TextIO.sink())
            .to(data, ".csv")
            .publishTo(() -> HadoopPartitionMaps.in(folder, new Configuration())));
    pipeline.run();

    assertThat(HadoopPartitionMaps.in(folder, new Configuration()).latest()).contains(map);
    try (Stream<Path> files = Files.walk(this.folder)) {
      List<String> lines = new ArrayList<>();
      for (Path file : files.filter(each -> each.toString().endsWith(".csv")).toList()) {
        lines.addAll(Files.readAllLines(file));
      }
      assertThat(lines).containsExactlyInAnyOrder("alice,3", "bob,4");
    }
  }

  @Test
  void publishesNothingIfWritingFails() throws IOException {
    PartitionMapStore store = store();
    pipeline
        .apply(Create.of(WORDS))
        .apply(
            written(
                MAP,
                word -> {
                  if (word.equals("w099")) {
                    throw new IllegalStateException("killed for the test");
                  }
                  return word;
                }));

    assertThatThrownBy(pipeline::run)
        .isInstanceOf(Pipeline.PipelineExecutionException.class)
        .hasMessageContaining("killed for the test");
    assertThat(store.epochs()).isEmpty();
  }

  @Test
  void failsIfAnotherHasPublished() throws IOException {
    PartitionMap others =
        MAP.next(
            PartitionMap.ALWAYS,
            HashPartitioners.jump(2, KeyHashers.strings()),
            PartitionLocations.numbered(2));
    store().publish(others.asEpoch(1, Instant.EPOCH));
    pipeline.apply(Create.of(WORDS)).apply(written(MAP, word -> word));

    assertThatThrownBy(pipeline::run)
        .isInstanceOf(Pipeline.PipelineExecutionException.class)
        .hasMessageContaining("StaleEpochException");
    assertThat(store().epochs()).containsExactly(1L);
  }

  @Test
  void publishingAgainCountsOnce() throws IOException {
    store().publish(MAP);
    PCollection<Long> epochs = pipeline.apply(Create.of(WORDS)).apply(written(MAP, word -> word));
    PAssert.that(epochs).containsInAnyOrder(1L);
    pipeline.run();

    assertThat(store().epochs()).containsExactly(1L);
  }

  @Test
  void aHotKeyIsInAllThePartitionsThatItIsSaltedOver() throws IOException {
    PartitionMap salted =
        PartitionMap.first(
                HashPartitioners.ring(24, KeyHashers.strings()), PartitionLocations.numbered(24))
            .withSalted(Map.of("hot", List.of(5, 11, 12, 20)));
    PartitionMapStore store = store();
    List<String> lines =
        IntStream.range(0, 800).mapToObj(i -> (i % 2 == 0 ? "hot," : "w" + i + ",") + i).toList();
    SerializableFunction<String, String> key = line -> line.substring(0, line.indexOf(','));
    String name = folder.toString();
    pipeline
        .apply(Create.of(lines))
        .apply(
            PartitionedFiles.by(key, salted, String.class)
                .via(line -> line, TextIO.sink())
                .to(name, ".txt")
                .publishTo(() -> STORES.get(name)));
    pipeline.run();

    PartitionedReader<String, String> reader =
        PartitionedReader.of(
                new org.apache.hadoop.fs.Path(folder.toUri()),
                new Configuration(),
                store,
                LineFormat.unsorted(line -> line, key::apply, Comparator.<String>naturalOrder()))
            .absentIsEmpty();
    Answer<String> hot = reader.get("hot");
    assertThat(hot.records())
        .containsExactlyInAnyOrderElementsOf(
            lines.stream().filter(line -> line.startsWith("hot,")).toList());
    assertThat(hot.touched().partitions()).isEqualTo(4);
    for (int p = 0; p < 24; p++) {
      boolean may = salted.salted().get("hot").contains(p);
      // A thread of the runner has turns of its own, and begins with the first partition.
      assertThat(hotIn(salted.locations().of(p).get(0)))
          .as("partition %s", p)
          .isBetween(may ? 80L : 0L, may ? 120L : 0L);
    }
    for (int i = 1; i < 800; i += 20) {
      Answer<String> cold = reader.get("w" + i);
      assertThat(cold.records()).containsExactly(lines.get(i));
      assertThat(cold.touched().partitions()).isEqualTo(1);
    }
    assertThat(reader.scan().records()).hasSize(800);
  }

  private long hotIn(String location) throws IOException {
    long found = 0;
    if (Files.exists(folder.resolve(location))) {
      try (Stream<Path> files = Files.list(folder.resolve(location))) {
        for (Path file : files.toList()) {
          found +=
              Files.readAllLines(file).stream().filter(line -> line.startsWith("hot,")).count();
        }
      }
    }
    return found;
  }

  @Test
  void refusesUnboundedElements() {
    PCollection<Long> unbounded = pipeline.apply(GenerateSequence.from(0));
    assertThatThrownBy(
            () ->
                unbounded.apply(
                    PartitionedFiles.by((Long number) -> number.toString(), MAP, String.class)
                        .via(Object::toString, TextIO.sink())
                        .to(folder.toString(), "")
                        .publishTo(PartitionMapStore::inMemory)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "input: unbounded, and the map is published when all has been written; write bounded"
                + " elements");
  }
}
