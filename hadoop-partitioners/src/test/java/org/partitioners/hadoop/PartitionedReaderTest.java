package org.partitioners.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.partitioners.KeyPartitioner;
import org.partitioners.hash.HashPartitioners;
import org.partitioners.hash.KeyHashers;
import org.partitioners.map.PartitionLocations;
import org.partitioners.map.PartitionMap;
import org.partitioners.map.PartitionMapStore;
import org.partitioners.range.CompoundKey;
import org.partitioners.range.CompoundPartitioner;
import org.partitioners.range.Inclusive;
import org.partitioners.range.KeyRange;
import org.partitioners.range.RangeBoundaries;
import org.partitioners.range.RangePartitioner;
import org.partitioners.range.TimeBuckets;

/** What a reader finds, against all lines that were written, and what it reads for it. */
class PartitionedReaderTest {

  private static final LineFormat<String, String> SORTED =
      LineFormat.sorted(
          line -> line, PartitionedReaderTest::key, Comparator.<String>naturalOrder());

  private static final List<String> LETTERS = List.of("a", "é", "\uE000", "😀", "~");

  @TempDir Path folder;
  private PartitionMapStore maps;

  @BeforeEach
  void noMaps() {
    maps = PartitionMapStore.inMemory();
  }

  private static String key(String line) {
    int comma = line.indexOf(',');
    if (comma < 0) {
      throw new IllegalArgumentException("no comma in " + line);
    }
    return line.substring(0, comma);
  }

  private PartitionedReader<String, String> reader(LineFormat<String, String> format)
      throws IOException {
    return PartitionedReader.of(
        new org.apache.hadoop.fs.Path(folder.toUri()), new Configuration(), maps, format);
  }

  private static Comparator<String> byKey() {
    return Comparator.comparing(PartitionedReaderTest::key);
  }

  /** Files of up to so many lines in the folder of every partition of a map, each sorted. */
  private void write(PartitionMap map, List<String> lines, int perFile) throws IOException {
    KeyPartitioner<String> partitioner = map.partitioner().rebuild(String.class);
    Map<Integer, List<String>> parts = new TreeMap<>();
    SplittableRandom random = new SplittableRandom(1);
    for (String line : lines) {
      List<Integer> salts = map.salted().get(key(line));
      int partition =
          salts == null
              ? partitioner.partition(key(line))
              : salts.get(random.nextInt(salts.size()));
      parts.computeIfAbsent(partition, absent -> new ArrayList<>()).add(line);
    }
    for (int p = 0; p < map.locations().numPartitions(); p++) {
      List<String> paths = map.locations().of(p);
      for (String path : paths) {
        Files.createDirectories(folder.resolve(path));
      }
      List<String> part = parts.getOrDefault(p, List.of());
      for (int i = 0; i * perFile < part.size(); i++) {
        List<String> file =
            new ArrayList<>(part.subList(i * perFile, Math.min(part.size(), (i + 1) * perFile)));
        file.sort(byKey());
        Path in = folder.resolve(paths.get(i % paths.size()));
        Files.write(in.resolve("part-" + i), file);
      }
    }
  }

