package org.partitioners.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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

/** Readers that want less than all: some times, some records, some clustering keys. */
class PartitionedReaderViewsTest {
  private static final Comparator<CompoundKey<String, Long>> ORDER =
      CompoundKey.order(Comparator.<String>naturalOrder(), Comparator.<Long>naturalOrder());
  private static final LineFormat<CompoundKey<String, Long>, Visit> VISITS =
      LineFormat.sorted(Visit::parse, Visit::key, ORDER);

  /** Two sensors' halves by name before 1000, three by name from then on; a partition a hundred. */
  private static final CompoundPartitioner<String, Long> EARLY = by(List.of("m"), 0);

  private static final CompoundPartitioner<String, Long> LATE = by(List.of("h", "p"), 1000);
  private static final Instant CHANGE = Instant.ofEpochMilli(1000);

  @TempDir java.nio.file.Path folder;

  private final PartitionMapStore maps = PartitionMapStore.inMemory();
  private final List<Visit> visits = new ArrayList<>();
  private PartitionedReader<CompoundKey<String, Long>, Visit> reader;

  record Visit(String user, long time) {
    static Visit parse(String line) {
      String[] fields = line.split(",", -1);
      return new Visit(fields[0], Long.parseLong(fields[1]));
    }

    CompoundKey<String, Long> key() {
      return new CompoundKey<>(user, time);
    }
  }

  private static CompoundPartitioner<String, Long> by(List<String> users, long from) {
    List<Long> hundreds = new ArrayList<>();
    for (long hundred = from + 100; hundred < from + 1000; hundred += 100) {
      hundreds.add(hundred);
    }
    return CompoundPartitioner.of(
        RangePartitioner.of(RangeBoundaries.of(users)),
        RangePartitioner.of(RangeBoundaries.of(hundreds)));
  }

  @BeforeEach
  void write() throws IOException {
    for (String user : List.of("ann", "bob", "kim", "tom")) {
      for (long time = 0; time < 2000; time += 7) {
        visits.add(new Visit(user, time));
      }
    }
    Map<String, List<Visit>> byFolder = new TreeMap<>();
    PartitionLocations early = PartitionLocations.of("early-{}", EARLY.numPartitions());
    PartitionLocations late = PartitionLocations.of("late-{}", LATE.numPartitions());
    for (Visit visit : visits) {
      boolean isEarly = visit.time < CHANGE.toEpochMilli();
      int partition = (isEarly ? EARLY : LATE).partition(visit.key());
      byFolder
          .computeIfAbsent(
              (isEarly ? early : late).of(partition).get(0), absent -> new ArrayList<>())
          .add(visit);
    }
    for (Map.Entry<String, List<Visit>> entry : byFolder.entrySet()) {
      entry.getValue().sort(Comparator.comparing(Visit::key, ORDER));
      Files.createDirectories(folder.resolve(entry.getKey()));
      Files.write(
          folder.resolve(entry.getKey()).resolve("part-0"),
          entry.getValue().stream().map(visit -> visit.user + "," + visit.time).toList());
    }
    PartitionMap first = PartitionMap.first(EARLY, early);
    maps.publish(first);
    maps.publish(first.next(CHANGE, LATE, late));
    reader = PartitionedReader.of(new Path(folder.toUri()), new Configuration(), maps, VISITS);
  }

  private List<Visit> visits(String user, long from, long to) {
    return visits.stream()
        .filter(visit -> user.isEmpty() || visit.user.equals(user))
        .filter(visit -> visit.time >= from && visit.time < to)
        .toList();
  }

  private Answer<Visit> between(
      PartitionedReader<CompoundKey<String, Long>, Visit> by, long from, long to)
      throws IOException {
    return by.range(new CompoundKey<>("kim", from), new CompoundKey<>("kim", to));
  }

  @Test
  void placesOfOtherTimesAreLeftOut() throws IOException {
    Answer<Visit> bothMaps = between(reader, 500, 600);
    Answer<Visit> early = between(reader.during(millis(500), millis(600)), 500, 600);
    Answer<Visit> late = between(reader.during(millis(1500), millis(1600)), 1500, 1600);

    assertThat(bothMaps.records()).isEqualTo(visits("kim", 500, 600));
    // The later map puts all before its first hundred into that.
    assertThat(bothMaps.touched().partitions()).isEqualTo(2);
    assertThat(early.records()).isEqualTo(visits("kim", 500, 600));
    assertThat(early.touched().partitions()).isEqualTo(1);
    assertThat(late.records()).isEqualTo(visits("kim", 1500, 1600));
    assertThat(late.touched().partitions()).isEqualTo(1);
  }

