package org.partitioners.benchmarks.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.partitioners.benchmarks.contenders.Origin;

class ResultsFileTest {

  @TempDir Path folder;

  @Test
  void numbersHaveFiveDigitsAndNamesAreInSnakeCase() throws IOException {
    Timing timing =
        new Timing(Kind.KEY, "ring", Origin.OURS, 64, "String", 12.3456789, 1e7 / 3, 0.1, null);
    Machine machine = Machine.current();
    ResultsFile.write(
        new Results(
            "quick", "once", "today", "none", machine, List.of(timing), List.of(), List.of()),
        folder);
    assertThat(Files.readString(folder.resolve(ResultsFile.NAME)))
        .contains("\"nanos\" : 12.346,")
        .contains("\"least\" : 3333300,")
        .contains("\"most\" : 0.1,")
        .contains("\"bytes\" : null")
        .contains("\"cores\" : " + machine.cores());
  }

  @Test
  void theMachineIsStated() {
    assertThat(Machine.current().cpu()).isNotBlank();
    assertThat(Machine.current().jvm()).contains(System.getProperty("java.runtime.version"));
    assertThat(Machine.current().cores()).isPositive();
  }
}
