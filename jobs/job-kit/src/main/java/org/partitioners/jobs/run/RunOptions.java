package org.partitioners.jobs.run;

import static java.util.stream.Collectors.joining;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.partitioners.jobs.cli.Durations;
import org.partitioners.jobs.cli.UsageError;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a job runs and where its results go: what the command lines of all jobs have. */
public final class RunOptions {
  /** The most subtasks. */
  public static final int MAX_PARALLELISM = 1024;

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
      names = "--overwrite",
      order = 31,
      description = {
        "Take away what an earlier run left in the folder, of every strategy; other files stay."
      })
  private boolean overwrite;

  /** Subtasks of every step. */
  public int parallelism() {
    return parallelism;
  }

  /** Simulated work for each record. */
  public long workMicros() {
    return workMicros;
  }

  /**
   * Checks the bounds of all numbers.
   *
   * @throws UsageError if one is out of its range
   */
  public void check() {
    requireIn("--parallelism", parallelism, 1, MAX_PARALLELISM);
    requireIn("--work-micros", workMicros, 0, 1_000_000);
  }

  /**
   * The folder for results, which may be written to and does not hold the input.
   *
   * @throws UsageError if it cannot be used
   */
  public OutputFolder folder(
      FileStore store, String output, @Nullable String input, Set<String> strategies) {
    OutputFolder folder = new OutputFolder(store, store.resolve("--output", output), strategies);
    if (input != null) {
      folder.requireApartFrom(store.resolve("--input", input));
    }
    folder.requireWritable();
    if (!overwrite) {
      folder.requireEmpty();
    }
    return folder;
  }

  /** The command that runs this again, as a shell reads it. */
  public String commandLine() {
    List<String> arguments = command.root().commandLine().getParseResult().originalArgs();
    return Stream.concat(Stream.of("jobs/bin/run"), arguments.stream().map(RunOptions::quoted))
        .collect(joining(" "));
  }

  private static String quoted(String argument) {
    return argument.matches("[\\w./:=,@%+-]+")
        ? argument
        : "'" + argument.replace("'", "'\\''") + "'";
  }

  /**
   * Checks a bound.
   *
   * @throws UsageError if the value is out of its range
   */
  public static void requireIn(String option, Duration value, Duration min, Duration max) {
    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      throw outOfRange(option, Durations.text(value), Durations.text(min), Durations.text(max));
    }
  }

  /**
   * Checks a bound.
   *
   * @throws UsageError if the value is out of its range
   */
  public static void requireIn(String option, long value, long min, long max) {
    if (value < min || value > max) {
      throw outOfRange(option, value, min, max);
    }
  }

  private static UsageError outOfRange(String option, Object value, Object min, Object max) {
    return new UsageError(option + ": " + value + " not in [" + min + ".." + max + "]");
  }
}
