package org.partitioners.jobs.beam;

import static java.util.stream.Collectors.joining;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.partitioners.jobs.cli.Durations;
import org.partitioners.jobs.run.EventInput;
import org.partitioners.jobs.run.OutputFolder;

/** What a celebrity run was asked for, checked and resolved. */
record CelebrityOptions(
    List<CelebrityStrategy> strategies,
    @Nullable List<String> hotKeys,
    EventInput input,
    int parallelism,
    Duration window,
    long workMicros,
    OutputFolder output,
    String commandLine) {

  /** The settings that decide what a run does, as a report shows them. */
  Map<String, String> shown() {
    Map<String, String> shown = new LinkedHashMap<>();
    shown.put(
        "strategies", strategies.stream().map(CelebrityStrategy::toString).collect(joining(", ")));
    shown.put("parallelism", Integer.toString(parallelism));
    shown.put("window", Durations.text(window));
    shown.put("out-of-orderness", Durations.text(input.lateness().outOfOrderness()));
    shown.put("work per record", workMicros + " µs");
    if (hotKeys != null) {
      shown.put("hot keys given", Integer.toString(hotKeys.size()));
    }
    return shown;
  }
}
