package org.partitioners.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.partitioners.KeyPartitioner;
import org.partitioners.hash.HashPartitioners;
import org.partitioners.hash.KeyHashers;
import org.partitioners.map.PartitionLocations;
import org.partitioners.map.PartitionMap;
import org.partitioners.map.PartitionMapStore;
import org.partitioners.range.RangeBoundaries;
import org.partitioners.range.RangePartitioner;

/** What a reader finds on every file system; the maps are kept beside the data. */
abstract class PartitionedReaderContract {

  private static final String HOT = "key-000000";
  private static final RangePartitioner<String> BY_LETTER =
      RangePartitioner.of(RangeBoundaries.of(List.of("d", "h", "m", "t")));

  private FileSystem fs;
  private Path data;
  private PartitionMapStore maps;
  private PartitionedReader<String, String> reader;

  /** The file system that is used; the same in all calls of a test. */
  abstract FileSystem fileSystem() throws IOException;

  /** A folder of the test's own. */
  abstract Path folder();

  @BeforeEach
  void nothingPublished() throws IOException {
    fs = fileSystem();
    data = fs.makeQualified(new Path(folder(), "data"));
    maps = HadoopPartitionMaps.in(new Path(data, "_maps"), fs.getConf());
    reader =
        PartitionedReader.of(
            data,
            fs.getConf(),
            maps,
            LineFormat.sorted(
                line -> line, PartitionedReaderContract::key, Comparator.<String>naturalOrder()));
  }

  private static String key(String line) {
    return line.substring(0, line.indexOf(','));
  }

  /** Writes a file, in blocks of 1 MiB where there are blocks. */
  private void write(String path, List<String> lines) throws IOException {
    try (BufferedWriter out =
        new BufferedWriter(
            new OutputStreamWriter(
                fs.createFile(new Path(data, path)).recursive().blockSize(1 << 20).build(),
                StandardCharsets.UTF_8))) {
      for (String line : lines) {
        out.write(line);
        out.write('\n');
      }
    }
  }

  private void write(PartitionMap map, List<String> lines) throws IOException {
    KeyPartitioner<String> placing = map.partitioner().rebuild(String.class);
    Map<Integer, List<String>> parts = new TreeMap<>();
    for (int i = 0; i < lines.size(); i++) {
      String key = key(lines.get(i));
      List<Integer> salts = map.salted().get(key);
      int partition = salts == null ? placing.partition(key) : salts.get(i % salts.size());
      parts.computeIfAbsent(partition, absent -> new ArrayList<>()).add(lines.get(i));
    }
    for (int p = 0; p < map.locations().numPartitions(); p++) {
      List<String> part = parts.getOrDefault(p, new ArrayList<>());
      part.sort(Comparator.comparing(PartitionedReaderContract::key));
      write(map.locations().of(p).get(0) + "/part-0", part);
    }
  }

  /** 200,000 lines in 4 partitions of some MB, of which a hundred are of a hot key. */
  @Test
  void lookUpReadsASmallPartOfOnePartitionAndAHotKeyIsMerged() throws IOException {
    PartitionMap unsalted =
        PartitionMap.first(
            HashPartitioners.modulo(4, KeyHashers.strings()), PartitionLocations.numbered(4));
    int home = unsalted.partitioner().rebuild(String.class).partition(HOT);
    PartitionMap map =
        new PartitionMap(
            1,
            PartitionMap.ALWAYS,
            unsalted.partitioner(),
            unsalted.locations(),
            Map.of(HOT, List.of(home, (home + 2) % 4)));
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 200_000; i++) {
      lines.add(
          String.format(Locale.ROOT, "key-%06d,%s%d", i % 2000 == 0 ? 0 : i, "x".repeat(40), i));
    }
    write(map, lines);
    maps.publish(map);
    long all = 0;
    for (int p = 0; p < 4; p++) {
      long length = fs.getFileStatus(new Path(data, "partition=" + p + "/part-0")).getLen();
      assertThat(length).as("several blocks").isGreaterThan(2 << 20);
      all += length;
    }

