package org.partitioners.jobs.cluster;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "stop", description = "Stop the cluster and wait until no process is left.")
final class StopCommand implements Callable<Integer> {
  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Override
  public Integer call() {
    int ended = LocalCluster.stop(cluster.directory());
    System.err.println(
        ended == 0
            ? "no local cluster is running in " + cluster.directory()
            : "stopped " + ended + (ended == 1 ? " process" : " processes"));
    return 0;
  }
}