  @Test
  void timesOnBothSidesOfAChangeAreLookedForByBothMaps() throws IOException {
    assertThat(between(reader.during(millis(999), millis(1001)), 900, 1100).records())
        .isEqualTo(visits("kim", 900, 1100));
    assertThat(between(reader.during(millis(999), CHANGE), 0, 2000).records())
        .isEqualTo(visits("kim", 0, 1000));
    assertThat(between(reader.during(CHANGE, millis(1001)), 0, 2000).records())
        .isEqualTo(visits("kim", 1000, 2000));
    assertThat(between(reader.during(CHANGE, CHANGE), 0, 2000).touched())
        .isEqualTo(new Touched(0, 0, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> reader.during(CHANGE, millis(999)))
        .withMessage("from: 1970-01-01T00:00:01Z is after to: 1970-01-01T00:00:00.999Z; swap them");
  }

  @Test
  void conditionsAreAskedOneAfterTheOther() throws IOException {
    PartitionedReader<CompoundKey<String, Long>, Visit> even =
        reader.where(visit -> visit.time % 2 == 0);
    List<Visit> scanned = new ArrayList<>();

    even.where(visit -> visit.time % 3 == 0).scan(scanned::add);

    assertThat(scanned)
        .containsExactlyInAnyOrderElementsOf(
            visits.stream().filter(visit -> visit.time % 6 == 0).toList());
    assertThat(even.get(new CompoundKey<>("ann", 7L)).records()).isEmpty();
    assertThat(even.get(new CompoundKey<>("ann", 14L)).records())
        .containsExactly(new Visit("ann", 14));
    assertThat(reader.get(new CompoundKey<>("ann", 7L)).records()).hasSize(1);
  }

  @Test
  void clusteringKeysAreFoundUnderEveryPartitionKey() throws IOException {
    Answer<Visit> early =
        reader.during(millis(350), millis(420)).clustering(KeyRange.of(350L, 420L));

    assertThat(early.records())
        .containsExactlyInAnyOrderElementsOf(visits("", 350, 420))
        .isSortedAccordingTo(Comparator.comparing(Visit::key, ORDER));
    // Two hundreds in each half.
    assertThat(early.touched().partitions()).isEqualTo(4);
    assertThat(reader.clustering(KeyRange.of(null, 1100L)).records())
        .containsExactlyInAnyOrderElementsOf(visits("", 0, 1100));
  }

  @Test
  void aRangeOfOnePartitionKeyIsInTheOrderOfTheFiles() throws IOException {
    // The map's ranges are in natural order, the files have the latest first.
    PartitionedReader<CompoundKey<String, Long>, Visit> latestFirst =
        PartitionedReader.of(
            new Path(folder.toUri()),
            new Configuration(),
            maps,
            LineFormat.unsorted(
                Visit::parse,
                Visit::key,
                CompoundKey.order(
                    Comparator.<String>naturalOrder(), Comparator.<Long>reverseOrder())));

    Answer<Visit> answer =
        latestFirst
            .during(CHANGE, Instant.MAX)
            .range(new CompoundKey<>("kim", 1350L), new CompoundKey<>("kim", 1250L));

    assertThat(answer.records())
        .containsExactlyInAnyOrderElementsOf(visits("kim", 1251, 1351))
        .isSortedAccordingTo(Comparator.comparing(Visit::time).reversed());
    // All hundreds of the third that kim is in.
    assertThat(answer.touched().partitions()).isEqualTo(10);
  }

  @Test
  void aRangeOfPartitionKeysIsInTheRangesOfThese() throws IOException {
    Answer<Visit> some =
        reader
            .during(CHANGE, Instant.MAX)
            .range(new CompoundKey<>("bob", 1500L), new CompoundKey<>("kim", 1200L));

    List<Visit> expected = new ArrayList<>(visits("bob", 1500, 2000));
    expected.addAll(visits("kim", 1000, 1200));
    assertThat(some.records()).isEqualTo(expected);
    // Two of the three thirds, all hundreds of each.
    assertThat(some.touched().partitions()).isEqualTo(20);
  }

  @Test
  void aTimeIsFoundByItsMillisecond() throws IOException {
    TimeBuckets hours = TimeBuckets.of(Duration.ofHours(1), 1, 4);
    PartitionMapStore byHour = PartitionMapStore.inMemory();
    byHour.publish(PartitionMap.first(hours, PartitionLocations.of("hour-{}", 4)));
    for (int hour = 0; hour < 4; hour++) {
      Files.createDirectories(folder.resolve("hour-" + hour));
    }
    Instant late = Instant.parse("2026-01-05T10:59:59.999500Z");
    int partition = hours.partition(late.toEpochMilli(), 0);
    Files.writeString(folder.resolve("hour-" + partition + "/part"), late + "\n");
    PartitionedReader<Instant, Instant> times =
        PartitionedReader.of(
            new Path(folder.toUri()),
            new Configuration(),
            byHour,
            LineFormat.sorted(
                Instant::parse, Function.identity(), Comparator.<Instant>naturalOrder()));

    assertThat(times.get(late).records()).containsExactly(late);
    assertThat(times.range(late, late.plusNanos(100)).records()).containsExactly(late);
    assertThat(times.range(late, late.plusSeconds(60)).records()).containsExactly(late);
    assertThat(times.range(late.minusNanos(100), late).records()).isEmpty();
  }

  @Test
  void aKeyOfAnotherTypeThanTheSaltedOnesIsRefused() throws IOException {
    PartitionMapStore names = PartitionMapStore.inMemory();
    names.publish(
        PartitionMap.first(
                HashPartitioners.jump(2, KeyHashers.strings()), PartitionLocations.numbered(2))
            .withSalted(Map.of("hot", List.of(0, 1))));
    PartitionedReader<Long, Long> numbers =
        PartitionedReader.of(
            new Path(folder.toUri()),
            new Configuration(),
            names,
            LineFormat.sorted(
                Long::parseLong, Function.identity(), Comparator.<Long>naturalOrder()));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> numbers.range(1L, 2L))
        .withMessage(
            "key: is not of the type that the map of epoch 1 places by jump: class"
                + " java.lang.Long cannot be cast to class java.lang.String");
  }

