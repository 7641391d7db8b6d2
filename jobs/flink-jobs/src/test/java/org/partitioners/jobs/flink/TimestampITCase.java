package org.partitioners.jobs.flink;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.partitioners.jobs.events.Event;
import org.partitioners.jobs.events.Lateness;
import org.partitioners.jobs.events.Row;
import org.partitioners.jobs.events.SensorGenerator;
import org.partitioners.jobs.layout.LayoutStrategy;
import org.partitioners.jobs.report.JobReport;
import org.partitioners.jobs.testing.CommandLineRun;
import org.partitioners.jobs.testing.CountsFolder;

/** The timestamp job from its command line, against events that no part of the job saw. */
class TimestampITCase {
  private static final long HOUR = 3_600_000;
  private static final long DAY = 24 * HOUR;
  private static final Set<String> BY_SENSOR = Set.of("compound", "adaptive");

  @TempDir Path folder;

  @Test
  void everyStrategyKeepsTheEventsAndAnswersAlike() throws IOException {
    assertSucceeded(
        timestamp(
            "--strategy",
            "all",
            "--events",
            "60000",
            "--keys",
            "300",
            "--zipf",
            "0.8",
            "--days",
            "4",
            "--late-share",
            "0.1",
            "--seed",
            "7",
            "--parallelism",
            "4",
            "--checkpoint-interval",
            "200ms"));

    List<Event> expected = new ArrayList<>();
    long late = 0;
    SensorGenerator generator =
        new SensorGenerator(60_000, 300, 0.8, 4, 0.1, 7, new Lateness(DAY, 60_000));
    for (long i = 0; i < 60_000; i++) {
      Row row = generator.row(i);
      if (row instanceof Event event) {
        expected.add(event);
      } else {
        late++;
      }
    }
    assertThat(late).isPositive();
    assertThat(CountsFolder.lines(output().resolve("late"))).hasSize((int) late);
    JsonNode report = report();
    assertThat(report.path("runs")).hasSize(LayoutStrategy.values().length);
    assertThat(JobReport.parse(report.toString()).countsIdentical()).isTrue();
    for (JsonNode run : report.path("runs")) {
      assertThat(run.path("late").asLong()).isEqualTo(late);
      assertKept(run.path("strategy").asText(), expected, run);
      assertAnswered(run, expected);
      assertLookedUp(run.path("strategy").asText(), expected);
    }
  }

  private void assertLookedUp(String strategy, List<Event> expected) {
    Event some = expected.get(expected.size() / 3);
    long from = some.timestamp() - HOUR;
    long to = some.timestamp() + HOUR;
    boolean bySensor = BY_SENSOR.contains(strategy);
    CommandLineRun one =
        lookUp(
            strategy,
            "--key",
            bySensor ? some.key() : Instant.ofEpochMilli(some.timestamp()).toString());
    assertThat(one.out().lines().skip(1))
        .containsExactlyInAnyOrderElementsOf(
            lines(
                expected,
                event ->
                    bySensor
                        ? event.key().equals(some.key())
                        : event.timestamp() == some.timestamp()));
    String touched =
        switch (strategy) {
          case "salted" -> "2 of 4";
          case "hash" -> "4 of 4";
          default -> bySensor ? "4 of 16" : "1 of ";
        };
    assertThat(one.err()).contains("; read: partitions: " + touched);
    List<String> range = new ArrayList<>(List.of("--from", "" + from, "--to", "" + to));
    if (bySensor) {
      range.addAll(List.of("--key", some.key()));
    }
    assertThat(lookUp(strategy, range.toArray(String[]::new)).out().lines().skip(1))
        .containsExactlyInAnyOrderElementsOf(
            lines(
                expected,
                event ->
                    event.timestamp() >= from
                        && event.timestamp() < to
                        && (!bySensor || event.key().equals(some.key()))));
  }

  private static List<String> lines(List<Event> events, Predicate<Event> wanted) {
    return events.stream()
        .filter(wanted)
        .map(event -> event.timestamp() + "," + event.key())
        .toList();
  }

  private CommandLineRun lookUp(String strategy, String... options) {
    List<String> args =
        new ArrayList<>(List.of("lookup", "--data", output().resolve(strategy).toString()));
    args.addAll(Arrays.asList(options));
    CommandLineRun run = CommandLineRun.of(Main.command(), args.toArray(String[]::new));
    assertSucceeded(run);
    return run;
  }

