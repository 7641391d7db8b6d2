package org.partitioners.jobs.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.partitioners.jobs.events.Event;
import org.partitioners.jobs.events.EventGenerator;
import org.partitioners.jobs.report.JobReport;
import org.partitioners.jobs.report.LoadOverTime;
import org.partitioners.jobs.report.RunReport;
import org.partitioners.jobs.testing.CommandLineRun;
import org.partitioners.jobs.testing.CountsFolder;

/** The celebrity job from its command line, against counts that no part of the job made. */
class CelebrityITCase {
  /** Of these, home's stage has records that came straight and parts: neither is all. */
  private static final Set<String> RELIEVED =
      Set.of("combine", "pkg", "d-choices", "w-choices", "adaptive");

  @TempDir Path folder;

  @Test
  void everyStrategyCountsGeneratedEventsExactly() throws IOException {
    CommandLineRun run =
        celebrity(
            "--strategy",
            "all",
            "--events",
            "200000",
            "--keys",
            "5000",
            "--seed",
            "7",
            "--parallelism",
            "4",
            "--window",
            "10s",
            "--checkpoint-interval",
            "200ms");

    assertSucceeded(run);
    Map<String, Long> expected = new TreeMap<>();
    EventGenerator generator = new EventGenerator(200_000, 5_000, 1.2, 0.3, 7);
    for (long i = 0; i < 200_000; i++) {
      Event event = generator.event(i);
      count(expected, event.timestamp(), 10_000, event.key());
    }
    for (Strategy strategy : Strategy.values()) {
      assertThat(counts(strategy)).as(strategy.toString()).isEqualTo(expected);
    }
    JsonNode report = report();
    assertThat(report.path("runs")).hasSize(Strategy.values().length);
    for (JsonNode runOf : report.path("runs")) {
      assertThat(runOf.path("events").asLong()).isEqualTo(200_000);
      if (!RELIEVED.contains(runOf.path("strategy").asText())) {
        assertThat(firstStageRecords(runOf)).isEqualTo(200_000);
      }
      assertLookedUp(runOf, expected);
    }
  }

  private void assertLookedUp(JsonNode run, Map<String, Long> expected) {
    String strategy = run.path("strategy").asText();
    List<String> ofCelebrity =
        expected.entrySet().stream()
            .filter(entry -> entry.getKey().endsWith(",celebrity"))
            .map(entry -> entry.getKey() + "," + entry.getValue())
            .toList();
    // Its counts are in as many partitions as it is salted over, which is all of them.
    int partitions = strategy.equals("salt-hot") ? 4 : 1;
    JsonNode queries = run.path("queries");
    assertThat(queries).hasSize(2);
    assertThat(queries.get(0).path("rows").asInt()).isEqualTo(ofCelebrity.size());
    assertThat(queries.get(0).path("partitions").asInt()).isEqualTo(partitions);
    assertThat(queries.get(1).path("partitions").asInt()).isEqualTo(1);

    CommandLineRun found =
        CommandLineRun.of(
            Main.command(),
            "lookup",
            "--data",
            output().resolve(strategy).toString(),
            "--key",
            "celebrity");
    assertSucceeded(found);
    assertThat(found.out().lines().skip(1)).containsExactlyInAnyOrderElementsOf(ofCelebrity);
    assertThat(found.err())
        .startsWith("rows: " + ofCelebrity.size() + "; read: partitions: " + partitions + " of 4");
  }

  @Test
  void saltingHotKeysEvensTheLoadWhereKeyByDoesNot() throws IOException {
    assertSucceeded(
        celebrity("--strategy", "naive,salt-hot", "--events", "400000", "--keys", "100000"));

    JsonNode runs = report().path("runs");
    assertThat(runs.get(0).path("max_over_mean").asDouble()).isGreaterThan(2.4);
    assertThat(runs.get(1).path("max_over_mean").asDouble()).isLessThan(1.15);
    assertThat(runs.get(0).path("hot_keys").get(0).path("key").asText()).isEqualTo("celebrity");
    assertThat(counts(Strategy.SALT_HOT)).isEqualTo(counts(Strategy.NAIVE));
  }