  @Test
  void clusteringKeysInAnotherOrderAreLookedForEverywhere() throws IOException {
    Answer<Visit> latest =
        reader.clustering(
            KeyRange.of(1900L, 1800L, Comparator.<Long>reverseOrder(), Inclusive.LOWER));

    assertThat(latest.records()).containsExactlyInAnyOrderElementsOf(visits("", 1801, 1901));
    assertThat(latest.touched().partitions())
        .isEqualTo(EARLY.numPartitions() + LATE.numPartitions());
  }

  @Test
  void whatHasNoClusteringKeysIsRefused() throws IOException {
    KeyPartitioner<String> byName = HashPartitioners.jump(2, KeyHashers.strings());
    PartitionMapStore names = PartitionMapStore.inMemory();
    names.publish(PartitionMap.first(byName, PartitionLocations.numbered(2)));
    PartitionedReader<String, String> plain =
        PartitionedReader.of(
            new Path(folder.toUri()),
            new Configuration(),
            names,
            LineFormat.sorted(line -> line, line -> line, Comparator.<String>naturalOrder()));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> plain.clustering(KeyRange.of("a", "b")))
        .withMessage(
            "range: the map of epoch 1 places by jump, not by compound keys; ask for a range of"
                + " keys");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> reader.clustering(KeyRange.of("a", "b")))
        .withMessageStartingWith(
            "range: is not of the type that the map of epoch 2 places by compound: ");
  }

  @Test
  void ofFilesBeforeAndBehindTheAnswerOnlyTheEndsAreRead() throws IOException {
    PartitionMapStore one = PartitionMapStore.inMemory();
    one.publish(
        PartitionMap.first(
            HashPartitioners.jump(1, KeyHashers.longs()), PartitionLocations.of("all-{}", 1)));
    Files.createDirectories(folder.resolve("all-0"));
    for (int file = 0; file < 10; file++) {
      List<String> lines = new ArrayList<>();
      for (long time = 20_000L * file; time < 20_000L * (file + 1); time++) {
        lines.add(Long.toString(time));
      }
      Files.write(folder.resolve("all-0/part-" + file), lines);
    }
    PartitionedReader<Long, Long> times =
        PartitionedReader.of(
            new Path(folder.toUri()),
            new Configuration(),
            one,
            LineFormat.sorted(
                Long::parseLong, Function.identity(), Comparator.<Long>naturalOrder()));

    for (long time = 0; time < 200_000; time += 19_999) {
      Answer<Long> answer = times.range(time, time + 3);
      assertThat(answer.records())
          .containsExactlyElementsOf(
              LongStream.range(time, Math.min(time + 3, 200_000)).boxed().toList());
      assertThat(answer.touched().files()).isEqualTo(10);
      assertThat(answer.touched().bytes()).isLessThan(9 * 2 * 4096 + 2 * 12 * 4096);
    }
    assertThat(times.range(-5L, 0L).touched().bytes()).isEqualTo(10 * 4096);
    assertThat(times.get(200_000L).touched().bytes()).isEqualTo(10 * 2 * 4096);
  }

  private static Instant millis(long time) {
    return Instant.ofEpochMilli(time);
  }
}
