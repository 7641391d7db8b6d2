package org.partitioners.jobs.flink;

import static java.util.stream.Collectors.joining;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.partitioners.jobs.cli.Durations;
import org.partitioners.jobs.cli.InputOptions;
import org.partitioners.jobs.cli.ProgressLine;
import org.partitioners.jobs.cli.UsageError;
import org.partitioners.jobs.report.JobReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command line of the celebrity job. */
@Command(
    name = "celebrity",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Counts events per key and window, once for each strategy.",
      "One key, the celebrity, takes a large share of them:",
      "the report shows how evenly the subtasks were loaded.",
      ""
    })
final class CelebrityCommand implements Callable<Integer> {
  static final int MAX_PARALLELISM = 1024;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--strategy",
      paramLabel = "NAME[,NAME…]",
      order = 0,
      defaultValue = "naive,salt-hot",
      converter = StrategyList.Converter.class,
      description = {
        "How to spread the keys: naive, hash, ring, rendezvous, jump, salt-all, salt-hot, combine,",
        "pkg, d-choices, w-choices, adaptive, or all;",
        "several are run in turn and compared, the first is the baseline. Default: ${DEFAULT-VALUE}."
      })
  private StrategyList strategies = new StrategyList(List.of());

  @Option(
      names = "--hot-keys",
      paramLabel = "KEY",
      split = ",",
      order = 0,
      description = {
        "The keys salt-hot splits. Absent: every key above 1/32 of a subtask's fair share,",
        "found by a first exact pass over the input."
      })
  private @Nullable List<String> hotKeys;

  @Mixin private InputOptions input = new InputOptions();

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      order = 20,
      defaultValue = "8",
      description = "Subtasks of every step. Default: ${DEFAULT-VALUE}.")
  private int parallelism;

  @Option(
      names = "--window",
      paramLabel = "DURATION",
      order = 21,
      defaultValue = "1m",
      description = "Tumbling window of event time: 30s, 1m, 1h, 1d. Default: ${DEFAULT-VALUE}.")
  private Duration window = Duration.ofMinutes(1);

  @Option(
      names = "--work-micros",
      paramLabel = "N",
      order = 22,
      defaultValue = "0",
      description = "Simulated blocking work per record, microseconds. Default: ${DEFAULT-VALUE}.")
  private long workMicros;

  @Option(
      names = "--detect-skew",
      order = 23,
      description = {
        "Puts a skew detector in front of the counting: what it finds is in the metrics, under",
        "skew-detector.skew for each subtask and skew-reports.skew for all. Costs some throughput."
      })
  private boolean detectSkew;

  @Option(
      names = "--checkpoint-interval",
      paramLabel = "DURATION",
      order = 24,
      defaultValue = "10s",
      description = "Time between two exactly-once checkpoints. Default: ${DEFAULT-VALUE}.")
  private Duration checkpointInterval = Duration.ofSeconds(10);

  @Option(
      names = "--output",
      paramLabel = "DIR",
      order = 30,
      defaultValue = "celebrity-out",
      description = {
        "Folder for the results: report.html, report.json, STRATEGY/counts/, late/, rejected/.",
        "Default: ${DEFAULT-VALUE}."
      })
  private String output = "celebrity-out";

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

  @Override
  public Integer call() {
    CelebrityOptions options = options();
    @Nullable URI cluster = jobManager == null ? null : FlinkSession.address(jobManager);
    if (cluster == null && !FlinkSession.isInsideFlinkRun()) {
      FlinkSession.requireMemoryFor(parallelism);
    }
    CelebrityRuns runs = CelebrityRuns.prepare(options, ProgressLine.onStderr());
    JobReport report;
    try (FlinkSession session = session(cluster)) {
      report = runs.run(session);
    }
    spec.commandLine().getOut().println(ReportText.of(report, options.output()));
    return spec.exitCodeOnSuccess();
  }

  private CelebrityOptions options() {
    requireIn("--parallelism", parallelism, 1, MAX_PARALLELISM);
    requireIn("--work-micros", workMicros, 0, 1_000_000);
    requireIn("--window", window, Duration.ofMillis(1), Duration.ofDays(366));
    requireIn("--out-of-orderness", input.outOfOrderness(), Duration.ZERO, Duration.ofDays(366));
    requireIn(
        "--checkpoint-interval", checkpointInterval, Duration.ofMillis(100), Duration.ofDays(1));
    if (hotKeys != null && !strategies.strategies().contains(Strategy.SALT_HOT)) {
      throw new UsageError("--hot-keys: only strategy salt-hot uses it; add it to --strategy");
    }
    CelebrityInput events = CelebrityInput.of(input, window);
    OutputFolder folder = new OutputFolder(FlinkFiles.resolve("--output", output));
    if (input.input() != null) {
      folder.requireApartFrom(FlinkFiles.resolve("--input", input.input()));
    }
    folder.requireWritable();
    if (!overwrite) {
      folder.requireEmpty();
    }
    return new CelebrityOptions(
        strategies.strategies(),
        hotKeys,
        events,
        parallelism,
        window,
        workMicros,
        detectSkew,
        checkpointInterval,
        folder,
        commandLineOf());
  }

  /** The command that runs this again, as a shell reads it. */
  private String commandLineOf() {
    List<String> arguments = spec.root().commandLine().getParseResult().originalArgs();
    return Stream.concat(
            Stream.of("jobs/bin/run"), arguments.stream().map(CelebrityCommand::quoted))
        .collect(joining(" "));
  }

  private static String quoted(String argument) {
    return argument.matches("[\\w./:=,@%+-]+")
        ? argument
        : "'" + argument.replace("'", "'\\''") + "'";
  }

  private FlinkSession session(@Nullable URI cluster) {
    if (cluster != null) {
      return FlinkSession.at(cluster);
    }
    return FlinkSession.isInsideFlinkRun()
        ? FlinkSession.ofFlinkRun()
        : FlinkSession.embedded(parallelism);
  }

  private static void requireIn(String option, Duration value, Duration min, Duration max) {
    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      throw outOfRange(option, Durations.text(value), Durations.text(min), Durations.text(max));
    }
  }

  private static void requireIn(String option, long value, long min, long max) {
    if (value < min || value > max) {
      throw outOfRange(option, value, min, max);
    }
  }

  private static UsageError outOfRange(String option, Object value, Object min, Object max) {
    return new UsageError(option + ": " + value + " not in [" + min + ".." + max + "]");
  }
}
