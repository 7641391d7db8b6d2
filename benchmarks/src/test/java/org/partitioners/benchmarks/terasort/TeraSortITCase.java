package org.partitioners.benchmarks.terasort;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.partitioners.benchmarks.Heard;
import org.partitioners.jobs.cli.JobCommandLine;

class TeraSortITCase {
  private static final int RECORDS = 100_000;
  private static final int PARTITIONS = 3;

  @TempDir Path folder;

  @RegisterExtension final Heard heard = new Heard();

  private int run(String... args) {
    return JobCommandLine.execute(new TeraSortCommand(), args);
  }

  @ParameterizedTest
  @EnumSource(Keys.class)
  void sortsAndChecks(Keys keys) throws IOException {
    Path output = folder.resolve("sorted");
    int exit =
        run(
            "--records=" + RECORDS,
            "--first=1000000000",
            "--keys=" + keys,
            "--parallelism=" + PARTITIONS,
            "--memory=48",
            "--output=" + output);

    assertThat(heard.err()).endsWith("wrote " + output + System.lineSeparator());
    assertThat(exit).isZero();
    Input input = new Input(1_000_000_000, RECORDS, keys);
    Validation found = Validation.of(new PartFiles(output), PARTITIONS);
    assertThat(found.faults(RECORDS, input.checksum())).isEmpty();
    assertThat(found.load().maxOverMean()).isLessThanOrEqualTo(1.05);
    assertThat(found.duplicateKeys() > 0).isEqualTo(keys == Keys.ZIPF);
    assertThat(heard.out())
        .contains(" " + RECORDS + " records of 100 bytes, keys " + keys + ", parallelism 3, ")
        .contains("checksum: " + Long.toHexString(input.checksum()))
        .contains("duplicate keys: " + found.duplicateKeys())
        .contains("out of order: 0");
  }

  @Test
  void replacesAnEarlierRunOnly() throws IOException {
    Files.createFile(folder.resolve("part-00007"));
    Path other = Files.createFile(folder.resolve("notes"));
    String[] args = {"--records=1", "--parallelism=1", "--memory=32", "--output=" + folder};

    assertThat(run(args)).isEqualTo(2);
    assertThat(heard.err())
        .isEqualTo(
            "--output: "
                + folder
                + " is not empty; choose another folder or add --overwrite"
                + System.lineSeparator());
    String[] overwriting = Arrays.copyOf(args, args.length + 1);
    overwriting[args.length] = "--overwrite";
    assertThat(run(overwriting)).isZero();
    assertThat(other).exists();
    assertThat(new PartFiles(folder).present()).containsExactly(folder.resolve("part-00000"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--records=0 | --records: 0 not in [1..2147483647]",
        "--first=-1 | --first: -1 not in [0..9223372034707292160]",
        "--parallelism=65 | --parallelism: 65 not in [1..64]",
        "--memory=63 | --memory: 63 not in [64..1048576]",
        "--keys=zipff | Invalid value for option '--keys': unknown 'zipff'; one of uniform,"
            + " skewed, zipf; did you mean zipf? (see terasort --help)",
      })
  void refusesWhatIsOutOfRange(String option, String message) {
    Path output = folder.resolve("none");

    assertThat(run(option, "--output=" + output)).isEqualTo(2);
    assertThat(heard.err()).isEqualTo(message + System.lineSeparator());
    assertThat(output).doesNotExist();
  }

  @Test
  void refusesAFileForAFolder() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    assertThat(run("--output=" + file)).isEqualTo(2);
    assertThat(heard.err())
        .isEqualTo("--output: " + file + " is a file, not a folder" + System.lineSeparator());
  }
}