  private void assertKept(String strategy, List<Event> expected, JsonNode run) throws IOException {
    Path events = output().resolve(strategy).resolve("events");
    JsonNode map =
        new ObjectMapper().readTree(output().resolve(strategy + "/partitions.json").toFile());
    List<Event> found = new ArrayList<>();
    Set<String> mapped = new HashSet<>();
    Map<Integer, Long> bySubtask = new TreeMap<>();
    for (JsonNode partition : map.path("partitions")) {
      for (JsonNode file : partition.path("files")) {
        String path = file.path("path").asText();
        assertThat(path).startsWith(partition.path("name").asText() + "/part-");
        mapped.add(path);
        List<Event> inFile = read(events.resolve(path));
        assertThat(inFile).hasSize(file.path("rows").asInt()).isSortedAccordingTo(order(strategy));
        assertThat(Files.size(events.resolve(path))).isEqualTo(file.path("bytes").asLong());
        for (Event event : inFile) {
          assertPromised(event, partition, file);
        }
        found.addAll(inFile);
        bySubtask.merge(partition.path("subtask").asInt(), (long) inFile.size(), Long::sum);
      }
    }
    Comparator<Event> order = order("range-static");
    assertThat(
            found.stream().sorted(order).toList().equals(expected.stream().sorted(order).toList()))
        .as(strategy)
        .isTrue();
    try (Stream<Path> files = Files.walk(events)) {
      assertThat(files.filter(Files::isRegularFile).map(file -> events.relativize(file).toString()))
          .as("files of %s, as the map has them", strategy)
          .containsExactlyInAnyOrderElementsOf(mapped);
    }
    // The subtask in the map is the one that Flink counted the records on.
    for (int subtask = 0; subtask < 4; subtask++) {
      assertThat(run.path("subtask_records").get(subtask).asLong())
          .isEqualTo(bySubtask.getOrDefault(subtask, 0L));
    }
    assertThat(run.path("slices")).hasSize(100);
  }

  private static Comparator<Event> order(String strategy) {
    Comparator<Event> byTime = Comparator.comparingLong(Event::timestamp);
    Comparator<Event> bySensor = Comparator.comparing(Event::key);
    return BY_SENSOR.contains(strategy)
        ? bySensor.thenComparing(byTime)
        : byTime.thenComparing(bySensor);
  }

  private static void assertPromised(Event event, JsonNode partition, JsonNode file) {
    assertThat(event.timestamp())
        .isBetween(file.path("first").asLong(), file.path("last").asLong());
    assertThat(event.key())
        .isBetween(file.path("first_sensor").asText(), file.path("last_sensor").asText());
    if (partition.has("times")) {
      assertThat(event.timestamp())
          .isGreaterThanOrEqualTo(partition.path("times").path("from").asLong())
          .isLessThan(partition.path("times").path("to").asLong());
    }
    JsonNode sensors = partition.path("sensors");
    if (sensors.hasNonNull("from")) {
      assertThat(event.key()).isGreaterThanOrEqualTo(sensors.path("from").asText());
    }
    if (sensors.hasNonNull("to")) {
      assertThat(event.key()).isLessThan(sensors.path("to").asText());
    }
  }

  private static void assertAnswered(JsonNode run, List<Event> events) {
    Map<String, Long> bySensor = new HashMap<>();
    events.forEach(event -> bySensor.merge(event.key(), 1L, Long::sum));
    String busiest =
        bySensor.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
    long median =
        events.stream()
            .mapToLong(Event::timestamp)
            .sorted()
            .skip(events.size() / 2)
            .findFirst()
            .orElseThrow();
    long midnight = median - Math.floorMod(median, DAY);
    List<Long> rows = new ArrayList<>();
    run.path("queries").forEach(query -> rows.add(query.path("rows").asLong()));

    assertThat(rows)
        .containsExactly(
            count(events, null, midnight + 10 * HOUR, midnight + 11 * HOUR),
            count(events, busiest, midnight, midnight + DAY),
            100L);
    if (BY_SENSOR.contains(run.path("strategy").asText())) {
      assertThat(run.path("queries").get(1).path("partitions").asInt()).isEqualTo(1);
    }
  }

  private static long count(List<Event> events, @Nullable String sensor, long from, long to) {
    return events.stream()
        .filter(event -> sensor == null || sensor.equals(event.key()))
        .filter(event -> event.timestamp() >= from && event.timestamp() < to)
        .count();
  }

