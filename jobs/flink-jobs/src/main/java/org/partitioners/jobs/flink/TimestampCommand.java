package org.partitioners.jobs.flink;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.partitioners.jobs.cli.ProgressLine;
import org.partitioners.jobs.cli.SensorOptions;
import org.partitioners.jobs.cli.UsageError;
import org.partitioners.jobs.events.Lateness;
import org.partitioners.jobs.layout.LayoutStrategy;
import org.partitioners.jobs.report.JobReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command line of the timestamp job. */
@Command(
    name = "timestamp",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Writes time-ordered events as partitioned, sorted files, once for each strategy.",
      "Partitioned by time alone, all that happens now is on one subtask: the report shows",
      "how evenly each hundredth of the events was spread, and what queries then cost.",
      ""
    })
final class TimestampCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--strategy",
      paramLabel = "NAME[,NAME…]",
      order = 0,
      defaultValue = "range-static,compound,adaptive",
      converter = TimestampStrategies.class,
      description = {
        "How to partition: range-static (a partition a day), range-dynamic (ranges of time that",
        "split under load), hash (sensor and time), compound (sensor by hash, days within),",
        "salted (hours over salts), adaptive (ranges of sensors, balanced, days within), or all;",
        "several are run in turn and compared, the first is the baseline. Default: ${DEFAULT-VALUE}."
      })
  private StrategyList<LayoutStrategy> strategies = new StrategyList<LayoutStrategy>(List.of());

  @Option(
      names = "--salts",
      paramLabel = "N",
      order = 0,
      description = {
        "Over how many of the subtasks salted spreads an hour, 1 to the parallelism.",
        "Default: half of them."
      })
  private @Nullable Integer salts;

  @Mixin private SensorOptions input = new SensorOptions();
  @Mixin private RunOptions run = new RunOptions();

  @Option(
      names = "--window",
      paramLabel = "DURATION",
      order = 21,
      defaultValue = "1d",
      description = {
        "Tumbling window of event time: 1h, 1d. The events of a partition's window are kept",
        "in memory, sorted and written as one file. Default: ${DEFAULT-VALUE}."
      })
  private Duration window = Duration.ofDays(1);

  @Option(
      names = "--output",
      paramLabel = "DIR",
      order = 30,
      defaultValue = "timestamp-out",
      description = {
        "Folder for the results: report.html, report.json, STRATEGY/events/,",
        "STRATEGY/partitions.json, late/, rejected/. Default: ${DEFAULT-VALUE}."
      })
  private String output = "timestamp-out";

  @Override
  public Integer call() {
    TimestampOptions options = options();
    @Nullable URI cluster = run.cluster();
    run.requireMemoryFor(cluster);
    TimestampRuns runs = TimestampRuns.prepare(options, ProgressLine.onStderr());
    JobReport report;
    try (FlinkSession session = run.session(cluster)) {
      report = runs.run(session);
    }
    spec.commandLine().getOut().println(ReportText.of(report, options.output()));
    return spec.exitCodeOnSuccess();
  }

  private TimestampOptions options() {
    run.check();
    RunOptions.requireIn("--window", window, Duration.ofMillis(1), Duration.ofDays(366));
    RunOptions.requireIn(
        "--out-of-orderness", input.outOfOrderness(), Duration.ZERO, Duration.ofDays(366));
    EventInput events = events();
    return new TimestampOptions(
        strategies.strategies(),
        events,
        run.parallelism(),
        window,
        checkedSalts(),
        run.workMicros(),
        run.checkpointInterval(),
        run.folder(output, input.input()),
        run.commandLine());
  }

  private EventInput events() {
    Lateness lateness = new Lateness(window.toMillis(), input.outOfOrderness().toMillis());
    String path = input.input();
    return path == null
        ? new EventInput.Generated(input.generator(lateness), lateness)
        : EventInput.csv(path, input.csvFormat(), lateness);
  }

  private int checkedSalts() {
    if (salts == null) {
      return Math.max(1, run.parallelism() / 2);
    }
    if (!strategies.strategies().contains(LayoutStrategy.SALTED)) {
      throw new UsageError("--salts: only strategy salted uses it; add it to --strategy");
    }
    RunOptions.requireIn("--salts", salts, 1, run.parallelism());
    return salts;
  }
}
