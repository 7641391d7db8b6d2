package org.partitioners.jobs.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.partitioners.jobs.cli.JobCommandLine;
import org.partitioners.jobs.cli.JobFailure;

/**
 * Starts and stops a standalone Flink cluster on this machine, as a program and from Java:
 *
 * <pre>{@code
 * FlinkInstallation flink = FlinkInstallation.gathered(Path.of("jobs/local-cluster/target/lib"));
 * ClusterSettings settings = ClusterSettings.of(folder, flink).withPorts(0, 0);
 * try (RunningCluster cluster = LocalCluster.start(settings)) {
 *   use(cluster.rest());
 * }
 * }</pre>
 *
 * <p>One cluster per folder: {@code start} and {@code stop} on the same folder exclude each other,
 * across processes too.
 */
public final class LocalCluster {
  private LocalCluster() {}

  /** Runs {@code local-cluster} and exits with its code. */
  public static void main(String[] args) {
    System.exit(execute(args));
  }

  /** Runs {@code local-cluster}: 0 success, 1 failure, 2 bad usage; {@code submit}: the job's. */
  public static int execute(String... args) {
    return JobCommandLine.execute(new LocalClusterCommand(), args);
  }

  /**
   * Starts a cluster and waits until it has all its slots; if it already runs with these settings,
   * that is the answer. On failure nothing is left running.
   *
   * @throws JobFailure if a port is taken, a process ends or the time runs out; the last lines of
   *     its log go to stderr
   */
  public static RunningCluster start(ClusterSettings settings) {
    return start(settings, System.getenv(), System.err::println);
  }

  static RunningCluster start(
      ClusterSettings settings, Map<String, String> environment, Consumer<String> messages) {
    ClusterFolder folder = new ClusterFolder(settings.directory());
    return folder.locked(() -> startLocked(settings, folder, environment, messages));
  }

  private static RunningCluster startLocked(
      ClusterSettings settings,
      ClusterFolder folder,
      Map<String, String> environment,
      Consumer<String> messages) {
    Optional<ClusterSettings> recorded = runningSettings(folder);
    if (recorded.isEmpty()) {
      return new ClusterStart(settings, environment, messages).run();
    }
    RunningCluster cluster = new RunningCluster(recorded.get());
    String url = "a local cluster is already running at " + cluster.rest();
    if (!isAsAsked(settings, recorded.get())) {
      throw new JobFailure(url + " with other settings; stop it first");
    }
    if (cluster.pids().size() <= settings.taskManagers()) {
      throw new JobFailure(url + " but some of its processes have ended; stop it first");
    }
    messages.accept(url);
    return cluster;
  }

  /**
   * Stops the cluster of a folder, also one that is half gone.
   *
   * @return how many processes were ended; 0 if none was running
   * @throws JobFailure if one cannot be ended
   */
  public static int stop(Path directory) {
    ClusterFolder folder = new ClusterFolder(directory);
    if (!folder.root().toFile().isDirectory()) {
      return 0;
    }
    return folder.locked(new ClusterProcesses(folder)::stop);
  }

  /** The cluster of a folder, if any of its processes lives. */
  public static Optional<RunningCluster> running(Path directory) {
    return runningSettings(new ClusterFolder(directory)).map(RunningCluster::new);
  }

  private static Optional<ClusterSettings> runningSettings(ClusterFolder folder) {
    List<ClusterProcesses.ClusterProcess> alive = new ClusterProcesses(folder).alive();
    return alive.isEmpty() ? Optional.empty() : SettingsFile.read(folder);
  }

  private static boolean isAsAsked(ClusterSettings asked, ClusterSettings recorded) {
    int rest = asked.restPort() == 0 ? recorded.restPort() : asked.restPort();
    int rpc = asked.rpcPort() == 0 ? recorded.rpcPort() : asked.rpcPort();
    return asked.withPorts(rest, rpc).equals(recorded);
  }
}
