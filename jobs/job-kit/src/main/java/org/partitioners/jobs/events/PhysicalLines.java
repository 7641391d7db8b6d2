package org.partitioners.jobs.events;

import java.io.IOException;
import java.io.Reader;

/**
 * Hands the parser one physical line at a time, so that whatever the parser makes of a line, the
 * next read starts where the next line does. That is what lets reading resume behind a malformed
 * record. A line ends with LF, CR LF or CR; a byte order mark at the start is dropped.
 */
final class PhysicalLines extends Reader {
  private static final int EXCERPT_CHARS = 200;
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final Reader in;
  private final char[] buffer = new char[1 << 16];
  private int position;
  private int lineEnd;
  private int limit;
  private boolean atEnd;

  private long number;
  private long charsFed;
  private boolean lineOpen;
  private boolean endTold;

  private final char[] excerpt = new char[EXCERPT_CHARS + 1];
  private int excerptLength;

  PhysicalLines(Reader in) throws IOException {
    this.in = in;
    if (fill() && buffer[0] == BYTE_ORDER_MARK) {
      position = 1;
      lineEnd = 1;
    }
  }

  /** Number, from 1, of the line read last; 0 before the first. */
  long number() {
    return number;
  }

  /** Characters handed out so far. */
  long charsFed() {
    return charsFed;
  }

  /** Whether the reader of these lines has been told that there are no more. */
  boolean endTold() {
    return endTold;
  }

  /** From here on the excerpt is of a new record. */
  void startRecord() {
    excerptLength = 0;
  }

  /** The beginning of what was read since {@link #startRecord}, without the last line's end. */
  String excerpt() {
    int end = excerptLength;
    while (end > 0 && (excerpt[end - 1] == '\n' || excerpt[end - 1] == '\r')) {
      end--;
    }
    return Excerpt.of(new String(excerpt, 0, end), EXCERPT_CHARS);
  }

  /** Drops what the parser has not yet read of the line it was reading. */
  void skipRestOfLine() throws IOException {
    while (lineOpen || position < lineEnd) {
      position = lineEnd;
      if (!lineOpen || !nextPiece()) {
        return;
      }
    }
  }

  @Override
  public int read(char[] target, int offset, int length) throws IOException {
    if (position == lineEnd && !nextPiece()) {
      endTold = true;
      return -1;
    }
    int count = Math.min(length, lineEnd - position);
    System.arraycopy(buffer, position, target, offset, count);
    if (excerptLength < excerpt.length) {
      int kept = Math.min(count, excerpt.length - excerptLength);
      System.arraycopy(buffer, position, excerpt, excerptLength, kept);
      excerptLength += kept;
    }
    position += count;
    charsFed += count;
    return count;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /** Moves on to the next line, or to the next buffer full of a line that does not fit one. */
  private boolean nextPiece() throws IOException {
    if (position == limit && !fill()) {
      lineOpen = false;
      return false;
    }
    if (!lineOpen) {
      number++;
    }
    int i = position;
    while (true) {
      while (i < limit && buffer[i] != '\n' && buffer[i] != '\r') {
        i++;
      }
      if (i + 1 < limit || (i < limit && buffer[i] == '\n')) {
        lineEnd = buffer[i] == '\r' && buffer[i + 1] == '\n' ? i + 2 : i + 1;
        lineOpen = false;
        return true;
      }
      // The end of the line, or the LF behind its CR, is not in the buffer yet.
      int scanned = i - position;
      if (!fill()) {
        // A CR that fills the buffer stays for the next piece, with what follows it.
        lineEnd = atEnd ? limit : i;
        lineOpen = !atEnd;
        return true;
      }
      i = position + scanned;
    }
  }

  /** Reads more behind what is left, which moves to the front. False at the end or when full. */
  private boolean fill() throws IOException {
    if (position > 0) {
      System.arraycopy(buffer, position, buffer, 0, limit - position);
      limit -= position;
      lineEnd = 0;
      position = 0;
    }
    if (atEnd || limit == buffer.length) {
      return false;
    }
    int count = in.read(buffer, limit, buffer.length - limit);
    if (count < 0) {
      atEnd = true;
      return false;
    }
    limit += count;
    return true;
  }
}
