package org.partitioners.jobs.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.partitioners.jobs.testing.CommandLineRun;

/**
 * What is wrong with a command line of the timestamp job: one line that says so, exit code 2, and
 * nothing written. What it shares with other jobs is tested there.
 */
class TimestampUsageTest {
  @TempDir Path folder;

  @Test
  void unknownStrategyIsAnsweredWithTheNearest() {
    assertRefused(
        "unknown 'compond'; one of range-static, range-dynamic, hash, compound, salted, adaptive;"
            + " did you mean compound?",
        "--strategy",
        "compond");
  }

  @Test
  void saltsWithoutSalted() {
    assertRefused("--salts: only strategy salted uses it; add it to --strategy", "--salts", "2");
  }

  @Test
  void moreSaltsThanSubtasks() {
    assertRefused("--salts: 9 not in [1..8]", "--salts", "9", "--strategy", "salted");
    assertRefused("--salts: 0 not in [1..8]", "--salts", "0", "--strategy", "salted");
  }

  @Test
  void daysAndLateSharesOutOfRange() {
    assertRefused("--days: 0 not in [1..366]", "--days", "0");
    assertRefused("--late-share: 0.6 not in [0..0.5]", "--late-share", "0.6");
    assertRefused("--keys: 0 not in [1..1000000000]", "--keys", "0");
    assertRefused("--events: 0 not in [1..", "--events", "0");
  }

  @Test
  void windowAndParallelismOutOfRange() {
    assertRefused("--window: 0ms not in [1ms..366d]", "--window", "0s");
    assertRefused("--parallelism: 0 not in [1..1024]", "--parallelism", "0");
    assertRefused("--work-micros: -1 not in [0..1000000]", "--work-micros", "-1");
  }

  @Test
  void optionsThatWouldBeIgnored() throws IOException {
    Path csv = Files.writeString(folder.resolve("events.csv"), "time,sensor\n0,a\n");
    assertRefused("--key-column needs --input PATH to read from", "--key-column", "sensor");
    assertRefused(
        "--days describes generated events; leave it out with --input",
        "--input",
        csv.toString(),
        "--key-column",
        "sensor",
        "--days",
        "3");
    assertRefused("--input needs --key-column NAME", "--input", csv.toString());
  }

  @Test
  void optionsOfAnotherJob() {
    assertRefused("unknown option '--celebrity-share'", "--celebrity-share", "0.3");
  }

  @Test
  void anInputWithoutEvents() throws IOException {
    Path csv = Files.writeString(folder.resolve("empty.csv"), "time,sensor\n");
    CommandLineRun run = run("--input", csv.toString(), "--key-column", "sensor");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.errLines().get(run.errLines().size() - 1))
        .isEqualTo("--input: holds no events; there is nothing to lay out");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void helpGoesToStdout() {
    CommandLineRun run = CommandLineRun.of(Main.command(), "timestamp", "--help");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("--strategy", "--late-share", "--salts", "--window", "timestamp-out")
        .doesNotContain("celebrity");
    assertThat(run.err()).isEmpty();
  }

  private void assertRefused(String message, String... options) {
    CommandLineRun run = run(options);
    assertThat(run.err()).contains(message).doesNotContain("\tat ");
    assertThat(run.errLines()).hasSize(1);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(folder.resolve("out")).doesNotExist();
  }

  private CommandLineRun run(String... options) {
    List<String> args =
        new ArrayList<>(List.of("timestamp", "--output", folder.resolve("out").toString()));
    args.addAll(Arrays.asList(options));
    return CommandLineRun.of(Main.command(), args.toArray(String[]::new));
  }
}
