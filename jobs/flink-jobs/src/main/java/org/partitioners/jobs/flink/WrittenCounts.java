package org.partitioners.jobs.flink;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.partitioners.hash.KeyHasher;
import org.partitioners.hash.KeyHashers;
import org.partitioners.jobs.cli.JobFailure;

/**
 * What a run has really written, read back: how many events it counts, and a checksum that is the
 * same for the same counts in any order and any files.
 */
record WrittenCounts(long events, String checksum) {
  private static final KeyHasher<String> HASHER = KeyHashers.strings();

  /** The counts in {@code folder}. */
  static WrittenCounts read(Path folder) {
    Sum sum = new Sum();
    forEachLine(folder, sum::add);
    return new WrittenCounts(sum.events, String.format("%016x", sum.checksum));
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
      FileStatus[] parts = files.exists(folder) ? files.listStatus(folder) : new FileStatus[0];
      for (FileStatus part : parts) {
        try (Reader text =
                new InputStreamReader(files.open(part.getPath()), StandardCharsets.UTF_8);
            CsvReader<CsvRecord> csv = CsvReader.builder().ofCsvRecord(text)) {
          csv.stream().skip(1).forEach(action);
        }
      }
    } catch (IOException unreadable) {
      throw JobFailure.because("cannot read back " + FlinkFiles.shown(folder), unreadable);
    }
  }

  private static final class Sum {
    private long events;
    private long checksum;

    void add(CsvRecord line) {
      String window = line.getField(0);
      String key = line.getField(1);
      String count = line.getField(2);
      events += Long.parseLong(count);
      // The key comes last: what stands before it is digits, so no two lines read alike.
      checksum += HASHER.hash(window + ',' + count + ',' + key);
    }
  }
}