  @Test
  void theHotSpotInTimeIsSeenAndCured() throws IOException {
    assertSucceeded(timestamp("--events", "400000"));

    JsonNode runs = report().path("runs");
    assertThat(runs).hasSize(3);
    assertThat(runs.get(0).path("strategy").asText()).isEqualTo("range-static");
    assertThat(slices(runs.get(0), "mean")).isGreaterThan(7);
    assertThat(runs.get(0).path("max_over_mean").asDouble()).isLessThan(2);
    for (int cure = 1; cure < 3; cure++) {
      assertThat(slices(runs.get(cure), "max")).isLessThan(1.3);
      assertThat(runs.get(cure).path("queries").get(1).path("partitions").asInt()).isEqualTo(1);
    }
    assertThat(Files.readString(output().resolve("report.html"))).contains("Load by event time");
    assertThat(output().resolve("report-by-event-time.svg")).isNotEmptyFile();
  }

  private static double slices(JsonNode run, String figure) {
    return run.path("slice_max_over_mean").path(figure).asDouble();
  }

  @Test
  void strangeRowsOfAFileAreKeptOrPutAside() throws IOException {
    Path csv = folder.resolve("messy.csv");
    Files.writeString(
        csv,
        """
        time,sensor,note
        1000,"a, ""quoted""
        name",x
        1001,,empty key
        soon,b,bad time
        9000,b,much later
        8990,b,out of order
        1003,c,its window has closed
        """);

    assertSucceeded(
        timestamp(
            "--strategy",
            "adaptive",
            "--input",
            csv.toString(),
            "--key-column",
            "sensor",
            "--timestamp-column",
            "time",
            "--window",
            "1h",
            "--parallelism",
            "3"));

    assertThat(kept(LayoutStrategy.ADAPTIVE))
        .containsExactlyInAnyOrder(
            new Event("a, \"quoted\"\nname", 1_000_000),
            new Event("", 1_001_000),
            new Event("b", 9_000_000),
            new Event("b", 8_990_000));
    assertThat(CountsFolder.lines(output().resolve("late"))).hasSize(1);
    assertThat(CountsFolder.lines(output().resolve("rejected"))).hasSize(1);
  }

  @Test
  void anEarlierRunIsReplacedAndNothingElse() throws IOException {
    assertSucceeded(timestamp("--strategy", "compound", "--events", "2000", "--parallelism", "2"));
    Path mine = Files.writeString(output().resolve("compound/events/mine.csv"), "keep me");

    assertSucceeded(
        timestamp("--strategy", "hash", "--events", "1000", "--parallelism", "2", "--overwrite"));

    assertThat(kept(LayoutStrategy.HASH)).hasSizeBetween(980, 1000);
    assertThat(mine).hasContent("keep me");
    try (Stream<Path> left = Files.walk(output().resolve("compound"))) {
      assertThat(left.filter(Files::isRegularFile)).containsExactly(mine);
    }
  }

  private List<Event> kept(LayoutStrategy strategy) throws IOException {
    List<Event> events = new ArrayList<>();
    try (Stream<Path> files = Files.walk(output().resolve(strategy.toString()).resolve("events"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        events.addAll(read(file));
      }
    }
    return events;
  }

  private static List<Event> read(Path file) throws IOException {
    List<Event> events = new ArrayList<>();
    try (CsvReader<CsvRecord> lines = CsvReader.builder().ofCsvRecord(file)) {
      for (CsvRecord line : lines) {
        if (line.getStartingLineNumber() == 1) {
          assertThat(line.getFields()).containsExactly("timestamp", "sensor");
        } else {
          events.add(new Event(line.getField(1), Long.parseLong(line.getField(0))));
        }
      }
    }
    return events;
  }

  private CommandLineRun timestamp(String... options) {
    List<String> args = new ArrayList<>(List.of("timestamp", "--output", output().toString()));
    args.addAll(Arrays.asList(options));
    return CommandLineRun.of(Main.command(), args.toArray(String[]::new));
  }

  private static void assertSucceeded(CommandLineRun run) {
    assertThat(run.err()).doesNotContain("\tat ");
    assertThat(run.exitCode()).as(run.err()).isZero();
  }

  private Path output() {
    return folder.resolve("out");
  }

  private JsonNode report() throws IOException {
    return new ObjectMapper().readTree(output().resolve("report.json").toFile());
  }
}
