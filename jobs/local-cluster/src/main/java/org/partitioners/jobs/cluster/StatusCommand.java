package org.partitioners.jobs.cluster;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "status",
    description = "Tell whether the cluster runs (exit code 0) or not (1), and what it does.")
final class StatusCommand implements Callable<Integer> {
  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Override
  public Integer call() {
    Optional<RunningCluster> running = LocalCluster.running(cluster.directory());
    if (running.isEmpty()) {
      System.out.println("no local cluster is running in " + cluster.directory());
      return 1;
    }
    ClusterSettings settings = running.get().settings();
    ClusterRest rest = ClusterRest.at(settings.restPort());
    Optional<ClusterRest.Overview> overview = rest.overview();
    line("url", running.get().rest() + (overview.isPresent() ? "" : " (does not answer)"));
    line("flink", settings.flink().version() + " from " + settings.flink().origin());
    overview.ifPresent(
        now -> {
          line("taskmanagers", now.taskManagers() + " of " + settings.taskManagers());
          line("slots", now.slots() + " in all, " + now.freeSlots() + " free");
          line("running jobs", Integer.toString(now.runningJobs()));
        });
    for (ClusterRest.Job job : rest.activeJobs()) {
      line("job", job.id() + " " + job.state() + " " + job.age().toSeconds() + " s  " + job.name());
    }
    line(
        "processes",
        new ClusterProcesses(new ClusterFolder(cluster.directory()))
            .alive().stream()
                .map(process -> process.role() + " " + process.handle().pid())
                .collect(Collectors.joining(", ")));
    return overview.isPresent() ? 0 : 1;
  }

  private static void line(String name, String value) {
    System.out.printf("%-14s%s%n", name, value);
  }
}
