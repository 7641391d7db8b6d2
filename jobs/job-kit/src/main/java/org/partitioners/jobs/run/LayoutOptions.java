package org.partitioners.jobs.run;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.partitioners.jobs.cli.SensorOptions;
import org.partitioners.jobs.cli.UsageError;
import org.partitioners.jobs.events.Lateness;
import org.partitioners.jobs.layout.LayoutStrategy;
import picocli.CommandLine.Option;

/** How the timestamp job lays events out: what its command lines have whatever the engine. */
public final class LayoutOptions {
  @Option(
      names = "--strategy",
      paramLabel = "NAME[,NAME…]",
      order = 0,
      defaultValue = "range-static,compound,adaptive",
      converter = LayoutStrategies.class,
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

  /**
   * All that was asked for.
   *
   * @param known the names of all strategies that any job may have written for
   * @throws UsageError if an option is out of its range
   */
  public TimestampOptions resolve(
      FileStore store, SensorOptions input, RunOptions run, Set<String> known) {
    run.check();
    RunOptions.requireIn("--window", window, Duration.ofMillis(1), Duration.ofDays(366));
    RunOptions.requireIn(
        "--out-of-orderness", input.outOfOrderness(), Duration.ZERO, Duration.ofDays(366));
    EventInput events = events(store, input);
    return new TimestampOptions(
        strategies.strategies(),
        events,
        run.parallelism(),
        window,
        checkedSalts(run.parallelism()),
        run.workMicros(),
        run.folder(store, output, input.input(), known),
        run.commandLine());
  }

  private EventInput events(FileStore store, SensorOptions input) {
    Lateness lateness = new Lateness(window.toMillis(), input.outOfOrderness().toMillis());
    String path = input.input();
    return path == null
        ? new EventInput.Generated(input.generator(lateness), lateness)
        : EventInput.csv(store, path, input.csvFormat(), lateness);
  }

  private int checkedSalts(int parallelism) {
    if (salts == null) {
      return Math.max(1, parallelism / 2);
    }
    if (!strategies.strategies().contains(LayoutStrategy.SALTED)) {
      throw new UsageError("--salts: only strategy salted uses it; add it to --strategy");
    }
    RunOptions.requireIn("--salts", salts, 1, parallelism);
    return salts;
  }
}