    for (int i = 1; i < 200_000; i += 9_973) {
      Answer<String> answer = reader.get(String.format(Locale.ROOT, "key-%06d", i));
      assertThat(answer.records()).containsExactly(lines.get(i));
      assertThat(answer.touched().partitions()).isEqualTo(1);
      assertThat(answer.touched().files()).isEqualTo(1);
      assertThat(answer.touched().bytes()).isLessThan(all / 4 / 20);
    }
    assertThat(reader.get("key-000001?").records()).isEmpty();
    Answer<String> hot = reader.get(HOT);
    assertThat(hot.records())
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 100).mapToObj(i -> lines.get(i * 2000)).toList());
    assertThat(hot.touched().partitions()).isEqualTo(2);

    List<String> found = new ArrayList<>();
    Touched scanned = reader.scan(found::add);
    assertThat(scanned).isEqualTo(new Touched(4, 4, all));
    assertThat(found).hasSize(lines.size());
    assertThat(new TreeSet<>(found)).isEqualTo(new TreeSet<>(lines));
  }

  private void publishLetters() throws IOException {
    PartitionMap map = PartitionMap.first(BY_LETTER, PartitionLocations.numbered(5));
    write(map, List.of("a,1", "d,2", "e,3", "h,4", "z,5"));
    maps.publish(map);
  }

  @Test
  void rangesAndPrefixesOpenThePartitionsThatMeetThem() throws IOException {
    publishLetters();
    write("partition=1/_unfinished", List.of("d,6"));
    write("partition=1/.hidden", List.of("d,7"));
    assertThat(reader.range("d", "h"))
        .isEqualTo(new Answer<>(List.of("d,2", "e,3"), new Touched(1, 1, 8)));
    assertThat(reader.range("d", "hh").touched().partitions()).isEqualTo(2);
    assertThat(reader.range("d", "d")).isEqualTo(new Answer<>(List.of(), new Touched(0, 0, 0)));
    assertThat(reader.prefix("e")).isEqualTo(new Answer<>(List.of("e,3"), new Touched(1, 1, 8)));
    assertThat(reader.range("n", "o")).isEqualTo(new Answer<>(List.of(), new Touched(1, 1, 0)));
    assertThat(reader.scan().records()).containsExactly("a,1", "d,2", "e,3", "h,4", "z,5");
  }

  @Test
  void readersThatHaveAnsweredFollowALaterMap() throws IOException {
    publishLetters();
    assertThat(reader.get("e").records()).containsExactly("e,3");
    PartitionMap next =
        maps.latest()
            .orElseThrow()
            .next(
                PartitionMap.ALWAYS,
                RangePartitioner.of(RangeBoundaries.of(List.of("e"))),
                PartitionLocations.of("second/{}", 2));
    write(next, List.of("a,1", "d,2", "e,30", "h,4", "z,5"));
    maps.publish(next);
    assertThat(reader.get("e").records()).containsExactly("e,30");

    PartitionEpoch.mark(fs, new Path(data, "partition=1"), 2);
    fs.delete(new Path(data, "partition=1/part-0"), false);
    assertThat(reader.get("e").records()).containsExactly("e,30");
    assertThat(reader.epoch()).isEqualTo(2);
    assertThat(reader.range("a", "f").touched().partitions()).isEqualTo(2);
  }

  @Test
  void aLostFolderAndAMarkOfNoMapAreRefused() throws IOException {
    publishLetters();
    fs.delete(new Path(data, "partition=4"), true);
    assertThatThrownBy(() -> reader.get("z"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("partition=4: is not there, and the latest map, of epoch 1,");
    assertThat(reader.absentIsEmpty().get("z").records()).isEmpty();
    PartitionEpoch.mark(fs, new Path(data, "partition=0"), 3);
    assertThatThrownBy(() -> reader.get("a"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(
            "partition=0: is marked with epoch 3, and the latest map, of epoch 1,");
    assertThat(reader.get("h").records()).containsExactly("h,4");
  }
}