  @Test
  void tellsHowTheLoadGrewWhileTheCelebrityChanged() throws IOException {
    assertSucceeded(
        celebrity(
            "--strategy",
            "naive,salt-hot",
            "--events",
            "60000",
            "--keys",
            "5000",
            "--celebrity-changes",
            "3",
            "--parallelism",
            "4",
            "--work-micros",
            "20"));

    Map<String, Long> expected = new TreeMap<>();
    EventGenerator generator =
        new EventGenerator(60_000, 5_000, 1.2, 0.3, 42).withCelebrityChanges(3);
    for (long i = 0; i < 60_000; i++) {
      Event event = generator.event(i);
      count(expected, event.timestamp(), 60_000, event.key());
    }
    assertThat(counts(Strategy.NAIVE)).isEqualTo(expected);
    assertThat(counts(Strategy.SALT_HOT)).isEqualTo(expected);
    for (RunReport run :
        JobReport.parse(Files.readString(output().resolve("report.json"))).runs()) {
      assertThat(run.loadOverTime()).hasSameSizeAs(run.stages());
      for (int i = 0; i < run.stages().size(); i++) {
        LoadOverTime course = run.loadOverTime().get(i);
        assertThat(course.stage()).isEqualTo(run.stages().get(i).name());
        assertThat(course.samples()).hasSizeBetween(2, 200);
        assertThat(course.samples().get(0).records().total()).isZero();
        LoadOverTime.Sample last = course.samples().get(course.samples().size() - 1);
        assertThat(last.records()).isEqualTo(run.stages().get(i).load());
        assertThat(last.millis()).isLessThanOrEqualTo(run.wallMillis());
      }
    }
  }

  @Test
  void everyReliefCountsTheSameAndEvensOutTheLoad() throws IOException {
    assertSucceeded(
        celebrity(
            "--strategy",
            "naive,combine,pkg,d-choices,w-choices,adaptive",
            "--events",
            "400000",
            "--keys",
            "100000",
            "--celebrity-changes",
            "2"));

    Map<String, Long> expected = counts(Strategy.NAIVE);
    for (Strategy strategy :
        List.of(
            Strategy.COMBINE,
            Strategy.PKG,
            Strategy.D_CHOICES,
            Strategy.W_CHOICES,
            Strategy.ADAPTIVE)) {
      assertThat(counts(strategy)).as("%s", strategy).isEqualTo(expected);
    }
    double naive = maxOverMean(0);
    assertThat(naive).isGreaterThan(1.5);
    assertThat(List.of(maxOverMean(3), maxOverMean(4))).allMatch(relieved -> relieved < 1.15);
    // What is combined does not reach home, in most of its records.
    assertThat(records(1)).isLessThan(records(0) / 2);
    assertThat(records(5)).isLessThan(records(0) / 2);
  }

  private double maxOverMean(int run) throws IOException {
    return report().path("runs").get(run).path("max_over_mean").asDouble();
  }

  private long records(int run) throws IOException {
    long sum = 0;
    for (JsonNode records : report().path("runs").get(run).path("subtask_records")) {
      sum += records.asLong();
    }
    return sum;
  }

  @Test
  void hotKeysMayBeGiven() throws IOException {
    assertSucceeded(
        celebrity(
            "--strategy",
            "salt-hot",
            "--hot-keys",
            "celebrity,no-such-key",
            "--events",
            "100000",
            "--keys",
            "100000",
            "--zipf",
            "0"));

    assertThat(report().path("runs").get(0).path("max_over_mean").asDouble()).isLessThan(1.15);
  }

