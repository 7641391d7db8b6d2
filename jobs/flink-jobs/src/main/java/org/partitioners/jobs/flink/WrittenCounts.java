package org.partitioners.jobs.flink;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.partitioners.jobs.cli.JobFailure;
import org.partitioners.jobs.events.CountsDigest;

/**
 * What a run has really written, read back: how many events it counts, and the digest of the
 * counts.
 *
 * @param events sum of all counts
 * @param digest their {@link CountsDigest}
 */
record WrittenCounts(long events, long digest) {

  /** The counts in {@code folder}. */
  static WrittenCounts read(Path folder) {
    Sum sum = new Sum();
    forEachLine(folder, sum::add);
    return new WrittenCounts(sum.events, sum.digest);
  }

  /** How many lines the parts in {@code folder} hold, headers aside. */
  static long lines(Path folder) {
    LongAdder lines = new LongAdder();
    forEachLine(folder, line -> lines.increment());
    return lines.sum();
  }

  private static void forEachLine(Path folder, Consumer<CsvRecord> action) {
    try {
      FileSystem files = folder.getFileSystem();
      FileStatus[] found = files.exists(folder) ? files.listStatus(folder) : new FileStatus[0];
      for (FileStatus file : found) {
        // Hidden files are what a failed attempt left behind, uncommitted and cut anywhere.
        if (file.getPath().getName().startsWith(CsvLines.PREFIX)) {
          try (Reader text =
                  new InputStreamReader(files.open(file.getPath()), StandardCharsets.UTF_8);
              CsvReader<CsvRecord> csv = CsvReader.builder().ofCsvRecord(text)) {
            csv.stream().skip(1).forEach(action);
          }
        }
      }
    } catch (IOException | UncheckedIOException | CsvParseException | NumberFormatException e) {
      throw JobFailure.because("cannot read back " + FlinkFiles.shown(folder), e);
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
