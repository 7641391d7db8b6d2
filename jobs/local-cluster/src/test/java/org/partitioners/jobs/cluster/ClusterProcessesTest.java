package org.partitioners.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.partitioners.jobs.cluster.ClusterProcesses.ClusterProcess;

/** Against real processes: a shell carries the marks as its positional parameters. */
class ClusterProcessesTest {
  @TempDir private Path temp;
  private final List<Process> started = new ArrayList<>();
  private ClusterFolder folder;
  private ClusterProcesses processes;

  @BeforeEach
  void prepare() throws IOException {
    folder = new ClusterFolder(temp.resolve("a cluster"));
    Files.createDirectories(folder.pids());
    processes = new ClusterProcesses(folder, Duration.ofMillis(300));
  }

  @AfterEach
  void endAll() {
    started.forEach(Process::destroyForcibly);
  }

  @Test
  void areFoundByTheirMarksAloneJobManagerFirst() throws Exception {
    Process second = shell(folder, "taskmanager-2", "");
    Process first = shell(folder, "taskmanager-1", "");
    Process jobManager = shell(folder, "jobmanager", "");
    shell(new ClusterFolder(temp.resolve("another")), "jobmanager", "");

    assertThat(processes.alive())
        .containsExactly(
            new ClusterProcess("jobmanager", jobManager.toHandle()),
            new ClusterProcess("taskmanager-1", first.toHandle()),
            new ClusterProcess("taskmanager-2", second.toHandle()));
  }

  @Test
  void areAllGoneAfterStopAlsoThoseDeafToTheSignal() throws Exception {
    Process polite = shell(folder, "taskmanager-1", "");
    Process deaf = shell(folder, "jobmanager", "trap '' TERM; ");
    Process bystander = shell(new ClusterFolder(temp.resolve("another")), "jobmanager", "");

    assertThat(processes.stop()).isEqualTo(2);

    assertThat(processes.alive()).isEmpty();
    assertThat(polite.waitFor(5, TimeUnit.SECONDS)).isTrue();
    assertThat(deaf.waitFor(5, TimeUnit.SECONDS)).isTrue();
    assertThat(bystander.isAlive()).isTrue();
    assertThat(folder.pids()).doesNotExist();
  }

  @Test
  void aPidFileWithoutItsProcessStopsNothing() throws Exception {
    Process bystander = shell(new ClusterFolder(temp.resolve("another")), "jobmanager", "");
    Files.writeString(folder.pids().resolve("jobmanager.pid"), bystander.pid() + "\n");

    assertThat(processes.stop()).isZero();

    assertThat(bystander.isAlive()).isTrue();
    assertThat(folder.pids()).doesNotExist();
  }

  /** Returns once the shell reports, so that its marks and trap are in place. */
  private Process shell(ClusterFolder owner, String role, String prologue) throws IOException {
    List<String> command =
        new ArrayList<>(List.of("sh", "-c", prologue + "echo up; while :; do sleep 1; done", "sh"));
    command.addAll(ClusterProcesses.marks(owner, role));
    Process process = new ProcessBuilder(command).start();
    started.add(process);
    assertThat(process.inputReader().readLine()).isEqualTo("up");
    return process;
  }
}
