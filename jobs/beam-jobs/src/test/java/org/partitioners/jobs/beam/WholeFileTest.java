package org.partitioners.jobs.beam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.partitioners.jobs.run.CsvTable;
import org.partitioners.jobs.run.WindowCount;

class WholeFileTest {
  @TempDir private Path folder;

  @Test
  void leavesTheFileAndNothingElse() throws IOException {
    WholeFile.write(folder, "counts.csv", CsvTable.COUNTS, List.of());
    WholeFile.write(folder, "counts.csv", CsvTable.COUNTS, List.of());

    assertThat(folder).isDirectoryContaining("glob:**/counts.csv");
    assertThat(folder.toFile().list()).hasSize(1);
  }

  @Test
  void leavesNothingWhereWritingFails() {
    Iterable<WindowCount> lost =
        () -> {
          throw new IllegalStateException("lost");
        };

    assertThatThrownBy(() -> WholeFile.write(folder, "counts.csv", CsvTable.COUNTS, lost))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("lost");
    assertThat(folder).isEmptyDirectory();
  }
}
