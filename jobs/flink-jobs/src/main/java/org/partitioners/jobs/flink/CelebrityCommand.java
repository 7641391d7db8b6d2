package org.partitioners.jobs.flink;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.partitioners.jobs.cli.InputOptions;
import org.partitioners.jobs.cli.ProgressLine;
import org.partitioners.jobs.cli.UsageError;
import org.partitioners.jobs.events.Lateness;
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
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--strategy",
      paramLabel = "NAME[,NAME…]",
      order = 0,
      defaultValue = "naive,salt-hot",
      converter = CelebrityStrategies.class,
      description = {
        "How to spread the keys: naive, hash, ring, rendezvous, jump, salt-all, salt-hot, combine,",
        "pkg, d-choices, w-choices, adaptive, or all;",
        "several are run in turn and compared, the first is the baseline. Default: ${DEFAULT-VALUE}."
      })
  private StrategyList<Strategy> strategies = new StrategyList<Strategy>(List.of());

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
  @Mixin private RunOptions run = new RunOptions();

  @Option(
      names = "--window",
      paramLabel = "DURATION",
      order = 21,
      defaultValue = "1m",
      description = "Tumbling window of event time: 30s, 1m, 1h, 1d. Default: ${DEFAULT-VALUE}.")
  private Duration window = Duration.ofMinutes(1);

  @Option(
      names = "--detect-skew",
      order = 23,
      description = {
        "Puts a skew detector in front of the counting: what it finds is in the metrics, under",
        "skew-detector.skew for each subtask and skew-reports.skew for all. Costs some throughput."
      })
  private boolean detectSkew;

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

  @Override
  public Integer call() {
    CelebrityOptions options = options();
    @Nullable URI cluster = run.cluster();
    run.requireMemoryFor(cluster);
    CelebrityRuns runs = CelebrityRuns.prepare(options, ProgressLine.onStderr());
    JobReport report;
    try (FlinkSession session = run.session(cluster)) {
      report = runs.run(session);
    }
    spec.commandLine().getOut().println(ReportText.of(report, options.output()));
    return spec.exitCodeOnSuccess();
  }

  private CelebrityOptions options() {
    run.check();
    RunOptions.requireIn("--window", window, Duration.ofMillis(1), Duration.ofDays(366));
    RunOptions.requireIn(
        "--out-of-orderness", input.outOfOrderness(), Duration.ZERO, Duration.ofDays(366));
    if (hotKeys != null && !strategies.strategies().contains(Strategy.SALT_HOT)) {
      throw new UsageError("--hot-keys: only strategy salt-hot uses it; add it to --strategy");
    }
    EventInput events = events();
    return new CelebrityOptions(
        strategies.strategies(),
        hotKeys,
        events,
        run.parallelism(),
        window,
        run.workMicros(),
        detectSkew,
        run.checkpointInterval(),
        run.folder(output, input.input()),
        run.commandLine());
  }

  private EventInput events() {
    String path = input.input();
    if (path == null) {
      return new EventInput.Generated(input.generator(), new Lateness(window.toMillis(), 0));
    }
    return EventInput.csv(
        path,
        input.csvFormat(),
        new Lateness(window.toMillis(), input.outOfOrderness().toMillis()));
  }
}
