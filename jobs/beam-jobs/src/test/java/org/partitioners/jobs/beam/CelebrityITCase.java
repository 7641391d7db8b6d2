package org.partitioners.jobs.beam;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.partitioners.jobs.events.Event;
import org.partitioners.jobs.events.EventGenerator;
import org.partitioners.jobs.report.JobReport;
import org.partitioners.jobs.report.RunReport;
import org.partitioners.jobs.report.StageLoad;
import org.partitioners.jobs.testing.CommandLineRun;
import org.partitioners.jobs.testing.CountsFolder;

/** The celebrity job on the Direct runner, against counts made here. */
class CelebrityITCase {
  @TempDir private Path folder;

  @Test
  void everyStrategyCountsTheSame() throws IOException {
    CommandLineRun run =
        run("--strategy", "all", "--events", "6000", "--keys", "8", "--window", "4s");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("identical").doesNotContain("DIFFERENT");
    Map<String, Long> expected = new TreeMap<>();
    EventGenerator generator = new EventGenerator(6_000, 8, 1.2, 0.3, 42);
    for (long i = 0; i < 6_000; i++) {
      Event event = generator.event(i);
      expected.merge(event.timestamp() / 4_000 * 4_000 + "," + event.key(), 1L, Long::sum);
    }
    JobReport report = report();
    assertThat(report.runs()).hasSize(CelebrityStrategy.values().length);
    for (RunReport each : report.runs()) {
      assertThat(counts(each.strategy())).as(each.strategy()).isEqualTo(expected);
      StageLoad aggregate = each.stages().get(0);
      assertThat(aggregate.name()).isEqualTo("aggregate");
      assertThat(aggregate.load().total()).as(each.strategy()).isEqualTo(6_000);
      assertThat(aggregate.load().numPartitions()).as(each.strategy()).isGreaterThanOrEqualTo(4);
    }
  }

  @Test
  void rowsOfAFileAreCountedLateOrRejectedAsTheReaderSays() throws IOException {
    Path csv =
        Files.writeString(
            folder.resolve("events.csv"),
            "time,key\n0,a\n61,b\n200,\"a, b\"\n5,too late\nnoon,c\n201,\"a, b\"\n61,late too\n");

    CommandLineRun run =
        run(
            "--input",
            csv.toString(),
            "--key-column",
            "key",
            "--timestamp-column",
            "time",
            "--strategy",
            "naive,salt-hot",
            "--hot-keys",
            "a",
            "--out-of-orderness",
            "10s");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("2 rows late: ").contains("1 rows rejected: ");
    for (String strategy : List.of("naive", "salt-hot")) {
      assertThat(counts(strategy))
          .containsExactly(
              Map.entry("0,a", 1L), Map.entry("180000,\"a, b\"", 2L), Map.entry("60000,b", 1L));
    }
    assertThat(CountsFolder.lines(output().resolve("late")))
        .containsExactlyInAnyOrder(
            csv.toRealPath() + ",5,too late,5000,189999",
            csv.toRealPath() + ",8,late too,61000,190999");
    assertThat(CountsFolder.lines(output().resolve("rejected"))).hasSize(1);
  }

  @Test
  void nothingToCountIsNoFailure() throws IOException {
    Path csv = Files.writeString(folder.resolve("empty.csv"), "key\n");

    CommandLineRun run =
        run("--input", csv.toString(), "--key-column", "key", "--strategy", "naive");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(counts("naive")).isEmpty();
    assertThat(report().runs().get(0).stages().get(0).load().total()).isZero();
    assertThat(output().resolve("late")).doesNotExist();
  }

  private CommandLineRun run(String... options) {
    String[] arguments = new String[options.length + 3];
    arguments[0] = "beam-celebrity";
    arguments[1] = "--output";
    arguments[2] = output().toString();
    System.arraycopy(options, 0, arguments, 3, options.length);
    return CommandLineRun.of(Main.command(), arguments);
  }

  private Path output() {
    return folder.resolve("out");
  }

  private JobReport report() throws IOException {
    return JobReport.parse(Files.readString(output().resolve("report.json")));
  }

  private Map<String, Long> counts(String strategy) {
    return CountsFolder.read(output().resolve(strategy).resolve("counts"));
  }
}
