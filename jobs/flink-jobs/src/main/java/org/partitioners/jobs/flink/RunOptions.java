package org.partitioners.jobs.flink;

import static java.util.stream.Collectors.joining;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.core.fs.Path;
import org.jspecify.annotations.Nullable;
import org.partitioners.jobs.cli.Durations;
import org.partitioners.jobs.cli.UsageError;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a job runs and where its results go: what the command lines of all jobs have. */
final class RunOptions {
  static final int MAX_PARALLELISM = 1024;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      order = 20,
      defaultValue = "8",
      description = "Subtasks of every step. Default: ${DEFAULT-VALUE}.")
  private int parallelism;

  @Option(
      names = "--work-micros",
      paramLabel = "N",
      order = 22,
      defaultValue = "0",
      description = "Simulated blocking work per record, microseconds. Default: ${DEFAULT-VALUE}.")
  private long workMicros;

  @Option(
      names = "--checkpoint-interval",
      paramLabel = "DURATION",
      order = 24,
      defaultValue = "10s",
      description = "Time between two exactly-once checkpoints. Default: ${DEFAULT-VALUE}.")
  private Duration checkpointInterval = Duration.ofSeconds(10);

  @Option(
      names = "--overwrite",
      order = 31,
      description = "Replace the results of an earlier run in a folder that is not empty.")
  private boolean overwrite;

  @Option(
      names = "--jobmanager",
      paramLabel = "HOST:PORT",
      order = 32,
      description = {
        "REST address of a running Flink cluster. Absent: the cluster of `flink run`,",
        "or a Flink embedded in this process."
      })
  private @Nullable String jobManager;

  int parallelism() {
    return parallelism;
  }

  long workMicros() {
    return workMicros;
  }

  Duration checkpointInterval() {
    return checkpointInterval;
  }

  /**
   * Checks the bounds of all numbers.
   *
   * @throws UsageError if one is out of its range
   */
  void check() {
    requireIn("--parallelism", parallelism, 1, MAX_PARALLELISM);
    requireIn("--work-micros", workMicros, 0, 1_000_000);
    requireIn(
        "--checkpoint-interval", checkpointInterval, Duration.ofMillis(100), Duration.ofDays(1));
  }

  /**
   * The folder for results, which may be written to and does not hold the input.
   *
   * @throws UsageError if it cannot be used
   */
  OutputFolder folder(String output, @Nullable String input) {
    OutputFolder folder = new OutputFolder(FlinkFiles.resolve("--output", output));
    if (input != null) {
      Path read = FlinkFiles.resolve("--input", input);
      folder.requireApartFrom(read);
    }
    folder.requireWritable();
    if (!overwrite) {
      folder.requireEmpty();
    }
    return folder;
  }

  /** The address of the cluster that was named; null for that of {@code flink run} or our own. */
  @Nullable URI cluster() {
    return jobManager == null ? null : FlinkSession.address(jobManager);
  }

  /**
   * Refuses what a Flink in this JVM would have no memory for.
   *
   * @throws UsageError if it has not
   */
  void requireMemoryFor(@Nullable URI cluster) {
    if (cluster == null && !FlinkSession.isInsideFlinkRun()) {
      FlinkSession.requireMemoryFor(parallelism);
    }
  }

  FlinkSession session(@Nullable URI cluster) {
    if (cluster != null) {
      return FlinkSession.at(cluster);
    }
    return FlinkSession.isInsideFlinkRun()
        ? FlinkSession.ofFlinkRun()
        : FlinkSession.embedded(parallelism);
  }

  /** The command that runs this again, as a shell reads it. */
  String commandLine() {
    List<String> arguments = command.root().commandLine().getParseResult().originalArgs();
    return Stream.concat(Stream.of("jobs/bin/run"), arguments.stream().map(RunOptions::quoted))
        .collect(joining(" "));
  }

  private static String quoted(String argument) {
    return argument.matches("[\\w./:=,@%+-]+")
        ? argument
        : "'" + argument.replace("'", "'\\''") + "'";
  }

  static void requireIn(String option, Duration value, Duration min, Duration max) {
    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      throw outOfRange(option, Durations.text(value), Durations.text(min), Durations.text(max));
    }
  }

  static void requireIn(String option, long value, long min, long max) {
    if (value < min || value > max) {
      throw outOfRange(option, value, min, max);
    }
  }

  private static UsageError outOfRange(String option, Object value, Object min, Object max) {
    return new UsageError(option + ": " + value + " not in [" + min + ".." + max + "]");
  }
}
