package org.partitioners.jobs.cli;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.partitioners.jobs.events.CsvFormat;
import org.partitioners.jobs.events.EmptyKey;
import org.partitioners.jobs.events.TimestampFormat;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** A CSV file or folder as the place where events come from. */
final class CsvOptions {
  /** What only makes sense with a file to read. */
  static final List<String> ABOUT_COLUMNS =
      List.of("--key-column", "--timestamp-column", "--timestamp-format", "--empty-key");

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

  @Nullable String input() {
    return input;
  }

  Duration outOfOrderness() {
    return outOfOrderness;
  }

  /**
   * How to read the CSV.
   *
   * @throws UsageError if no key column is named
   */
  CsvFormat format() {
    if (keyColumn == null) {
      throw new UsageError("--input needs --key-column NAME: the column that holds the key");
    }
    return new CsvFormat(keyColumn, timestampColumn, timestampFormat, emptyKey);
  }

  /**
   * Refuses options that would be ignored.
   *
   * @throws UsageError if one of them was given to {@code command}
   */
  static void refuse(CommandSpec command, List<String> options, String why) {
    CommandLine.ParseResult given = command.commandLine().getParseResult();
    for (String option : options) {
      if (given.hasMatchedOption(option)) {
        throw new UsageError(option + " " + why);
      }
    }
  }
}
