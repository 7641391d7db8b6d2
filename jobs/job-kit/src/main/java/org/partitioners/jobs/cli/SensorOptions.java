package org.partitioners.jobs.cli;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.partitioners.jobs.events.CsvFormat;
import org.partitioners.jobs.events.Lateness;
import org.partitioners.jobs.events.SensorGenerator;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where a job's time-ordered events come from: a CSV file or folder, or generated sensors. */
public final class SensorOptions {
  private static final List<String> GENERATOR_ONLY =
      List.of("--events", "--keys", "--zipf", "--days", "--late-share", "--seed");

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
      defaultValue = "10000",
      description = "Generated sensors. Default: ${DEFAULT-VALUE}.")
  private int keys;

  @Option(
      names = "--zipf",
      paramLabel = "Z",
      order = 12,
      defaultValue = "0.5",
      description = "Zipf exponent of the sensors; 0 is uniform. Default: ${DEFAULT-VALUE}.")
  private double zipf;

  @Option(
      names = "--days",
      paramLabel = "N",
      order = 13,
      defaultValue = "14",
      description = "Days that the generated events span, 1 to 366. Default: ${DEFAULT-VALUE}.")
  private int days;

  @Option(
      names = "--late-share",
      paramLabel = "SHARE",
      order = 14,
      defaultValue = "0.02",
      description = {
        "Share of the generated events that come late, by ten minutes on average, 0 to 0.5.",
        "Default: ${DEFAULT-VALUE}."
      })
  private double lateShare;

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

  /** How far events may come out of order before they are late. */
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
  public SensorGenerator generator(Lateness lateness) {
    CsvOptions.refuse(command, CsvOptions.ABOUT_COLUMNS, "needs --input PATH to read from");
    if (events < 1) {
      throw new UsageError("--events: " + events + " not in [1.." + Long.MAX_VALUE + "]");
    }
    try {
      return new SensorGenerator(events, keys, zipf, days, lateShare, seed, lateness);
    } catch (IllegalArgumentException outOfRange) {
      throw UsageError.ofParameter(outOfRange);
    }
  }
}
