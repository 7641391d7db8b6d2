package org.partitioners.benchmarks.maps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.partitioners.benchmarks.Heard;
import org.partitioners.jobs.cli.JobCommandLine;

class MapsCommandTest {

  @TempDir Path folder;

  @RegisterExtension final Heard heard = new Heard();

  private static int run(String... args) {
    return JobCommandLine.execute(new MapsCommand(), args);
  }

  @Test
  void writesLooksUpAndTells() throws IOException {
    Path output = folder.resolve("out");
    assertThat(
            run(
                "--rows=40000",
                "--partitions=4",
                "--keys=50",
                "--ranges=1000",
                "--output=" + output))
        .isZero();

    Set<String> lines = new HashSet<>();
    long bytes = 0;
    for (int p = 0; p < 4; p++) {
      Path file = output.resolve("rows/partition=" + p + "/part-0");
      List<String> part = Files.readAllLines(file);
      assertThat(part).isSorted();
      lines.addAll(part);
      bytes += Files.size(file);
    }
    assertThat(lines).hasSize(40_000).contains(Rows.line(0), Rows.line(39_999));
    assertThat(heard.out().lines())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .startsWith("40000 rows, ")
                    .contains(" bytes, in 4 sorted files, one a partition, written in "),
            line -> assertThat(line).startsWith("50 look-ups in "),
            line -> assertThat(line).isEqualTo("partitions  mean 1.0  max 1"),
            line -> assertThat(line).isEqualTo("files       mean 1.0  max 1"),
            line -> assertThat(line).matches("bytes       mean \\d{5}\\.\\d  max \\d{5}"),
            line -> assertThat(line).matches("1/4 of all bytes: \\d{6}"),
            line ->
                assertThat(line)
                    .startsWith("a map of 1000 ranges, ")
                    .contains(" bytes: published in ", " s, loaded in "));
    assertThat(heard.out()).contains(" " + bytes + " bytes", ": " + bytes / 4);
    try (Stream<Path> files = Files.list(output.resolve("ranges"))) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void sameSeedsAskForTheSameAndAWrongRowIsFound() throws IOException {
    DataSet data = DataSet.write(folder, 3000, 3);
    assertThat(data.ask(40, 5)).isEqualTo(data.ask(40, 5));
    Path file = folder.resolve("partition=1/part-0");
    Files.write(file, Files.readAllLines(file).stream().map(line -> line + "0").toList());
    assertThatThrownBy(() -> data.ask(40, 5))
        .isInstanceOf(IOException.class)
        .hasMessageMatching("row \\d+: found \\[[0-9a-f]{16},\\d+0]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--rows=0 | --rows: 0 not in [1..100000000]",
        "--partitions=4097 | --partitions: 4097 not in [1..4096]",
        "--keys=0 | --keys: 0 not in [1..100000000]",
        "--ranges=4000001 | --ranges: 4000001 not in [1..4000000]",
      })
  void refusesWhatIsOutOfRange(String option, String message) {
    Path output = folder.resolve("none");
    assertThat(run(option, "--output=" + output)).isEqualTo(2);
    assertThat(heard.err()).isEqualTo(message + System.lineSeparator());
    assertThat(output).doesNotExist();
  }

  @Test
  void refusesAFolderInUse() throws IOException {
    Path file = Files.createFile(folder.resolve("notes"));
    assertThat(run("--output=" + folder)).isEqualTo(2);
    assertThat(run("--output=" + file)).isEqualTo(2);
    assertThat(heard.err().lines())
        .containsExactly(
            "--output: " + folder + " is not empty; choose another folder",
            "--output: " + file + " is no folder that can be listed");
  }
}
