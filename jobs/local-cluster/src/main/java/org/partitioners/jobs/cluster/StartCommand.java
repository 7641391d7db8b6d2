package org.partitioners.jobs.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.partitioners.jobs.cli.UsageError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "start",
    sortOptions = false,
    description = "Start a cluster and wait until it has all its slots.")
final class StartCommand implements Callable<Integer> {
  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Option(
      names = "--port",
      defaultValue = "8081",
      description = "REST API and web UI; 0 takes a free one (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--rpc-port",
      defaultValue = "6123",
      description = "The JobManager's RPC; 0 takes a free one (default: ${DEFAULT-VALUE}).")
  private int rpcPort;

  @Option(
      names = "--taskmanagers",
      defaultValue = "1",
      description = "TaskManager processes (default: ${DEFAULT-VALUE}).")
  private int taskManagers;

  @Option(
      names = "--slots",
      defaultValue = "8",
      description = "Task slots of each TaskManager (default: ${DEFAULT-VALUE}).")
  private int slots;

  @Option(
      names = "--jobmanager-memory",
      paramLabel = "SIZE",
      defaultValue = "1600m",
      description = "Total memory of the JobManager's process (default: ${DEFAULT-VALUE}).")
  private String jobManagerMemory = "";

  @Option(
      names = "--taskmanager-memory",
      paramLabel = "SIZE",
      defaultValue = "6g",
      description = "Total memory of each TaskManager's process (default: ${DEFAULT-VALUE}).")
  private String taskManagerMemory = "";

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      defaultValue = "2m",
      description = "How long all slots may take to register (default: ${DEFAULT-VALUE}).")
  private Duration timeout = Duration.ZERO;

  @Override
  public Integer call() {
    FlinkInstallation flink = cluster.line().installation(System.getenv());
    LocalCluster.start(settings(cluster.directory(), flink));
    return 0;
  }

  ClusterSettings settings(Path directory, FlinkInstallation flink) {
    try {
      return new ClusterSettings(
          directory,
          port,
          rpcPort,
          taskManagers,
          slots,
          jobManagerMemory,
          taskManagerMemory,
          flink,
          timeout);
    } catch (IllegalArgumentException e) {
      throw new UsageError("--" + e.getMessage(), e);
    }
  }
}
