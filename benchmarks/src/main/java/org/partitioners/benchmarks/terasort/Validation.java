package org.partitioners.benchmarks.terasort;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.partitioners.PartitionLoad;

/**
 * What the files of a sort hold: valsort's count of records, checksum, duplicate keys and records
 * out of order.
 *
 * @param load records of each file, in the order of partitions
 * @param checksum of all records
 * @param duplicateKeys how many records have the key of the one before
 * @param unordered how many records have a lesser key than the one before, be it in the file before
 * @param firstUnordered where the first of them is; null if there is none
 */
record Validation(
    PartitionLoad load,
    long checksum,
    long duplicateKeys,
    long unordered,
    @Nullable String firstUnordered) {
  private static final int BUFFER = 1 << 20;

  /**
   * Reads all files, once; takes the memory of two records.
   *
   * @param partitions how many files there should be
   * @throws IOException if one cannot be read, or ends within a record
   */
  static Validation of(PartFiles files, int partitions) throws IOException {
    Reader reader = new Reader();
    long[] counts = new long[partitions];
    for (int p = 0; p < partitions; p++) {
      counts[p] = reader.read(files.file(p));
    }
    int present = files.present().size();
    if (present != partitions) {
      throw new IOException(
          files.folder() + " has " + present + " files of partitions, not " + partitions);
    }
    return new Validation(
        PartitionLoad.of(counts),
        reader.checksum.sum(),
        reader.duplicateKeys,
        reader.unordered,
        reader.firstUnordered);
  }

  /** What is wrong for an output of these records; empty if nothing is. */
  List<String> faults(long records, long checksum) {
    List<String> faults = new ArrayList<>();
    if (unordered > 0) {
      faults.add(unordered + " records out of order, the first is " + firstUnordered);
    }
    if (load.total() != records) {
      faults.add(load.total() + " records instead of " + records);
    }
    if (this.checksum != checksum) {
      faults.add(
          "checksum "
              + Long.toHexString(this.checksum)
              + " instead of "
              + Long.toHexString(checksum));
    }
    return faults;
  }

  private static final class Reader {
    private final Checksum checksum = new Checksum();
    private byte @Nullable [] before;
    private byte[] row = new byte[Rows.LENGTH];
    private long duplicateKeys;
    private long unordered;
    private @Nullable String firstUnordered;

    long read(Path file) throws IOException {
      long records = 0;
      try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER)) {
        for (int length; (length = in.readNBytes(row, 0, Rows.LENGTH)) > 0; records++) {
          if (length < Rows.LENGTH) {
            throw new IOException(file + " ends within record " + records);
          }
          take(file, records);
        }
      }
      return records;
    }

    private void take(Path file, long index) {
      checksum.add(row);
      byte[] last = before;
      int order = last == null ? -1 : Rows.compare(last, row);
      if (order == 0) {
        duplicateKeys++;
      } else if (order > 0) {
        unordered++;
        if (firstUnordered == null) {
          firstUnordered = "record " + index + " of " + file.getFileName();
        }
      }
      before = row;
      row = last == null ? new byte[Rows.LENGTH] : last;
    }
  }
}
