package org.partitioners.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.partitioners.jobs.events.Event;
import org.partitioners.jobs.events.EventGenerator;

/**
 * The scripts as a user runs them, from a folder of their own, with the deployable jar: the
 * README's commands, the celebrity job on a real cluster, and what is wrong told in one line.
 */
class ScriptsITCase {
  private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

  @TempDir private static Path folder;
  private static String onOwnCluster;

  @BeforeAll
  static void startCluster() throws Exception {
    Files.createSymbolicLink(folder.resolve("jobs"), ROOT.resolve("jobs"));
    onOwnCluster = " --dir '" + folder.resolve("the cluster") + "'";
    Scripts.Outcome start = bash("jobs/bin/local-cluster start" + small(onOwnCluster));
    assertThat(start.code()).as(start.err()).isZero();
  }

  @AfterAll
  static void stopCluster() throws Exception {
    Scripts.Outcome stop = bash("jobs/bin/local-cluster stop" + onOwnCluster);
    assertThat(stop.code()).as(stop.err()).isZero();
    assertThat(
            ProcessHandle.allProcesses()
                .filter(
                    process -> process.info().commandLine().orElse("").contains(folder.toString()))
                .toList())
        .isEmpty();
  }

  @Test
  void theClusterCountsWhatIsThere() throws Exception {
    Scripts.Outcome submit =
        submit(
            "celebrity --events 200000 --keys 20000 --seed 5 --window 20s --parallelism 4"
                + " --strategy all --checkpoint-interval 500ms --output all-out");

    assertThat(submit.code()).as(submit.err()).isZero();
    assertThat(submit.out()).contains("salt-hot").contains("identical").doesNotContain("DIFFERENT");
    Map<String, Long> expected = new TreeMap<>();
    EventGenerator events = new EventGenerator(200_000, 20_000, 1.2, 0.3, 5);
    for (long i = 0; i < events.events(); i++) {
      Event event = events.event(i);
      expected.merge(event.timestamp() / 20_000 * 20_000 + "," + event.key(), 1L, Long::sum);
    }
    for (String strategy :
        List.of("naive", "ring", "salt-all", "salt-hot", "d-choices", "adaptive")) {
      assertThat(Scripts.counts(folder.resolve("all-out").resolve(strategy).resolve("counts")))
          .as(strategy)
          .isEqualTo(expected);
    }
    assertThat(folder.resolve("all-out/report.html")).isNotEmptyFile();
  }

  @Test
  void tooManySubtasksForTheClusterAreToldInOneLine() throws Exception {
    Scripts.Outcome submit = submit("celebrity --events 1000 --parallelism 64 --output wide-out");

    assertThat(submit.code()).isEqualTo(1);
    assertThat(submit.err().lines().toList())
        .hasSize(2)
        .last()
        .asString()
        .startsWith("--parallelism: 64 needs as many free slots; the cluster at http://127.0.0.1:");
  }

  @Test
  void aStoppedSubmitTakesItsRunAlong() throws Exception {
    Process submit =
        process(
                "exec jobs/bin/local-cluster submit"
                    + onOwnCluster
                    + " celebrity --events 5000000 --work-micros 1000 --parallelism 2"
                    + " --strategy naive --output endless-out")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    awaitRunningJobs("1");

    submit.destroy();

    assertThat(submit.waitFor(60, TimeUnit.SECONDS)).isTrue();
    awaitRunningJobs("0");
  }

