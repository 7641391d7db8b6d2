package org.partitioners.jobs.run;

import static java.util.stream.Collectors.joining;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.partitioners.jobs.cli.Durations;
import org.partitioners.jobs.layout.LayoutStrategy;

/**
 * What a timestamp run was asked for, checked and resolved.
 *
 * @param strategies the strategies, the first being the baseline
 * @param input the events
 * @param parallelism subtasks that write
 * @param window the span of a sorted file
 * @param salts over how many subtasks {@link LayoutStrategy#SALTED} spreads an hour
 * @param workMicros simulated work for each event
 * @param output where results go
 * @param commandLine the command that runs it again
 */
public record TimestampOptions(
    List<LayoutStrategy> strategies,
    EventInput input,
    int parallelism,
    Duration window,
    int salts,
    long workMicros,
    OutputFolder output,
    String commandLine) {

  /** The settings that decide what a run does, as a report shows them. */
  public Map<String, String> shown() {
    Map<String, String> shown = new LinkedHashMap<>();
    shown.put(
        "strategies", strategies.stream().map(LayoutStrategy::toString).collect(joining(", ")));
    shown.put("parallelism", Integer.toString(parallelism));
    shown.put("window", Durations.text(window));
    shown.put("out-of-orderness", Durations.text(input.lateness().outOfOrderness()));
    if (strategies.contains(LayoutStrategy.SALTED)) {
      shown.put("salts", Integer.toString(salts));
    }
    shown.put("work per record", workMicros + " µs");
    return shown;
  }
}