  private static List<String> randomLines(SplittableRandom random, int count, int keys) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      // Half of the lines share few keys; characters of one to four bytes.
      int rank = random.nextBoolean() ? random.nextInt(3) : random.nextInt(keys);
      StringBuilder key = new StringBuilder("k");
      for (int left = rank; left > 0; left /= LETTERS.size()) {
        key.append(LETTERS.get(left % LETTERS.size()));
      }
      lines.add(key + "," + i + "x".repeat(random.nextInt(60)));
    }
    return lines;
  }

  private static PartitionMap randomMap(SplittableRandom random, List<String> lines) {
    int n = 1 + random.nextInt(12);
    List<String> keys = lines.stream().map(PartitionedReaderTest::key).distinct().sorted().toList();
    KeyPartitioner<String> partitioner =
        switch (random.nextInt(4)) {
          case 0 -> HashPartitioners.modulo(n, KeyHashers.strings());
          case 1 -> HashPartitioners.ring(n, KeyHashers.strings());
          default -> {
            TreeSet<String> points = new TreeSet<>();
            for (int i = 1; i < n; i++) {
              points.add(keys.get(random.nextInt(keys.size())));
            }
            yield RangePartitioner.of(RangeBoundaries.of(List.copyOf(points)));
          }
        };
    int partitions = partitioner.numPartitions();
    PartitionLocations locations =
        PartitionLocations.numbered(partitions).with(random.nextInt(partitions), "here/a", "there");
    PartitionMap map = PartitionMap.first(partitioner, locations);
    Map<Object, List<Integer>> salted = new TreeMap<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      String hot = keys.get(random.nextInt(keys.size()));
      TreeSet<Integer> salts = new TreeSet<>(List.of(partitioner.partition(hot)));
      for (int s = random.nextInt(4); s > 0; s--) {
        salts.add(random.nextInt(partitions));
      }
      salted.put(hot, List.copyOf(salts));
    }
    return new PartitionMap(1, PartitionMap.ALWAYS, map.partitioner(), locations, salted);
  }

  private static void assertAnswer(
      Answer<String> answer, List<String> lines, Predicate<String> wanted) {
    assertThat(answer.records()).isSortedAccordingTo(byKey());
    assertThat(answer.records())
        .containsExactlyInAnyOrderElementsOf(
            lines.stream().filter(line -> wanted.test(key(line))).toList());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void findsWhatAScanOfAllLinesFinds(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    List<String> lines = randomLines(random, 1 + random.nextInt(6000), 1 + random.nextInt(400));
    PartitionMap map = randomMap(random, lines);
    write(map, lines, 1 + random.nextInt(3000));
    maps.publish(map);
    boolean sorted = random.nextInt(4) > 0;
    PartitionedReader<String, String> reader =
        reader(
            sorted
                ? SORTED
                : LineFormat.unsorted(
                    line -> line, PartitionedReaderTest::key, Comparator.<String>naturalOrder()));

    Map<String, List<String>> byKey =
        lines.stream().collect(Collectors.groupingBy(PartitionedReaderTest::key));
    for (String key : byKey.keySet().stream().limit(60).toList()) {
      Answer<String> answer = reader.get(key);
      assertThat(answer.records()).containsExactlyInAnyOrderElementsOf(byKey.get(key));
      assertThat(reader.get(key + "?").records()).isEmpty();
    }
    List<String> keys = List.copyOf(byKey.keySet());
    for (int i = 0; i < 8; i++) {
      String a = keys.get(random.nextInt(keys.size()));
      String b = random.nextInt(4) == 0 ? a : keys.get(random.nextInt(keys.size())) + "!";
      String from = a.compareTo(b) <= 0 ? a : b;
      String to = from.equals(a) ? b : a;
      assertAnswer(
          reader.range(from, to), lines, k -> k.compareTo(from) >= 0 && k.compareTo(to) < 0);
      assertAnswer(reader.range(KeyRange.of(from, null)), lines, k -> k.compareTo(from) >= 0);
      assertAnswer(reader.range(KeyRange.of(null, to)), lines, k -> k.compareTo(to) < 0);
      String prefix = a.substring(0, 1 + random.nextInt(a.length()));
      assertAnswer(reader.prefix(prefix), lines, k -> k.startsWith(prefix));
    }
    assertAnswer(reader.scan(), lines, k -> true);
    List<String> given = new ArrayList<>();
    Touched touched = reader.scan(given::add);
    assertThat(given).containsExactlyInAnyOrderElementsOf(lines);
    assertThat(touched.bytes()).isEqualTo(bytesBelow(folder));
  }

  @Test
  void refusesRangesThatAreInNoOrderOfTheFiles() throws IOException {
    PartitionedReader<String, String> reader = reader(SORTED);
    assertThatThrownBy(() -> reader.range("h", "d"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("from: h is after to: d; swap them");
    assertThatThrownBy(
            () ->
                reader.range(
                    KeyRange.of("h", "d", Comparator.<String>reverseOrder(), Inclusive.LOWER)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("range: is in another order than the files");
  }

  @Test
  void timesAreFoundInTheBucketsThatAreSaltedOverPartitions() throws IOException {
    TimeBuckets buckets = TimeBuckets.of(Duration.ofHours(1), 2, 6);
    PartitionMap map = PartitionMap.first(buckets, PartitionLocations.numbered(6));
    maps.publish(map);
    List<List<String>> parts = new ArrayList<>();
    IntStream.range(0, 6).forEach(p -> parts.add(new ArrayList<>()));
    for (long i = 0; i < 3000; i++) {
      parts.get(buckets.partition(i * 60_000, i * 0x9E3779B97F4A7C15L)).add(i * 60_000 + "," + i);
    }
    for (int p = 0; p < 6; p++) {
      Files.createDirectories(folder.resolve("partition=" + p));
      Files.write(folder.resolve("partition=" + p + "/part"), parts.get(p));
    }
    PartitionedReader<Long, String> reader =
        PartitionedReader.of(
            new org.apache.hadoop.fs.Path(folder.toUri()),
            new Configuration(),
            maps,
            LineFormat.sorted(
                line -> line, line -> Long.parseLong(key(line)), Comparator.<Long>naturalOrder()));
    Answer<String> hour = reader.range(7_200_000L, 10_800_000L);
    assertThat(hour.records()).hasSize(60).startsWith("7200000,120").endsWith("10740000,179");
    assertThat(hour.touched().partitions()).isEqualTo(2);
    Answer<String> minute = reader.get(60_000L * 777);
    assertThat(minute.records()).containsExactly("46620000,777");
    assertThat(minute.touched().partitions()).isEqualTo(2);
    assertThat(reader.scan().records()).hasSize(3000);
  }

  @Test
  void compoundKeysAreFoundInTheRangesOfTheirHash() throws IOException {
    CompoundPartitioner<String, Long> compound =
        CompoundPartitioner.of(
            HashPartitioners.modulo(3, KeyHashers.strings()),
            RangePartitioner.of(RangeBoundaries.of(List.of(100L, 200L))));
    maps.publish(PartitionMap.first(compound, PartitionLocations.numbered(9)));
    Map<Integer, List<String>> parts = new TreeMap<>();
    for (String sensor : List.of("a", "b", "c", "d", "e")) {
      for (long time = 0; time < 300; time += 10) {
        parts
            .computeIfAbsent(
                compound.partition(new CompoundKey<>(sensor, time)), p -> new ArrayList<>())
            .add(sensor + "," + time);
      }
    }
    for (Map.Entry<Integer, List<String>> part : parts.entrySet()) {
      Path in = Files.createDirectories(folder.resolve("partition=" + part.getKey()));
      Files.write(in.resolve("part"), part.getValue());
    }
    PartitionedReader<CompoundKey<String, Long>, String> reader =
        PartitionedReader.of(
                new org.apache.hadoop.fs.Path(folder.toUri()),
                new Configuration(),
                maps,
                LineFormat.sorted(
                    line -> line,
                    line ->
                        new CompoundKey<>(
                            key(line), Long.parseLong(line.substring(key(line).length() + 1))),
                    CompoundKey.order(
                        Comparator.<String>naturalOrder(), Comparator.<Long>naturalOrder())))
            .absentIsEmpty();
    Answer<String> day = reader.range(new CompoundKey<>("c", 100L), new CompoundKey<>("c", 200L));
    assertThat(day.records()).hasSize(10).startsWith("c,100").endsWith("c,190");
    assertThat(day.touched().partitions()).isEqualTo(1);
    assertThat(reader.range(new CompoundKey<>("b", 290L), new CompoundKey<>("d", 10L)).records())
        .hasSize(1 + 30 + 1)
        .startsWith("b,290", "c,0")
        .endsWith("d,0");
    assertThatThrownBy(() -> reader.prefix(new CompoundKey<>("b", 0L)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("prefix: only of strings");
  }

  private static long bytesBelow(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
