package org.partitioners.jobs.beam;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.partitioners.jobs.cli.UsageError;
import org.partitioners.jobs.layout.LayoutStrategy;
import picocli.CommandLine.Option;

/** What the command lines of all Beam jobs have beside the options of all jobs. */
final class RunnerOptions {
  @Option(
      names = "--runner",
      paramLabel = "NAME",
      order = 19,
      converter = RunnerNames.class,
      description = {
        "direct (slow: for thousands of events), flink or spark in this process, or flink-cluster.",
        "Default: flink-cluster with --jobmanager, else direct."
      })
  private @Nullable Runner runner;

  @Option(
      names = "--jobmanager",
      paramLabel = "HOST:PORT",
      order = 32,
      description = "REST address of a running Flink 1.19 cluster (with --runner flink-cluster).")
  private @Nullable String jobManager;

  /**
   * Where pipelines run.
   *
   * @throws UsageError if the options contradict each other or the runner is not there
   */
  RunnerSession session(int parallelism) {
    Runner chosen = runner();
    if (chosen == Runner.FLINK_CLUSTER && jobManager == null) {
      throw new UsageError(
          "--runner: flink-cluster needs --jobmanager HOST:PORT, or jobs/bin/local-cluster submit");
    }
    if (chosen != Runner.FLINK_CLUSTER && jobManager != null) {
      throw new UsageError("--jobmanager: only --runner flink-cluster has one, not " + chosen);
    }
    if (jobManager != null && !jobManager.matches("[^/:\\s]+:\\d{1,5}")) {
      throw new UsageError("--jobmanager: '" + jobManager + "' is not HOST:PORT");
    }
    return RunnerSession.of(chosen, jobManager, parallelism);
  }

  private Runner runner() {
    if (runner != null) {
      return runner;
    }
    return jobManager == null ? Runner.DIRECT : Runner.FLINK_CLUSTER;
  }

  /** The names of all strategies that a Beam job may have written for. */
  static Set<String> strategies() {
    Set<String> names = new LinkedHashSet<>();
    Stream.concat(Stream.of(CelebrityStrategy.values()), Stream.of(LayoutStrategy.values()))
        .forEach(strategy -> names.add(strategy.toString()));
    return names;
  }
}
