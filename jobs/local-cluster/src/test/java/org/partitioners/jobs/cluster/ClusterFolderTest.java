package org.partitioners.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.partitioners.jobs.cli.JobFailure;

class ClusterFolderTest {
  @TempDir private Path temp;

  @Test
  void keepsTheJarsWhenTheBuildIsCleaned() throws Exception {
    Path built = Files.createDirectories(temp.resolve("target/lib"));
    Files.writeString(built.resolve("flink-runtime-2.3.0.jar"), "classes");
    FlinkInstallation flink = FlinkInstallation.gathered(built);
    ClusterFolder folder = new ClusterFolder(temp.resolve("cluster"));

    folder.prepare(flink);
    ClusterFolder.delete(temp.resolve("target"));

    assertThat(folder.classPath(flink))
        .containsExactly(folder.lib().resolve("flink-runtime-2.3.0.jar"));
    assertThat(folder.lib().resolve("flink-runtime-2.3.0.jar")).hasContent("classes");
  }

  @Test
  void startsAfreshButKeepsCheckpointsAndTheLastLogs() throws Exception {
    FlinkInstallation flink =
        new FlinkInstallation(temp.resolve("lib"), Optional.of(temp), "2.3.0");
    ClusterFolder folder = new ClusterFolder(temp.resolve("cluster"));
    folder.prepare(flink);
    Files.writeString(folder.lib().resolve("old.jar"), "");
    Files.writeString(folder.tmp().resolve("rest"), "");
    Files.writeString(folder.log().resolve("jobmanager.log"), "old");
    Files.writeString(folder.log().resolve("run.log"), "kept");
    Files.createDirectories(folder.checkpoints().resolve("job/chk-1"));

    folder.prepare(flink);

    assertThat(folder.lib()).isEmptyDirectory();
    assertThat(folder.tmp()).isEmptyDirectory();
    assertThat(folder.log().resolve("jobmanager.log")).doesNotExist();
    assertThat(folder.previousLog().resolve("jobmanager.log")).hasContent("old");
    assertThat(folder.log().resolve("run.log")).hasContent("kept");
    assertThat(folder.checkpoints().resolve("job/chk-1")).exists();
  }

  @Test
  void letsOneCommandWorkAtATime() {
    ClusterFolder folder = new ClusterFolder(temp);

    assertThatThrownBy(() -> folder.locked(() -> new ClusterFolder(temp).locked(() -> 1)))
        .isInstanceOf(JobFailure.class)
        .hasMessage(
            "another local-cluster command is at work in "
                + folder.root()
                + "; try again when it is done");
    assertThat(folder.locked(() -> 1)).isEqualTo(1);
  }

  @Test
  void tellsWhenItCannotBeWritten() throws Exception {
    Path file = Files.createFile(temp.resolve("file"));

    assertThatThrownBy(() -> new ClusterFolder(file.resolve("cluster")).locked(() -> 1))
        .isInstanceOf(JobFailure.class)
        .hasMessageStartingWith("cannot write to " + file.toRealPath().resolve("cluster"));
  }
}
