package org.partitioners.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocalClusterCommandTest {
  private final PrintStream realOut = System.out;
  private final PrintStream realErr = System.err;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  @TempDir private Path folder;

  @BeforeEach
  void capture() {
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void release() {
    System.setOut(realOut);
    System.setErr(realErr);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--help", "start --help", "stop --help", "status --help", "submit --help"})
  void helpGoesToStdout(String line) {
    assertThat(LocalCluster.execute(line.split(" "))).isZero();

    assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("Usage: local-cluster");
    assertThat(err.size()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                         | say what to do: start, stop, status or submit",
        "strat                      | unknown argument 'strat'; did you mean start?",
        "start --prot               | unknown option '--prot'; did you mean --port?",
        "start --slot 3             | did you mean --slots?",
        "start --port x             | Invalid value for option '--port'",
        "start --slots              | Missing required parameter for option '--slots'",
        "start now                  | unknown argument 'now'",
        "status --all               | unknown option '--all'",
        "submit --keys 3 celebrity  | unknown option '--keys'"
      })
  void badUsageIsOneLine(String line, String message) {
    String[] arguments = line.isEmpty() ? new String[0] : line.split(" ");

    assertThat(LocalCluster.execute(arguments)).isEqualTo(2);

    assertThat(err.toString(StandardCharsets.UTF_8)).contains(message).hasLineCount(1);
    assertThat(out.size()).isZero();
  }

  @Test
  void nothingRunsAtFirst() {
    assertThat(LocalCluster.execute("status", "--dir", folder.toString())).isEqualTo(1);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .startsWith("no local cluster is running in ")
        .hasLineCount(1);

    assertThat(LocalCluster.execute("stop", "--dir", folder.toString())).isZero();
    assertThat(err.toString(StandardCharsets.UTF_8))
        .startsWith("no local cluster is running in ")
        .hasLineCount(1);
  }

  @Test
  void submitNeedsACluster() {
    int code =
        LocalCluster.execute("submit", "--dir", folder.toString(), "celebrity", "--keys", "3");

    assertThat(code).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            "no local cluster is running; start one with jobs/bin/local-cluster start"
                + System.lineSeparator());
  }
}