  @Test
  void rowsThatCannotBeCountedAreWrittenAside() throws IOException {
    Path csv = folder.resolve("messy.csv");
    Files.writeString(
        csv,
        """
        time,user,note
        1000,ann,"a, quoted ""note"",
        over two lines"
        1001,,empty key
        yesterday,bob,bad time
        1002,ann
        9000,ann,much later
        1003,late,its window has closed
        """);

    CommandLineRun run = celebrityOf(csv, "--window", "1m", "--strategy", "naive,salt-all");

    assertSucceeded(run);
    Map<String, Long> expected = new TreeMap<>();
    count(expected, 1_000_000, 60_000, "ann");
    count(expected, 1_001_000, 60_000, "");
    count(expected, 9_000_000, 60_000, "ann");
    assertThat(counts(Strategy.NAIVE)).isEqualTo(expected);
    assertThat(counts(Strategy.SALT_ALL)).isEqualTo(expected);
    assertThat(CountsFolder.lines(output().resolve("late")))
        .singleElement()
        .asString()
        .contains("messy.csv,8,late,1003000,");
    assertThat(CountsFolder.lines(output().resolve("rejected")))
        .hasSize(2)
        .anySatisfy(line -> assertThat(line).contains("messy.csv,5,").contains("yesterday"))
        .anySatisfy(line -> assertThat(line).contains("messy.csv,6,"));
    JsonNode naive = report().path("runs").get(0);
    assertThat(naive.path("events").asLong()).isEqualTo(3);
    assertThat(naive.path("late").asLong()).isEqualTo(1);
    assertThat(naive.path("rejected").asLong()).isEqualTo(2);
  }

  @Test
  void anEmptyKeyIsRejectedOnRequest() throws IOException {
    Path csv = Files.writeString(folder.resolve("keys.csv"), "time,user,note\n0,,x\n1,ann,y\n");

    assertSucceeded(celebrityOf(csv, "--strategy", "naive", "--empty-key", "reject"));

    assertThat(counts(Strategy.NAIVE)).containsExactly(Map.entry("0,ann", 1L));
    assertThat(CountsFolder.lines(output().resolve("rejected"))).hasSize(1);
  }

  @Test
  void aFolderIsReadInPathOrderWhateverTheParallelism() throws IOException {
    Path input = Files.createDirectory(folder.resolve("in"));
    Map<String, Long> expected = new TreeMap<>();
    for (int file = 0; file < 12; file++) {
      StringBuilder text = new StringBuilder("time,user,note\n");
      for (int row = 0; row < 500; row++) {
        long time = file * 500L + row;
        String key = "k" + (time % 7);
        text.append(time).append(',').append(key).append(",\n");
        count(expected, time * 1000, 60_000, key);
      }
      // By the end of each file the first window is long closed.
      text.append("0,old,\n");
      writeCompressed(input.resolve(String.format("part-%02d.csv.gz", file)), text.toString());
    }
    assertSucceeded(
        celebrityOf(input, "--strategy", "naive,salt-hot", "--parallelism", "3", "--window", "1m"));

    assertThat(counts(Strategy.NAIVE)).isEqualTo(expected);
    assertThat(counts(Strategy.SALT_HOT)).isEqualTo(expected);
    assertThat(CountsFolder.lines(output().resolve("late"))).hasSize(12);
  }

  @Test
  void aHiddenNameIsReadWhenItIsGiven() throws IOException {
    Path csv = Files.writeString(folder.resolve("_data.csv"), "time,user\n0,ann\n1,ann\n");

    assertSucceeded(celebrityOf(csv, "--strategy", "naive", "--parallelism", "2"));

    assertThat(counts(Strategy.NAIVE)).containsExactly(Map.entry("0,ann", 2L));
  }

  @Test
  void theOutputMayBeALink() throws IOException {
    Path real = Files.createDirectory(folder.resolve("real"));
    Files.createSymbolicLink(output(), real);

    assertSucceeded(celebrity("--strategy", "naive", "--events", "1000", "--keys", "10"));

    assertThat(real.resolve("report.html")).isNotEmptyFile();
  }

