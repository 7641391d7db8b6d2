package org.partitioners.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterTry;
import org.apache.hadoop.conf.Configuration;
import org.partitioners.map.DescribedCase;
import org.partitioners.map.PartitionLocations;
import org.partitioners.map.PartitionMap;
import org.partitioners.map.PartitionMapStore;
import org.partitioners.map.PartitionTurns;
import org.partitioners.range.BytesOrder;
import org.partitioners.range.CompoundKey;
import org.partitioners.range.TimeBuckets;

/** By maps of every kind of partitioner, answers are those of a scan that is filtered. */
class PartitionedReaderPropertyTest {

  private final Path folder = Files.createTempDirectory("reader");

  PartitionedReaderPropertyTest() throws IOException {}

  @AfterTry
  void delete() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Provide
  Arbitrary<DescribedCase<?>> cases() {
    return Arbitraries.of(DescribedCase.all());
  }

  /** What lines begin with, and the key that stands for: {@code 12,…} is the twelfth key. */
  private record Keys<K>(DescribedCase<K> given) {

    K written(String line) {
      return given.key().apply(Long.parseLong(line.substring(0, line.indexOf(','))));
    }

    /** That by which a reader asks: of events, their time. */
    Object read(long i) {
      K key = given.key().apply(i);
      return key instanceof TimeBuckets.Event event ? event.timestampMillis() : key;
    }

    Object read(String line) {
      return read(Long.parseLong(line.substring(0, line.indexOf(','))));
    }

    @SuppressWarnings("unchecked")
    Comparator<Object> order() {
      Object key = read(1);
      Comparator<?> natural = Comparator.<Integer>naturalOrder();
      Comparator<?> order =
          key instanceof byte[]
              ? BytesOrder.UNSIGNED
              : key instanceof CompoundKey<?, ?>
                  ? CompoundKey.order(
                      Comparator.<String>naturalOrder(), Comparator.<Integer>naturalOrder())
                  : natural;
      return (Comparator<Object>) order;
    }

    boolean maySalt() {
      Object key = given.key().apply(1);
      return key instanceof Comparable<?> && !(key instanceof CompoundKey<?, ?>);
    }
  }

  private <K> PartitionMap map(Keys<K> keys, SplittableRandom random, int numKeys) {
    int n = keys.given().partitioner().numPartitions();
    PartitionMap map =
        PartitionMap.first(
            keys.given().partitioner(),
            PartitionLocations.numbered(n).with(random.nextInt(n), "here/a", "there"));
    Map<Object, List<Integer>> salted = new HashMap<>();
    for (int i = keys.maySalt() ? random.nextInt(3) : 0; i > 0; i--) {
      TreeSet<Integer> partitions = new TreeSet<>();
      for (int s = random.nextInt(4); s >= 0; s--) {
        partitions.add(random.nextInt(n));
      }
      salted.put(keys.given().key().apply(1 + random.nextInt(numKeys)), List.copyOf(partitions));
    }
    return map.withSalted(salted);
  }

  @SuppressWarnings("unchecked")
  private <K> void write(Keys<K> keys, PartitionMap map, List<String> lines) throws IOException {
    // Also where there are no lines.
    Files.createDirectories(folder);
    Class<K> type = (Class<K>) keys.given().key().apply(1).getClass();
    PartitionTurns<K> turns = PartitionTurns.of(map, type);
    Map<String, List<String>> files = new TreeMap<>();
    for (int i = 0; i < lines.size(); i++) {
      List<String> paths = map.locations().of(turns.next(keys.written(lines.get(i))));
      String file = paths.get(i % paths.size()) + "/part-" + i % 2;
      files.computeIfAbsent(file, absent -> new ArrayList<>()).add(lines.get(i));
    }
    for (Map.Entry<String, List<String>> file : files.entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      file.getValue().sort(Comparator.comparing(keys::read, keys.order()));
      Files.write(path, file.getValue());
    }
  }

  @Property(tries = 60)
  void answersAreThoseOfAScan(@ForAll("cases") DescribedCase<?> given, @ForAll long seed)
      throws IOException {
    check(new Keys<>(given), new SplittableRandom(seed));
  }

  private <K> void check(Keys<K> keys, SplittableRandom random) throws IOException {
    int numKeys = 1 + random.nextInt(200);
    List<String> lines = new ArrayList<>();
    for (int i = random.nextInt(1500); i > 0; i--) {
      // Keys from 2 on: balanced keys have forgotten the first.
      lines.add(2 + random.nextInt(numKeys) + "," + "x".repeat(random.nextInt(80)) + i);
    }
    PartitionMap map = map(keys, random, numKeys);
    write(keys, map, lines);
    PartitionMapStore maps = PartitionMapStore.inMemory();
    maps.publish(map);
    Comparator<Object> order = keys.order();
    PartitionedReader<Object, String> reader =
        PartitionedReader.of(
                new org.apache.hadoop.fs.Path(folder.toUri()),
                new Configuration(),
                maps,
                random.nextInt(4) == 0
                    ? LineFormat.unsorted(line -> line, keys::read, order)
                    : LineFormat.sorted(line -> line, keys::read, order))
            .absentIsEmpty();

    assertThat(reader.scan().records()).containsExactlyInAnyOrderElementsOf(lines);
    for (int i = 0; i < 12; i++) {
      // Some that are not there.
      Object a = keys.read(2 + random.nextInt(numKeys + 3));
      Object b = keys.read(2 + random.nextInt(numKeys + 3));
      Object from = order.compare(a, b) <= 0 ? a : b;
      Object to = order.compare(a, b) <= 0 ? b : a;
      check(reader.get(a), keys, lines, key -> order.compare(key, a) == 0);
      check(
          reader.range(from, to),
          keys,
          lines,
          key -> order.compare(key, from) >= 0 && order.compare(key, to) < 0);
      if (a instanceof String text) {
        String prefix = text.substring(0, random.nextInt(Math.min(3, text.length()) + 1));
        check(reader.prefix(prefix), keys, lines, key -> ((String) key).startsWith(prefix));
      }
      if (a instanceof byte[] bytes) {
        byte[] prefix = Arrays.copyOf(bytes, random.nextInt(Math.min(3, bytes.length) + 1));
        String begin = new String(prefix, StandardCharsets.ISO_8859_1);
        check(
            reader.prefix(prefix),
            keys,
            lines,
            key -> new String((byte[]) key, StandardCharsets.ISO_8859_1).startsWith(begin));
      }
    }
  }

  private static void check(
      Answer<String> answer, Keys<?> keys, List<String> lines, Predicate<Object> wanted) {
    assertThat(answer.records())
        .containsExactlyInAnyOrderElementsOf(
            lines.stream().filter(line -> wanted.test(keys.read(line))).toList());
  }
}
