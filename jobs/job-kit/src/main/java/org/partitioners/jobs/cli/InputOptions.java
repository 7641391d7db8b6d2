package org.partitioners.jobs.cli;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.partitioners.jobs.events.CsvFormat;
import org.partitioners.jobs.events.EmptyKey;
import org.partitioners.jobs.events.EventGenerator;
import org.partitioners.jobs.events.TimestampFormat;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where a job's events come from: a CSV file or folder, or the generator. */
public final class InputOptions {
  private static final List<String> INPUT_ONLY =
      List.of(
          "--key-column",
          "--timestamp-column",
          "--timestamp-format",
          "--empty-key",
          "--out-of-orderness");
  private static final List<String> GENERATOR_ONLY =
      List.of("--events", "--keys", "--zipf", "--celebrity-share", "--celebrity-changes", "--seed");

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--input",
      paramLabel = "PATH",
      order = 1,
      description = {
        "CSV with a header (plain, .gz or .zst): a file, or a folder read in path order;",
        "any file system URI the engine is configured for. Absent: generated events."
      })
  private @Nullable String input;

  @Option(
      names = "--key-column",
      paramLabel = "NAME",
      order = 2,
      description = "Column that holds the key (with --input).")
  private @Nullable String keyColumn;

  @Option(
      names = "--timestamp-column",
      paramLabel = "NAME",
      order = 3,
      description = {
        "Column that holds the event time (with --input).",
        "Absent: rows are stamped 1 ms apart in reading order."
      })
  private @Nullable String timestampColumn;

  @Option(
      names = "--timestamp-format",
      paramLabel = "FORMAT",
      order = 4,
      defaultValue = "epoch-seconds",
      converter = TimestampFormatNames.class,
      description = "epoch-seconds, epoch-millis or iso. Default: ${DEFAULT-VALUE}.")
  private TimestampFormat timestampFormat = TimestampFormat.EPOCH_SECONDS;

  @Option(
      names = "--empty-key",
      paramLabel = "keep|reject",
      order = 5,
      defaultValue = "keep",
      converter = EmptyKeyNames.class,
      description = {
        "What to do with an empty key: keep counts it as a key like any other,",
        "reject writes the row to rejected/. Default: ${DEFAULT-VALUE}."
      })
  private EmptyKey emptyKey = EmptyKey.KEEP;

  @Option(
      names = "--out-of-orderness",
      paramLabel = "DURATION",
      order = 6,
      defaultValue = "1m",
      description = {
        "How far behind the latest event time an event may come and still find its window open;",
        "later ones are counted as late and written to late/. Default: ${DEFAULT-VALUE}."
      })
  private Duration outOfOrderness = Duration.ofMinutes(1);

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
    return input;
  }

  public Duration outOfOrderness() {
    return outOfOrderness;
  }

  /**
   * How to read the CSV.
   *
   * @throws UsageError if no key column is named
   */
  public CsvFormat csvFormat() {
    refuse(GENERATOR_ONLY, "describes generated events; leave it out with --input");
    if (keyColumn == null) {
      throw new UsageError("--input needs --key-column NAME: the column that holds the key");
    }
    return new CsvFormat(keyColumn, timestampColumn, timestampFormat, emptyKey);
  }

  /**
   * The generator these options describe.
   *
   * @throws UsageError if one of them is out of its range, or only makes sense with --input
   */
  public EventGenerator generator() {
    refuse(INPUT_ONLY, "needs --input PATH to read from");
    if (events < 1) {
      throw new UsageError("--events: " + events + " not in [1.." + Long.MAX_VALUE + "]");
    }
    try {
      return new EventGenerator(events, keys, zipf, celebrityShare, seed)
          .withCelebrityChanges(celebrityChanges);
    } catch (IllegalArgumentException outOfRange) {
      throw new UsageError(asOption(String.valueOf(outOfRange.getMessage())), outOfRange);
    }
  }

  private void refuse(List<String> options, String why) {
    CommandLine.ParseResult given = command.commandLine().getParseResult();
    for (String option : options) {
      if (given.hasMatchedOption(option)) {
        throw new UsageError(option + " " + why);
      }
    }
  }

  /** {@code celebrityShare: …} as the command line writes it, {@code --celebrity-share: …}. */
  private static String asOption(String message) {
    int colon = Math.max(0, message.indexOf(':'));
    String name = message.substring(0, colon).replaceAll("([A-Z])", "-$1");
    return "--" + name.toLowerCase(Locale.ROOT) + message.substring(colon);
  }
}
