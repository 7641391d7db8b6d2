package org.partitioners.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partitioners.jobs.cli.JobFailure;

class ClusterSettingsTest {
  private static final FlinkInstallation FLINK =
      new FlinkInstallation(Path.of("/flink/lib"), Optional.of(Path.of("/flink")), "2.3.0");

  @TempDir private Path folder;

  @Test
  void comeBackFromTheirFile() throws Exception {
    ClusterSettings settings =
        ClusterSettings.of(folder, FLINK)
            .withPorts(1, 2)
            .withTaskManagers(3, 4)
            .withMemory("1g", "2 GB");

    SettingsFile.write(settings, new ClusterFolder(folder));

    assertThat(SettingsFile.read(new ClusterFolder(folder))).contains(settings);
    assertThat(settings.totalSlots()).isEqualTo(12);
  }

  @Test
  void areAbsentBeforeTheFirstStart() {
    assertThat(SettingsFile.read(new ClusterFolder(folder))).isEmpty();
  }

  @Test
  void tellAboutADamagedFile() throws Exception {
    Files.writeString(folder.resolve("cluster.properties"), "port=many\n");

    assertThatThrownBy(() -> SettingsFile.read(new ClusterFolder(folder)))
        .isInstanceOf(JobFailure.class)
        .hasMessageContaining("cluster.properties is damaged; delete it")
        .hasMessageContaining("many");
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 6123, 1, 8, port: -1 not in [0..65535]",
    "8081, 65536, 1, 8, rpc-port: 65536 not in [0..65535]",
    "8081, 8081, 1, 8, port: 8081 is rpc-port too; choose another",
    "8081, 6123, 0, 8, taskmanagers: 0 not in [1..64]",
    "8081, 6123, 1, 1025, slots: 1025 not in [1..1024]"
  })
  void refuseNumbersOutOfRange(int rest, int rpc, int taskManagers, int slots, String message) {
    ClusterSettings settings = ClusterSettings.of(folder, FLINK);

    assertThatThrownBy(() -> settings.withPorts(rest, rpc).withTaskManagers(taskManagers, slots))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "6", "6x", "0g", "-1g", "1.5g", "6g;rm"})
  void refuseWhatIsNoSize(String size) {
    ClusterSettings settings = ClusterSettings.of(folder, FLINK);

    assertThatThrownBy(() -> settings.withMemory(size, "6g"))
        .hasMessage("jobmanager-memory: " + size + " is not a size; write for example 1600m or 6g");
    assertThatThrownBy(() -> settings.withMemory("1g", size))
        .hasMessageStartingWith("taskmanager-memory: " + size + " is not a size");
  }

  @Test
  void refuseFoldersClassPathsCannotName() {
    assertThatThrownBy(() -> ClusterSettings.of(folder.resolve("a:b"), FLINK))
        .hasMessageStartingWith("dir: ")
        .hasMessageContaining("a:b contains a colon, comma, quote or line break");
  }

  @Test
  void nameAFolderTheSameWhateverLinkLeadsThere() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder);

    assertThat(ClusterSettings.of(link.resolve("new"), FLINK))
        .isEqualTo(ClusterSettings.of(folder.resolve("new"), FLINK));
  }
}
