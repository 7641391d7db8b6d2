package org.partitioners.hadoop;

import java.io.IOException;
import java.util.function.Consumer;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.jspecify.annotations.Nullable;

/**
 * Finds the records of a span in a file. A sorted one is searched by halving, so no index has to be
 * written, kept and believed: of n bytes, both ends and log₂(n / 16 KiB) places are looked at, of
 * which each costs 4 KiB, and then some 16 KiB more than the answer are read. Of a file that ends
 * before the span or begins after it, the ends are all that is read.
 *
 * @param <K> the type of key
 * @param <R> the type of record
 */
final class FileSearch<K, R> {

  /** Reading on is cheaper than halving what is no longer than this. */
  private static final int NEAR = 16 * 1024;

  private static final int END = 4 * 1024;

  private final LineFormat<K, R> format;
  private final Span<K> span;

  FileSearch(LineFormat<K, R> format, Span<K> span) {
    this.format = format;
    this.span = span;
  }

  /** Gives all records of the span in the file's order; the result is how many bytes were read. */
  long read(FileSystem fs, FileStatus file, Consumer<? super R> found) throws IOException {
    try (Lines lines = Lines.open(fs, file)) {
      readHeader(lines);
      if (format.isSorted() && span.lower() != null) {
        goNear(lines);
      }
      readOn(lines, found);
      return lines.bytes();
    }
  }

  private void readHeader(Lines lines) throws IOException {
    String header = format.header();
    if (header != null) {
      String line = lines.next();
      if (!header.equals(line)) {
        throw lines.damaged(
            0,
            "is not the header "
                + header
                + "; write the file anew, or take it away if it is no data");
      }
    }
  }

  /** Goes to the beginning of a line that is before the span, or to the first, and is near it. */
  private void goNear(Lines lines) throws IOException {
    long low = lines.offset();
    long high = lines.length();
    if (high - low > 2 * NEAR && nextIsBefore(lines)) {
      // The end is looked at first: of a partition's many files most hold nothing of an answer.
      long probe = high - END;
      while (high - low > NEAR) {
        lines.seek(probe);
        lines.skipLine();
        long begin = lines.offset();
        if (begin < high && nextIsBefore(lines)) {
          low = begin;
        } else {
          high = probe;
        }
        probe = low + (high - low) / 2;
      }
    }
    lines.seek(low);
  }

  /** Whether there is a next line, and it is before the span. */
  private boolean nextIsBefore(Lines lines) throws IOException {
    long begin = lines.offset();
    String line = lines.next();
    return line != null && span.isAfter(format.key(record(lines, begin, line)));
  }

  private R record(Lines lines, long begin, String line) throws IOException {
    try {
      return format.record(line);
    } catch (RuntimeException e) {
      IOException damaged = lines.damaged(begin, "is no record: " + e.getMessage() + "; mend it");
      damaged.initCause(e);
      throw damaged;
    }
  }

  private void readOn(Lines lines, Consumer<? super R> found) throws IOException {
    @Nullable K before = null;
    long begin = lines.offset();
    for (String line = lines.next(); line != null; line = lines.next()) {
      R record = record(lines, begin, line);
      K key = format.key(record);
      if (format.isSorted()) {
        checkOrder(lines, begin, before, key);
        if (span.isPast(key)) {
          checkWhatWasRead(lines, key);
          return;
        }
        before = key;
      }
      if (span.contains(key)) {
        found.accept(record);
      }
      begin = lines.offset();
    }
  }

  /** The lines behind the answer that have been read show most files that are not sorted. */
  private void checkWhatWasRead(Lines lines, K past) throws IOException {
    K before = past;
    long begin = lines.offset();
    for (String line = lines.nextRead(); line != null; line = lines.nextRead()) {
      K key = format.key(record(lines, begin, line));
      checkOrder(lines, begin, before, key);
      before = key;
      begin = lines.offset();
    }
  }

  private void checkOrder(Lines lines, long begin, @Nullable K before, K key) throws IOException {
    if (before != null && format.order().compare(before, key) > 0) {
      throw lines.damaged(
          begin,
          "is out of order: key "
              + key
              + " comes after "
              + before
              + "; sort the file by key, not by line, name its header if that is one, or read it"
              + " as unsorted");
    }
  }
}
