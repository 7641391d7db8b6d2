package org.partitioners.jobs.cluster;

import java.net.URI;
import java.util.List;

/** A cluster that answered with all its slots. Thread-safe. */
public final class RunningCluster implements AutoCloseable {
  private final ClusterSettings settings;

  RunningCluster(ClusterSettings settings) {
    this.settings = settings;
  }

  /** The settings it runs with; ports given as 0 are the ones chosen. */
  public ClusterSettings settings() {
    return settings;
  }

  /** The root of the REST API and web UI, such as {@code http://127.0.0.1:8081}. */
  public URI rest() {
    return ClusterRest.uri(settings.restPort());
  }

  /** Pids of the processes that live now, the JobManager's first. */
  public List<Long> pids() {
    return new ClusterProcesses(new ClusterFolder(settings.directory()))
        .alive().stream().map(process -> process.handle().pid()).toList();
  }

  /** Stops all processes and waits until they are gone; does nothing when they already are. */
  public void stop() {
    LocalCluster.stop(settings.directory());
  }

  /** Same as {@link #stop()}. */
  @Override
  public void close() {
    stop();
  }
}
