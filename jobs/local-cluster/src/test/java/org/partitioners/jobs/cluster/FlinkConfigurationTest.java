package org.partitioners.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FlinkConfigurationTest {
  private static final ClusterFolder FOLDER = new ClusterFolder(Path.of("/it's here"));
  private static final ClusterSettings SETTINGS =
      ClusterSettings.of(
              FOLDER.root(), new FlinkInstallation(Path.of("/lib"), Optional.empty(), "2.3.0"))
          .withPorts(8082, 6124)
          .withTaskManagers(2, 4)
          .withMemory("1g", "2g");

  @Test
  void holdsTheSettings() {
    assertThat(FlinkConfiguration.render(SETTINGS, FOLDER).lines())
        .contains(
            "jobmanager.rpc.port: 6124",
            "rest.port: 8082",
            "rest.bind-port: 8082",
            "jobmanager.memory.process.size: '1g'",
            "taskmanager.memory.process.size: '2g'",
            "taskmanager.numberOfTaskSlots: 4",
            "parallelism.default: 8");
  }

  @Test
  void bindsEverythingToThisMachine() {
    assertThat(FlinkConfiguration.render(SETTINGS, FOLDER).lines())
        .contains(
            "jobmanager.bind-host: '127.0.0.1'",
            "taskmanager.bind-host: '127.0.0.1'",
            "rest.bind-address: '127.0.0.1'");
  }

  @Test
  void quotesPathsAsYamlWantsIt() {
    assertThat(FlinkConfiguration.render(SETTINGS, FOLDER).lines())
        .contains(
            "io.tmp.dirs: '/it''s here/tmp'",
            "execution.checkpointing.dir: 'file:///it''s%20here/checkpoints'");
  }
}
