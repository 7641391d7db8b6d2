package org.partitioners.jobs.beam;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partitioners.jobs.testing.CommandLineRun;

/** What is wrong with a command line: one line that says so, and the exit code. */
class UsageTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"--help", "beam-celebrity --help", "beam-timestamp --help"})
  void helpGoesToStdout(String line) {
    CommandLineRun run = CommandLineRun.of(Main.command(), line.split(" "));

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).startsWith("Usage: run");
    assertThat(run.err()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                              | name a job: beam-celebrity, beam-timestamp",
        "beam-celebrty                   | did you mean beam-celebrity?",
        "beam-celebrity --runner flnk    | unknown 'flnk'; one of direct, flink, flink-cluster, spark",
        "beam-celebrity --runner spark   | --runner: spark is not on the class path",
        "beam-celebrity --runner flink-cluster | flink-cluster needs --jobmanager HOST:PORT",
        "beam-celebrity --runner direct --jobmanager a:1 | only --runner flink-cluster has one",
        "beam-celebrity --jobmanager here | --jobmanager: 'here' is not HOST:PORT",
        "beam-celebrity --strategy pkg   | unknown 'pkg'; one of naive, group, fan-out",
        "beam-celebrity --hot-keys a     | --hot-keys: only strategy salt-hot uses it",
        "beam-celebrity --parallelism 0  | --parallelism: 0 not in [1..1024]",
        "beam-celebrity --window 0s      | --window: 0ms not in [1ms..366d]",
        "beam-celebrity --input /nowhere --key-column k | --input: /nowhere does not exist",
        "beam-celebrity --input hdfs://a/b --key-column k | is not a path of this machine",
        "beam-timestamp --salts 2        | --salts: only strategy salted uses it",
        "beam-timestamp --days 0         | --days: 0 not in [1..366]",
      })
  void badUsageIsOneLine(String line, String message) {
    String[] arguments = line.isEmpty() ? new String[0] : line.split(" ");

    CommandLineRun run = CommandLineRun.of(Main.command(), arguments);

    assertThat(run.err()).contains(message).hasLineCount(1);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void aFolderThatHoldsAnythingIsRefused() throws Exception {
    Files.writeString(folder.resolve("mine.txt"), "mine");

    CommandLineRun run =
        CommandLineRun.of(Main.command(), "beam-celebrity", "--output", folder.toString());

    assertThat(run.errLines()).hasSize(1);
    assertThat(run.err()).contains("is not empty; choose another folder or add --overwrite");
    assertThat(run.exitCode()).isEqualTo(2);
  }

  @Test
  void anInputWithoutEventsIsAFailure() throws Exception {
    Path csv = Files.writeString(folder.resolve("empty.csv"), "sensor\n");

    CommandLineRun run =
        CommandLineRun.of(
            Main.command(),
            "beam-timestamp",
            "--input",
            csv.toString(),
            "--key-column",
            "sensor",
            "--output",
            folder.resolve("out").toString());

    assertThat(run.errLines())
        .last()
        .isEqualTo("--input: holds no events; there is nothing to lay out");
    assertThat(run.exitCode()).isEqualTo(1);
  }
}
