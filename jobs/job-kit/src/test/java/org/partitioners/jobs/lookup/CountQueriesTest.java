package org.partitioners.jobs.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.partitioners.jobs.cli.JobFailure;
import org.partitioners.jobs.cli.UsageError;
import org.partitioners.jobs.events.CsvFormat;
import org.partitioners.jobs.events.Event;
import org.partitioners.jobs.events.EventGenerator;
import org.partitioners.jobs.events.InputSurvey;
import org.partitioners.jobs.events.Lateness;
import org.partitioners.jobs.events.TimestampFormat;
import org.partitioners.jobs.layout.CountLine;
import org.partitioners.jobs.report.QueryCost;
import org.partitioners.jobs.run.CountsByKey;
import org.partitioners.jobs.run.CsvTable;
import org.partitioners.jobs.run.LocalFiles;
import org.partitioners.jobs.run.OutputFolder;
import org.partitioners.jobs.run.WindowCount;
import org.partitioners.map.PartitionMap;

/** Counts by key, against the events that they count. */
class CountQueriesTest {
  private static final EventGenerator EVENTS = new EventGenerator(20_000, 500, 1.2, 0.3, 3);
  private static final Lateness MINUTES = new Lateness(60_000, 0);
  private static final InputSurvey SURVEY = InputSurvey.of(EVENTS, MINUTES, rows -> {});

  @TempDir Path folder;
  private OutputFolder output;

  @BeforeEach
  void writeCounts() throws IOException {
    output = new OutputFolder(new LocalFiles(), folder.toString(), Set.of("plain", "salted"));
    Map<Long, Map<String, Long>> counts = new TreeMap<>();
    for (long i = 0; i < 20_000; i++) {
      Event event = EVENTS.event(i);
      counts
          .computeIfAbsent(MINUTES.windowStart(event.timestamp()), window -> new TreeMap<>())
          .merge(event.key(), 1L, Long::sum);
    }
    List<String> lines = new ArrayList<>(List.of("window_start,key,count"));
    counts.forEach(
        (window, keys) ->
            keys.forEach((key, count) -> lines.add(window + "," + key + "," + count)));
    for (String strategy : output.strategies()) {
      Path file = Path.of(output.counts(strategy)).resolve("part-0.csv");
      Files.createDirectories(file.getParent());
      Files.write(file, lines);
    }
  }

  private static PartitionMap map(String strategy) {
    PartitionMap plain = CountsByKey.hashed(8);
    return strategy.equals("plain")
        ? plain
        : plain.withSalted(Map.of(SURVEY.busiestKey(), IntStream.range(2, 5).boxed().toList()));
  }

  @Test
  void aKeyIsInOnePartitionAndASaltedOneInItsOwn() {
    CountQueries<String> queries = CountQueries.about(SURVEY, CountQueriesTest::map);

    List<QueryCost> plain = queries.ask("plain", output);
    List<QueryCost> salted = queries.ask("salted", output);

    assertThat(plain)
        .extracting(QueryCost::asked)
        .containsExactly("all counts of celebrity", "all counts of " + SURVEY.rarestKey());
    assertThat(plain).extracting(QueryCost::partitions).containsExactly(1, 1);
    assertThat(salted).extracting(QueryCost::partitions).containsExactly(3, 1);
    assertThat(salted).extracting(QueryCost::rows).isEqualTo(rows(plain)).doesNotContain(0L);
    assertThat(queries.subject()).isEqualTo("celebrity, " + SURVEY.rarestKey());
  }

  private static List<Long> rows(List<QueryCost> costs) {
    return costs.stream().map(QueryCost::rows).toList();
  }

  @Test
  void countsAreFoundByKeyAndInOrderOfWindows() throws IOException {
    CountQueries.about(SURVEY, CountQueriesTest::map).ask("salted", output);
    DataLookup counts = DataLookup.in(output.data("salted"));

    List<String> lines =
        counts.find("celebrity", null, null).records().stream().map(line -> line.text()).toList();

    assertThat(lines)
        .containsExactlyElementsOf(
            Files.readAllLines(Path.of(output.counts("salted")).resolve("part-0.csv")).stream()
                .filter(line -> line.contains(",celebrity,"))
                .toList());
    assertThat(counts.find(null, "c", "d").records())
        .allMatch(line -> ((CountLine) line).key().startsWith("c"))
        .hasSizeGreaterThanOrEqualTo(lines.size());
    assertThat(counts.header()).isEqualTo("window_start,key,count");
    assertThat(counts.partitions()).isEqualTo(8);
    assertThatExceptionOfType(UsageError.class)
        .isThrownBy(() -> counts.find("celebrity", "a", "b"))
        .withMessage("--key: the data is by key alone; leave out --from and --to");
    assertThatExceptionOfType(UsageError.class)
        .isThrownBy(() -> counts.find(null, "b", "a"))
        .withMessage("--from: is after --to; swap them");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\0b", "\0", "a \"b\", c", "\"", "a\rb", "ab\r"})
  void anyKeyOnOneLineIsFound(String key) throws IOException {
    Path in = folder.resolve("in.csv");
    String quoted = '"' + key.replace("\"", "\"\"") + '"';
    Files.writeString(in, "key,time\n" + quoted + ",1\n" + quoted + ",2\nz,3\n");
    InputSurvey survey =
        InputSurvey.of(
            List.of(in.toString()),
            new LocalFiles(),
            CsvFormat.of("key", "time", TimestampFormat.EPOCH_MILLIS),
            MINUTES,
            rows -> {});
    try (OutputStream out =
        Files.newOutputStream(Path.of(output.counts("plain")).resolve("part-0.csv"))) {
      CsvTable.Lines<WindowCount> lines = CsvTable.COUNTS.begin(out);
      lines.add(new WindowCount(0, key, 2));
      lines.add(new WindowCount(0, "z", 1));
      lines.flush();
    }

    CountQueries.about(survey, CountQueriesTest::map).ask("plain", output);

    assertThat(DataLookup.in(output.data("plain")).find(key, null, null).records())
        .singleElement()
        .satisfies(line -> assertThat(((CountLine) line).key()).isEqualTo(key));
  }

  @Test
  void countsThatAreNotTheInputsAreRefused() throws IOException {
    Path file = Path.of(output.counts("plain")).resolve("part-0.csv");
    List<String> lines = Files.readAllLines(file);
    Files.write(file, lines.subList(0, lines.size() - 1));

    assertThatExceptionOfType(JobFailure.class)
        .isThrownBy(() -> CountQueries.about(SURVEY, CountQueriesTest::map).ask("plain", output))
        .withMessage("plain: by-key/ differs from the input; the result is not exact");
  }

  @Test
  void anEarlierRunsCountsByKeyAreTakenAway() throws IOException {
    CountQueries.about(SURVEY, CountQueriesTest::map).ask("plain", output);
    Path mine = Files.writeString(folder.resolve("plain/by-key/mine.csv"), "keep me");

    output.clear();

    try (Stream<Path> left = Files.walk(folder)) {
      assertThat(left.filter(Files::isRegularFile)).containsExactly(mine);
    }
  }
}
