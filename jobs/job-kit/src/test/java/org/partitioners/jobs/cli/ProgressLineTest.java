package org.partitioners.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);

  @Test
  void aTerminalShowsOneLineRewritten() {
    ProgressLine progress = ProgressLine.onTerminal(out);

    progress.show("1234 events");
    progress.show("12 s");
    progress.finish("done");

    assertThat(text()).isEqualTo("\r1234 events\r12 s       \rdone\n");
  }

  @Test
  void aLogIsSparedTheStepsInBetween() {
    ProgressLine progress = ProgressLine.onLog(out);

    for (int i = 0; i < 1000; i++) {
      progress.show("step " + i);
    }
    progress.finish("done");

    assertThat(text()).endsWith("done\n");
    assertThat(text().lines().count()).isLessThan(1000);
  }

  private String text() {
    return written.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }
}