  /** Flink may decline the checkpoint at the end; a run must not wait for the next one. */
  @Test
  void tinyRunsEndLongBeforeTheNextCheckpoint() throws IOException {
    assertSucceeded(
        celebrity(
            "--strategy",
            "naive,hash,ring,rendezvous,jump,salt-hot,combine,adaptive",
            "--events",
            "20000",
            "--parallelism",
            "4",
            "--checkpoint-interval",
            "1h"));

    assertThat(report().path("runs")).hasSize(8);
  }

  @Test
  void anEarlierRunIsReplacedAndNothingElse() throws IOException {
    assertSucceeded(celebrity("--strategy", "ring", "--events", "1000", "--keys", "10"));
    Files.writeString(output().resolve("notes.txt"), "keep me");
    Path mine = Files.createDirectories(output().resolve("hash/counts")).resolve("mine.csv");
    Files.writeString(mine, "keep me too");

    assertSucceeded(
        celebrity("--strategy", "jump", "--events", "2000", "--keys", "10", "--overwrite"));

    assertThat(output().resolve("ring")).doesNotExist();
    assertThat(output().resolve("notes.txt")).hasContent("keep me");
    assertThat(mine).hasContent("keep me too");
    assertThat(report().path("runs").get(0).path("events").asLong()).isEqualTo(2000);
  }

  @Test
  void realPostsAreCountedExactly() throws IOException {
    Path csv = sharedData().resolve("reddit-domains/reddit-domains.csv.gz");
    assumeThat(csv).as("data set reddit-domains is not here: skipped").exists();

    assertSucceeded(
        CommandLineRun.of(
            Main.command(),
            "celebrity",
            "--input",
            csv.toString(),
            "--key-column",
            "domain",
            "--timestamp-column",
            "created_utc",
            "--window",
            "1d",
            "--parallelism",
            "4",
            "--strategy",
            "naive,salt-hot",
            "--output",
            output().toString()));

    Map<String, Long> expected = new TreeMap<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(csv)), StandardCharsets.UTF_8))) {
      lines.readLine();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] fields = line.split(",", -1);
        count(expected, Long.parseLong(fields[0]) * 1000, 86_400_000, fields[1]);
      }
    }
    assertThat(counts(Strategy.NAIVE).equals(expected)).isTrue();
    assertThat(counts(Strategy.SALT_HOT).equals(expected)).isTrue();
    assertThat(report().path("runs").get(1).path("max_over_mean").asDouble()).isLessThan(1.15);
  }

  private static Path sharedData() {
    Path root = Path.of("").toAbsolutePath();
    while (root.getParent() != null && !Files.exists(root.resolve("partitioners-core"))) {
      root = root.getParent();
    }
    return root.resolveSibling("shared").resolve("data");
  }

  private static void count(Map<String, Long> counts, long millis, long window, String key) {
    counts.merge(Math.floorDiv(millis, window) * window + "," + key, 1L, Long::sum);
  }

  private static void writeCompressed(Path file, String text) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private CommandLineRun celebrity(String... options) {
    List<String> args = new ArrayList<>(List.of("celebrity", "--output", output().toString()));
    args.addAll(Arrays.asList(options));
    return CommandLineRun.of(Main.command(), args.toArray(String[]::new));
  }

  private CommandLineRun celebrityOf(Path input, String... options) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "--input", input.toString(), "--key-column", "user", "--timestamp-column", "time"));
    args.addAll(Arrays.asList(options));
    return celebrity(args.toArray(String[]::new));
  }

  private static void assertSucceeded(CommandLineRun run) {
    assertThat(run.err()).doesNotContain("\tat ");
    assertThat(run.exitCode()).as(run.err()).isZero();
  }

  private Path output() {
    return folder.resolve("out");
  }

  private Map<String, Long> counts(Strategy strategy) {
    return CountsFolder.read(output().resolve(strategy.toString()).resolve("counts"));
  }

  private JsonNode report() throws IOException {
    return new ObjectMapper().readTree(output().resolve("report.json").toFile());
  }

  private static long firstStageRecords(JsonNode run) {
    long records = 0;
    for (JsonNode subtask : run.path("stages").get(0).path("subtask_records")) {
      records += subtask.asLong();
    }
    return records;
  }
}
