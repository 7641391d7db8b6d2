package org.partitioners.jobs.flink;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.partitioners.jobs.cli.Durations;
import org.partitioners.jobs.layout.LayoutStrategy;
import org.partitioners.jobs.run.RunOptions;
import picocli.CommandLine.Option;

/** What the command lines of all Flink jobs have beside {@link RunOptions}. */
final class FlinkOptions {
  @Option(
      names = "--checkpoint-interval",
      paramLabel = "DURATION",
      order = 24,
      defaultValue = "10s",
      description = "Time between two exactly-once checkpoints. Default: ${DEFAULT-VALUE}.")
  private Duration checkpointInterval = Duration.ofSeconds(10);

  @Option(
      names = "--jobmanager",
      paramLabel = "HOST:PORT",
      order = 32,
      description = {
        "REST address of a running Flink cluster. Absent: the cluster of `flink run`,",
        "or a Flink embedded in this process."
      })
  private @Nullable String jobManager;

  Duration checkpointInterval() {
    return checkpointInterval;
  }

  /**
   * Checks the bounds of all numbers.
   *
   * @throws org.partitioners.jobs.cli.UsageError if one is out of its range
   */
  void check() {
    RunOptions.requireIn(
        "--checkpoint-interval", checkpointInterval, Duration.ofMillis(100), Duration.ofDays(1));
  }

  /** Tells of these settings in a report. */
  void show(Map<String, String> shown) {
    shown.put("checkpoint interval", Durations.text(checkpointInterval));
  }

  /** The names of all strategies that a Flink job may have written for. */
  static Set<String> strategies() {
    Set<String> names = new LinkedHashSet<>();
    Stream.concat(Stream.of(Strategy.values()), Stream.of(LayoutStrategy.values()))
        .forEach(strategy -> names.add(strategy.toString()));
    return names;
  }

  /** The address of the cluster that was named; null for that of {@code flink run} or our own. */
  @Nullable URI cluster() {
    return jobManager == null ? null : FlinkSession.address(jobManager);
  }

  /**
   * Refuses what a Flink in this JVM would have no memory for.
   *
   * @throws org.partitioners.jobs.cli.UsageError if it has not
   */
  static void requireMemoryFor(@Nullable URI cluster, int parallelism) {
    if (cluster == null && !FlinkSession.isInsideFlinkRun()) {
      FlinkSession.requireMemoryFor(parallelism);
    }
  }

  static FlinkSession session(@Nullable URI cluster, int parallelism) {
    if (cluster != null) {
      return FlinkSession.at(cluster);
    }
    return FlinkSession.isInsideFlinkRun()
        ? FlinkSession.ofFlinkRun()
        : FlinkSession.embedded(parallelism);
  }
}
