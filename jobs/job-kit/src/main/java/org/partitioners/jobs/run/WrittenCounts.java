package org.partitioners.jobs.run;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.partitioners.jobs.cli.JobFailure;
import org.partitioners.jobs.events.CountsDigest;

/**
 * What a run has really written, read back: how many events it counts, and the digest of the
 * counts.
 *
 * @param events sum of all counts
 * @param digest their {@link CountsDigest}
 */
public record WrittenCounts(long events, long digest) {

  /** The counts in {@code folder}. */
  public static WrittenCounts read(FileStore files, String folder) {
    Sum sum = new Sum();
    forEachLine(files, folder, sum::add);
    return new WrittenCounts(sum.events, sum.digest);
  }

  /** How many lines the parts in {@code folder} hold, headers aside. */
  public static long lines(FileStore files, String folder) {
    LongAdder lines = new LongAdder();
    forEachLine(files, folder, line -> lines.increment());
    return lines.sum();
  }

  /** Passes on the counts in {@code folder}, a file after the other. */
  static void forEach(FileStore files, String folder, Consumer<WindowCount> action) {
    forEachLine(
        files,
        folder,
        line ->
            action.accept(
                new WindowCount(
                    Long.parseLong(line.getField(0)),
                    line.getField(1),
                    Long.parseLong(line.getField(2)))));
  }

  private static void forEachLine(FileStore files, String folder, Consumer<CsvRecord> action) {
    try {
      List<FileStore.Entry> found = files.find(folder) == null ? List.of() : files.list(folder);
      for (FileStore.Entry file : found) {
        // Hidden files are what a failed attempt left behind, uncommitted and cut anywhere.
        if (file.name().startsWith(CsvTable.PREFIX)) {
          try (Reader text =
                  new InputStreamReader(files.open(file.path()), StandardCharsets.UTF_8);
              CsvReader<CsvRecord> csv = CsvReader.builder().ofCsvRecord(text)) {
            csv.stream().skip(1).forEach(action);
          }
        }
      }
    } catch (IOException | UncheckedIOException | CsvParseException | NumberFormatException e) {
      throw JobFailure.because("cannot read back " + FileStore.shown(folder), e);
    }
  }

  private static final class Sum {
    private long events;
    private long digest;

    void add(CsvRecord line) {
      long count = Long.parseLong(line.getField(2));
      events += count;
      digest += count * CountsDigest.ofOne(Long.parseLong(line.getField(0)), line.getField(1));
    }
  }
}
