package org.partitioners.jobs.run;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.partitioners.jobs.cli.InputOptions;
import org.partitioners.jobs.cli.UsageError;
import org.partitioners.jobs.events.Lateness;
import picocli.CommandLine.Option;

/** What the celebrity job counts and where: what its command lines have whatever the engine. */
public final class CountOptions {
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

  @Option(
      names = "--window",
      paramLabel = "DURATION",
      order = 21,
      defaultValue = "1m",
      description = "Tumbling window of event time: 30s, 1m, 1h, 1d. Default: ${DEFAULT-VALUE}.")
  private Duration window = Duration.ofMinutes(1);

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

  /**
   * The keys to split; null for those that the first pass finds.
   *
   * @param saltHot the strategy that splits them
   * @throws UsageError if it is not among the strategies
   */
  public <E extends Enum<E>> @Nullable List<String> hotKeys(StrategyList<E> strategies, E saltHot) {
    if (hotKeys != null && !strategies.strategies().contains(saltHot)) {
      throw new UsageError(
          "--hot-keys: only strategy " + saltHot + " uses it; add it to --strategy");
    }
    return hotKeys;
  }

  /** The length of a window. */
  public Duration window() {
    return window;
  }

  /**
   * The events to count.
   *
   * @throws UsageError if an option is out of its range
   */
  public EventInput events(FileStore store, InputOptions input) {
    RunOptions.requireIn("--window", window, Duration.ofMillis(1), Duration.ofDays(366));
    RunOptions.requireIn(
        "--out-of-orderness", input.outOfOrderness(), Duration.ZERO, Duration.ofDays(366));
    String path = input.input();
    return path == null
        ? new EventInput.Generated(input.generator(), new Lateness(window.toMillis(), 0))
        : EventInput.csv(
            store,
            path,
            input.csvFormat(),
            new Lateness(window.toMillis(), input.outOfOrderness().toMillis()));
  }

  /**
   * The folder for results.
   *
   * @param known the names of all strategies that any job may have written for
   * @throws UsageError if it cannot be used
   */
  public OutputFolder folder(
      FileStore store, InputOptions input, RunOptions run, Set<String> known) {
    return run.folder(store, output, input.input(), known);
  }
}
