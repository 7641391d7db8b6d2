package org.partitioners.jobs.flink;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.partitioners.hash.KeyHasher;
import org.partitioners.hash.KeyHashers;
import org.partitioners.jobs.cli.JobFailure;

/**
 * What a run has really written, read back: how many lines, how many events they count, and a
 * checksum that is the same for the same counts in any order and any files.
 */
record WrittenCounts(long lines, long events, String checksum) {

  static WrittenCounts read(Path folder) {
    KeyHasher<String> hasher = KeyHashers.strings();
    long lines = 0;
    long events = 0;
    long checksum = 0;
    try {
      FileSystem files = folder.getFileSystem();
      for (FileStatus file : parts(files, folder)) {
        try (Reader text =
                new InputStreamReader(files.open(file.getPath()), StandardCharsets.UTF_8);
            CsvReader<CsvRecord> csv = CsvReader.builder().ofCsvRecord(text)) {
          boolean header = true;
          for (CsvRecord line : csv) {
            if (header) {
              header = false;
              continue;
            }
            lines++;
            events += Long.parseLong(line.getField(2));
            checksum +=
                hasher.hash(line.getField(0) + ',' + line.getField(2) + ',' + line.getField(1));
          }
        }
      }
    } catch (IOException unreadable) {
      throw JobFailure.because("cannot read back " + FlinkFiles.shown(folder), unreadable);
    }
    return new WrittenCounts(lines, events, String.format("%016x", checksum));
  }

  /** Lines in the parts of {@code folder}, headers aside. */
  static long records(Path folder) {
    long records = 0;
    try {
      FileSystem files = folder.getFileSystem();
      for (FileStatus file : parts(files, folder)) {
        try (Reader text =
                new InputStreamReader(files.open(file.getPath()), StandardCharsets.UTF_8);
            CsvReader<CsvRecord> csv = CsvReader.builder().ofCsvRecord(text)) {
          records += csv.stream().count() - 1;
        }
      }
    } catch (IOException unreadable) {
      throw JobFailure.because("cannot read back " + FlinkFiles.shown(folder), unreadable);
    }
    return records;
  }

  private static FileStatus[] parts(FileSystem files, Path folder) throws IOException {
    FileStatus[] parts = files.exists(folder) ? files.listStatus(folder) : null;
    return parts == null ? new FileStatus[0] : parts;
  }
}
