package org.partitioners.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.partitioners.benchmarks.page.PageFiles;
import org.partitioners.benchmarks.results.ResultsFile;
import org.partitioners.jobs.cli.JobCommandLine;

class MainTest {

  @TempDir Path folder;

  @RegisterExtension final Heard heard = new Heard();

  private static int run(String... args) {
    return JobCommandLine.execute(new Main(), args);
  }

  @Test
  void anUnknownOptionIsBadUsage() {
    assertThat(run("--quik")).isEqualTo(2);
    assertThat(heard.err())
        .isEqualTo(
            "unknown option '--quik'; did you mean --quick? (see benchmarks/run --help)"
                + System.lineSeparator());
  }

  @Test
  void quickAndRenderExcludeEachOther() {
    assertThat(run("--quick", "--render")).isEqualTo(2);
    assertThat(heard.err())
        .isEqualTo(
            "--quick: --render measures nothing; give one of the two" + System.lineSeparator());
  }

  @Test
  void renderNeedsResults() {
    assertThat(run("--render", "--output", folder.toString())).isEqualTo(2);
    assertThat(heard.err())
        .contains("--render: " + folder + " has no results.json; measure first, without it");
  }

  @Test
  void renderMakesThePage() throws IOException {
    try (InputStream sample =
        Objects.requireNonNull(PageFiles.class.getResourceAsStream(ResultsFile.NAME))) {
      Files.copy(sample, folder.resolve(ResultsFile.NAME));
    }
    assertThat(run("--render", "--output", folder.toString())).isZero();
    assertThat(heard.err()).contains("wrote " + folder.resolve(PageFiles.PAGE));
    assertThat(folder.resolve(PageFiles.PAGE)).exists();
    assertThat(run("--render", "--output", folder.toString())).isZero();
  }

  @Test
  void aPageOfSomebodyElseIsLeftAlone() throws IOException {
    Path page = Files.writeString(folder.resolve(PageFiles.PAGE), "# My own\n");
    String refusal =
        "--output: "
            + page
            + " was not made by benchmarks/run; choose another folder, or move it away"
            + System.lineSeparator();
    assertThat(run("--quick", "--output", folder.toString())).isEqualTo(2);
    assertThat(run("--render", "--output", folder.toString())).isEqualTo(2);
    assertThat(heard.err()).isEqualTo(refusal + refusal);
    assertThat(page).hasContent("# My own\n");
  }

  @Test
  void outputIsAFolder() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertThat(run("--render", "--output", file.toString())).isEqualTo(2);
    assertThat(heard.err())
        .isEqualTo("--output: " + file + " is a file, not a folder" + System.lineSeparator());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "not JSON",
        "{\"profile\": \"full\"}",
        "{\"profile\":null,\"method\":\"\",\"date\":\"\",\"commit\":\"\",\"machine\":null,"
            + "\"timings\":[null],\"footprints\":[],\"balances\":[]}"
      })
  void oddResultsAreNoPage(String odd) throws IOException {
    Path file = Files.writeString(folder.resolve(ResultsFile.NAME), odd);
    assertThat(run("--render", "--output", folder.toString())).isEqualTo(1);
    assertThat(heard.err())
        .isEqualTo(file + " is not what benchmarks/run writes" + System.lineSeparator());
  }
}
