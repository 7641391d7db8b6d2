package org.partitioners.jobs.cli;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.partitioners.jobs.events.CsvFormat;
import org.partitioners.jobs.events.EventGenerator;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where a job's events come from: a CSV file or folder, or the generator. */
public final class InputOptions {
  private static final List<String> INPUT_ONLY =
      Stream.concat(CsvOptions.ABOUT_COLUMNS.stream(), Stream.of("--out-of-orderness")).toList();
  private static final List<String> GENERATOR_ONLY =
      List.of("--events", "--keys", "--zipf", "--celebrity-share", "--celebrity-changes", "--seed");

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Mixin private CsvOptions csv = new CsvOptions();

  @Option(
      names = "--events",
      paramLabel = "N",
      order = 10,
      defaultValue = "1000000",
      description = "Generated events. Default: ${DEFAULT-VALUE}.")
  private long events;

  @Option(
      names = "--keys",
      paramLabel = "N",
      order = 11,
      defaultValue = "1000000",
      description = "Distinct generated keys beside the celebrity. Default: ${DEFAULT-VALUE}.")
  private int keys;

  @Option(
      names = "--zipf",
      paramLabel = "Z",
      order = 12,
      defaultValue = "1.2",
      description = "Zipf exponent of the generated keys; 0 is uniform. Default: ${DEFAULT-VALUE}.")
  private double zipf;

  @Option(
      names = "--celebrity-share",
      paramLabel = "SHARE",
      order = 13,
      defaultValue = "0.3",
      description =
          "Share of all events that one celebrity gets, 0 to 1. Default: ${DEFAULT-VALUE}.")
  private double celebrityShare;

  @Option(
      names = "--celebrity-changes",
      paramLabel = "N",
      order = 14,
      defaultValue = "0",
      description = {
        "How often another key becomes the celebrity, at equal distances in the run, 0 to 1000.",
        "Default: ${DEFAULT-VALUE}."
      })
  private int celebrityChanges;

  @Option(
      names = "--seed",
      paramLabel = "N",
      order = 15,
      defaultValue = "42",
      description = "Seed of the generator. Default: ${DEFAULT-VALUE}.")
  private long seed;

  /** The file or folder to read, or null where events are generated. */
  public @Nullable String input() {
    return csv.input();
  }

  public Duration outOfOrderness() {
    return csv.outOfOrderness();
  }

  /**
   * How to read the CSV.
   *
   * @throws UsageError if no key column is named
   */
  public CsvFormat csvFormat() {
    CsvOptions.refuse(
        command, GENERATOR_ONLY, "describes generated events; leave it out with --input");
    return csv.format();
  }

  /**
   * The generator these options describe.
   *
   * @throws UsageError if one of them is out of its range, or only makes sense with --input
   */
  public EventGenerator generator() {
    CsvOptions.refuse(command, INPUT_ONLY, "needs --input PATH to read from");
    if (events < 1) {
      throw new UsageError("--events: " + events + " not in [1.." + Long.MAX_VALUE + "]");
    }
    try {
      return new EventGenerator(events, keys, zipf, celebrityShare, seed)
          .withCelebrityChanges(celebrityChanges);
    } catch (IllegalArgumentException outOfRange) {
      throw UsageError.ofParameter(outOfRange);
    }
  }
}
