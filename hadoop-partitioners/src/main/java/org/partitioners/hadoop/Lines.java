package org.partitioners.hadoop;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a file, from any place in it on. Reads little after a step to a far place and more
 * and more from there, so that a search is cheap and a long answer is not slow. Not thread-safe.
 */
final class Lines implements Closeable {

  /** How much is read at a new place. */
  static final int LEAST_READ = 4096;

  private static final int MOST_READ = 1 << 18;
  private static final char REPLACEMENT = '\uFFFD';
  private static final int LONGEST_LINE = 1 << 26;

  private final Path path;
  private final FSDataInputStream in;
  private final long length;
  private byte[] buffer = new byte[LEAST_READ];

  /** The buffer holds the bytes of the file from {@code start}, so many as {@code filled}. */
  private long start;

  private int filled;
  private int at;
  private int nextRead = LEAST_READ;
  private long bytes;

  private Lines(Path path, FSDataInputStream in, long length) {
    this.path = path;
    this.in = in;
    this.length = length;
  }

  static Lines open(FileSystem fs, FileStatus file) throws IOException {
    return new Lines(file.getPath(), fs.open(file.getPath()), file.getLen());
  }

  /** Where the next line begins. */
  long offset() {
    return start + at;
  }

  long length() {
    return length;
  }

  /** How many bytes have been read. */
  long bytes() {
    return bytes;
  }

  /** Goes to a place, which need not be the beginning of a line. */
  void seek(long offset) {
    if (offset >= start && offset <= start + filled) {
      at = (int) (offset - start);
    } else {
      start = offset;
      filled = 0;
      at = 0;
      nextRead = LEAST_READ;
    }
  }

  /**
   * The line that begins here; null at the end of the file.
   *
   * @throws IOException if the file ends before the line does
   */
  @Nullable String next() throws IOException {
    int end = endOfLine();
    if (end < 0) {
      return null;
    }
    int textEnd = end > at && buffer[end - 1] == '\r' ? end - 1 : end;
    String line = decoded(textEnd);
    at = end + 1;
    return line;
  }

  /** The line that begins here if all of it has been read already; else null. */
  @Nullable String nextRead() throws IOException {
    for (int i = at; i < filled; i++) {
      if (buffer[i] == '\n') {
        return next();
      }
    }
    return null;
  }

  private String decoded(int textEnd) throws IOException {
    String line = new String(buffer, at, textEnd - at, StandardCharsets.UTF_8);
    if (line.indexOf(REPLACEMENT) >= 0) {
      try {
        // That stands for what is malformed, or for itself.
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(buffer, at, textEnd - at));
      } catch (CharacterCodingException e) {
        throw damaged(offset(), "is not UTF-8; write the file anew");
      }
    }
    return line;
  }

  /** Goes behind the next line feed. */
  void skipLine() throws IOException {
    int end = endOfLine();
    if (end >= 0) {
      at = end + 1;
    }
  }

  /** Where in the buffer the line feed is; -1 at the end of the file. */
  private int endOfLine() throws IOException {
    int from = at;
    while (true) {
      for (int i = from; i < filled; i++) {
        if (buffer[i] == '\n') {
          return i;
        }
      }
      int seen = filled - at;
      if (start + filled >= length) {
        if (seen == 0) {
          return -1;
        }
        throw new IOException(
            path + ": ends within a line, at byte " + length + "; it was cut, write it anew");
      }
      fill();
      from = at + seen;
    }
  }

  private void fill() throws IOException {
    if (filled - at > LONGEST_LINE) {
      throw new IOException(
          path + ": the line at byte " + offset() + " is longer than " + LONGEST_LINE + " bytes");
    }
    int want = (int) Math.min(nextRead, length - start - filled);
    nextRead = Math.min(MOST_READ, 2 * nextRead);
    if (filled + want > buffer.length) {
      start += at;
      filled -= at;
      byte[] target = filled + want > buffer.length ? new byte[2 * buffer.length + want] : buffer;
      System.arraycopy(buffer, at, target, 0, filled);
      buffer = target;
      at = 0;
    }
    long position = start + filled;
    if (in.getPos() != position) {
      in.seek(position);
    }
    int read = in.read(buffer, filled, want);
    if (read <= 0) {
      throw new IOException(
          path
              + ": ends at byte "
              + position
              + " of "
              + length
              + " that its listing shows; it was cut, write it anew");
    }
    filled += read;
    bytes += read;
  }

  IOException damaged(long offset, String what) {
    return new IOException(path + ": at byte " + offset + ": " + what);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
