package org.partitioners.jobs.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.partitioners.jobs.cli.JobFailure;

/** One attempt to start a cluster: everything comes up, or nothing stays. */
final class ClusterStart {
  private static final String ENTRYPOINTS = "org.apache.flink.runtime.";
  private static final int LOG_LINES = 10;

  private final ClusterSettings settings;
  private final ClusterFolder folder;
  private final FlinkJvm jvm;
  private final ClusterProcesses processes;
  private final Consumer<String> messages;
  private final Map<String, Process> started = new LinkedHashMap<>();
  private boolean aborted; // Guarded by started.

  ClusterStart(
      ClusterSettings settings, Map<String, String> environment, Consumer<String> messages) {
    this.settings =
        settings.withPorts(Ports.chosen(settings.restPort()), Ports.chosen(settings.rpcPort()));
    this.folder = new ClusterFolder(settings.directory());
    this.jvm = new FlinkJvm(folder, settings.flink(), environment);
    this.processes = new ClusterProcesses(folder);
    this.messages = messages;
  }

  RunningCluster run() {
    Ports.requireFree("--port", settings.restPort());
    Ports.requireFree("--rpc-port", settings.rpcPort());
    messages.accept(
        "starting Flink %s from %s: JobManager %s, TaskManagers %d x %s, %d slots each"
            .formatted(
                settings.flink().version(),
                settings.flink().origin(),
                settings.jobManagerMemory(),
                settings.taskManagers(),
                settings.taskManagerMemory(),
                settings.slots()));
    long begin = System.nanoTime();
    // Ctrl-C does not reach processes in sessions of their own.
    Thread undo = new Thread(this::abort, "stop-half-started-cluster");
    Runtime.getRuntime().addShutdownHook(undo);
    boolean ready = false;
    try {
      launch();
      awaitSlots();
      ready = true;
      RunningCluster cluster = new RunningCluster(settings);
      messages.accept(
          "%s has its %d slots after %.1f s; logs in %s"
              .formatted(
                  cluster.rest(),
                  settings.totalSlots(),
                  (System.nanoTime() - begin) / 1e9,
                  folder.log()));
      return cluster;
    } catch (IOException e) {
      throw ClusterFolder.failure("cannot start the cluster in " + folder.root(), e);
    } finally {
      if (!isAborted()) {
        Runtime.getRuntime().removeShutdownHook(undo);
        if (!ready) {
          processes.stop();
        }
      }
    }
  }

  private void abort() {
    synchronized (started) {
      aborted = true;
    }
    processes.stop();
  }

  private boolean isAborted() {
    synchronized (started) {
      return aborted;
    }
  }

  private void launch() throws IOException {
    folder.prepare(settings.flink());
    Files.writeString(
        folder.conf().resolve("config.yaml"), FlinkConfiguration.render(settings, folder));
    MemoryFlags jobManager = memory("GET_JM_RESOURCE_PARAMS", "--jobmanager-memory");
    MemoryFlags taskManager = memory("GET_TM_RESOURCE_PARAMS", "--taskmanager-memory");
    SettingsFile.write(settings, folder);

    start(
        ClusterProcesses.JOB_MANAGER,
        jobManager,
        ENTRYPOINTS + "entrypoint.StandaloneSessionClusterEntrypoint",
        List.of("--executionMode", "cluster"));
    for (int i = 1; i <= settings.taskManagers(); i++) {
      String role = ClusterProcesses.TASK_MANAGER + "-" + i;
      start(
          role,
          taskManager,
          ENTRYPOINTS + "taskexecutor.TaskManagerRunner",
          List.of("-D", "taskmanager.resource-id=" + role));
    }
  }

  private void start(String role, MemoryFlags memory, String mainClass, List<String> options)
      throws IOException {
    List<String> arguments = new ArrayList<>(List.of("--configDir", folder.conf().toString()));
    arguments.addAll(options);
    arguments.addAll(memory.dynamic());
    ProcessBuilder builder = jvm.background(role, memory.jvm(), mainClass, arguments);
    synchronized (started) {
      requireNotAborted();
      Process process = builder.start();
      started.put(role, process);
      Files.writeString(folder.pids().resolve(role + ".pid"), process.pid() + "\n");
    }
  }

  private MemoryFlags memory(String question, String option) throws IOException {
    Process tool =
        jvm.foreground(
                List.of(
                    "-cp",
                    jvm.classPath(jvm.scriptJars()),
                    "org.apache.flink.runtime.util.bash.BashJavaUtils",
                    question,
                    "--configDir",
                    folder.conf().toString()))
            .redirectErrorStream(true)
            .start();
    List<String> output =
        new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    try {
      return MemoryFlags.parse(output);
    } catch (IllegalArgumentException e) {
      throw new JobFailure(option + ": Flink refuses it: " + MemoryFlags.refusal(output), e);
    }
  }

  private void awaitSlots() {
    ClusterRest rest = ClusterRest.at(settings.restPort());
    boolean ready =
        Waiting.until(
            () -> {
              requireNotAborted();
              started.forEach(this::requireAlive);
              return rest.overview()
                  .filter(now -> now.slots() == settings.totalSlots())
                  .isPresent();
            },
            settings.startTimeout());
    if (!ready) {
      Duration limit = settings.startTimeout();
      String culprit =
          rest.overview().isPresent()
              ? ClusterProcesses.TASK_MANAGER + "-1"
              : ClusterProcesses.JOB_MANAGER;
      throw failure(culprit, "the cluster was not ready after " + limit.toMillis() / 1e3 + " s");
    }
  }

  private void requireNotAborted() {
    if (isAborted()) {
      throw new JobFailure("interrupted; what had been started is stopped again");
    }
  }

  private void requireAlive(String role, Process process) {
    if (!process.isAlive()) {
      requireNotAborted();
      throw failure(role, "the " + role + " ended with exit code " + process.exitValue());
    }
  }

  /** Tells the last log lines that are not stack frames, then fails in one line. */
  private JobFailure failure(String role, String what) {
    Path log = folder.log().resolve(role + ".log");
    Path out = folder.log().resolve(role + ".out");
    List<String> lines = Stream.of(log, out).flatMap(ClusterStart::told).toList();
    lines.stream().skip(Math.max(0, lines.size() - LOG_LINES)).forEach(messages);
    return new JobFailure(what + "; see " + Optional.of(log).filter(Files::exists).orElse(out));
  }

  private static Stream<String> told(Path file) {
    try {
      return Files.readAllLines(file).stream()
          .filter(line -> !line.isBlank() && !line.matches("\\s+(at |\\.\\.\\. ).*"));
    } catch (IOException e) {
      return Stream.empty();
    }
  }
}
