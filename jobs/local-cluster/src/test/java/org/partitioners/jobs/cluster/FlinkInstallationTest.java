package org.partitioners.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.partitioners.jobs.cli.JobFailure;

class FlinkInstallationTest {
  @TempDir private Path folder;

  @Test
  void gatheredJarsTellTheirVersion() throws Exception {
    Files.createFile(folder.resolve("flink-runtime-2.3.0.jar"));
    Files.createFile(folder.resolve("flink-runtime-web-2.3.0.jar"));

    FlinkInstallation flink = FlinkInstallation.from(Map.of("FLINK_HOME", " "), folder);

    assertThat(flink.version()).isEqualTo("2.3.0");
    assertThat(flink.home()).isEmpty();
    assertThat(flink.lib()).isEqualTo(folder);
  }

  @Test
  void gatheredJarsMustBeThere() {
    assertThatThrownBy(() -> FlinkInstallation.gathered(folder))
        .isInstanceOf(JobFailure.class)
        .hasMessage(folder + " has no flink-runtime jar; build jobs/local-cluster");
  }

  @Test
  void gatheredJarsMustBeOfOneVersion() throws Exception {
    Files.createFile(folder.resolve("flink-runtime-2.3.0.jar"));
    Files.createFile(folder.resolve("flink-runtime-1.20.5.jar"));

    assertThatThrownBy(() -> FlinkInstallation.gathered(folder))
        .isInstanceOf(JobFailure.class)
        .hasMessage(folder + " mixes Flink 1.20.5 and 2.3.0; mvn clean package");
  }

  @Test
  void distributionIsWhereFlinkHomePoints() throws Exception {
    Files.createDirectories(folder.resolve("lib"));
    Files.createFile(folder.resolve("lib/flink-dist-1.20.5.jar"));

    FlinkInstallation flink =
        FlinkInstallation.from(Map.of("FLINK_HOME", folder.toString()), Path.of("/unused"));

    assertThat(flink.version()).isEqualTo("1.20.5");
    assertThat(flink.home()).contains(folder);
    assertThat(flink.lib()).isEqualTo(folder.resolve("lib"));
    assertThat(new ClusterFolder(folder.resolve("cluster")).plugins(flink))
        .isEqualTo(folder.resolve("plugins"));
  }

  @Test
  void distributionMustBeOne() throws Exception {
    assertThatThrownBy(
            () -> FlinkInstallation.from(Map.of("FLINK_HOME", folder.toString()), folder))
        .isInstanceOf(JobFailure.class)
        .hasMessage(
            "FLINK_HOME: "
                + folder
                + " has no lib/flink-dist-*.jar; point it at an unpacked Flink distribution or"
                + " unset it");
  }
}