  @Test
  void relievedKeysAndSkewAreSeenOverRest() throws Exception {
    Process submit =
        process(
                "exec jobs/bin/local-cluster submit"
                    + onOwnCluster
                    + " celebrity --events 5000000 --work-micros 500 --parallelism 2"
                    + " --strategy adaptive --detect-skew --output relieved-out")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      awaitRunningJobs("1");
      String rest =
          found("url +(\\S+)", bash("jobs/bin/local-cluster status" + onOwnCluster).out());
      String job =
          rest + "/jobs/" + found("\"id\":\"(\\w+)\",\"status\":\"RUNNING\"", get(rest + "/jobs"));
      String senders = found("\"id\":\"(\\w+)\"[^{}]*\"name\":\"[^\"]*send[^\"]*\"", get(job));
      String metrics = job + "/vertices/" + senders + "/subtasks/metrics?get=";

      awaitMetric(metrics + "send.skew.relievedKeys");
      awaitMetric(metrics + "send.skew.recordsSpread");
      for (String gauge : List.of("records", "hotKeys")) {
        awaitMetric(metrics + "skew-detector.skew." + gauge);
      }
      String reports =
          found("\"id\":\"(\\w+)\"[^{}]*\"name\":\"[^\"]*skew-reports[^\"]*\"", get(job));
      String ofAll = job + "/vertices/" + reports + "/subtasks/metrics?get=skew-reports.skew.";
      awaitMetric(ofAll + "records");
      awaitMetric(ofAll + "hotKeys");
      // Among a million keys the celebrity has 30 % of the records, and 2 subtasks share them.
      assertThat(metric(ofAll + "hottestKeyShare")).isBetween(0.28, 0.32);
      assertThat(metric(ofAll + "predictedMaxOverMean")).isBetween(1.1, 1.7);
      assertThat(metric(ofAll + "measuredMaxOverMean")).isBetween(1.1, 1.7);
    } finally {
      submit.destroy();
    }
    assertThat(submit.waitFor(60, TimeUnit.SECONDS)).isTrue();
    awaitRunningJobs("0");
  }

  private static double metric(String url) throws Exception {
    return Double.parseDouble(found("\"max\":([0-9.]+)", get(url + "&agg=max")));
  }

  /** Until a metric is more than 0 in one of the subtasks. */
  private static void awaitMetric(String url) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    String answer;
    do {
      answer = get(url + "&agg=max");
    } while (!answer.matches(".*\"max\":[1-9].*") && System.nanoTime() < deadline);
    assertThat(answer).matches(".*\"max\":[1-9].*");
  }

  private static String get(String url) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
        .body();
  }

  private static String found(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as("%s in %s", pattern, text).isTrue();
    return matcher.group(1);
  }

  @Test
  void badUsageIsOneLineAndExitCodeTwo() throws Exception {
    for (String command :
        List.of(
            "jobs/bin/run celebrity --parallelism 0",
            "jobs/bin/run celebrity --strategy nave",
            "jobs/bin/run celebrity --input absent.csv --key-column k",
            "jobs/bin/run no-such-job",
            "jobs/bin/local-cluster strt",
            "jobs/bin/local-cluster submit" + onOwnCluster + " celebrity --window 5")) {
      Scripts.Outcome outcome = bash(command);

      assertThat(outcome.err().lines().toList()).as(command).hasSize(1);
      assertThat(outcome.code()).as(command).isEqualTo(2);
      assertThat(outcome.out()).as(command).isEmpty();
    }
  }

  /** With fewer events and a smaller cluster than the README's, on ports of its own. */
  @Test
  void theReadmesCommandsWork() throws Exception {
    Files.writeString(folder.resolve("posts.csv"), "created_utc,domain\n0,a.org\n90000,b.org\n");
    assertThat(bash("gzip -k posts.csv").code()).isZero();
    String readmesCluster = " --dir '" + folder.resolve("readme cluster") + "'";
    List<String> commands = readmeCommands();

    assertThat(commands).hasSizeGreaterThanOrEqualTo(5);
    for (String command : commands) {
      Scripts.Outcome outcome =
          bash(
              command
                  .replaceFirst("--events \\d+", "--events 50000")
                  .replaceFirst("cluster (stop|submit)", "cluster $1" + readmesCluster)
                  .replaceFirst("cluster start", "cluster start" + small(readmesCluster)));
      assertThat(outcome.code()).as(command + "\n" + outcome.err()).isZero();
    }
    assertThat(Scripts.counts(folder.resolve("posts-out/salt-hot/counts")))
        .containsExactly(Map.entry("0,a.org", 1L), Map.entry("86400000,b.org", 1L));
  }

  private static List<String> readmeCommands() throws IOException {
    try (Stream<String> lines = Files.lines(ROOT.resolve("README.md"))) {
      return lines.filter(line -> line.startsWith("jobs/bin/")).toList();
    }
  }

  private static String small(String cluster) throws IOException {
    return cluster + Scripts.freePorts() + " --taskmanager-memory 2g";
  }

  private static void awaitRunningJobs(String running) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    String status;
    do {
      status = bash("jobs/bin/local-cluster status" + onOwnCluster).out();
    } while (!status.contains("running jobs  " + running) && System.nanoTime() < deadline);
    assertThat(status).contains("running jobs  " + running);
  }

  private static Scripts.Outcome submit(String job) throws Exception {
    return bash("jobs/bin/local-cluster submit" + onOwnCluster + " " + job);
  }

  private static Scripts.Outcome bash(String command) throws Exception {
    return new Scripts(folder).bash(command);
  }

  private static ProcessBuilder process(String command) {
    return new Scripts(folder).process(command);
  }
}
