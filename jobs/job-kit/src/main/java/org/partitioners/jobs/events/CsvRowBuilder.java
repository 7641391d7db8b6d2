package org.partitioners.jobs.events;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.RecordType;
import org.jspecify.annotations.Nullable;

/** Makes a row of each record the parser finds; keeps nothing of the other columns. */
final class CsvRowBuilder extends AbstractBaseCsvCallbackHandler<Row> {
  private static final int NO_COLUMN = -1;
  private static final int MAX_TIMESTAMP_CHARS = 100;
  private static final char REPLACEMENT = '\uFFFD';

  private final String file;
  private final PhysicalLines lines;
  private final int columns;
  private final int keyColumn;
  private final int timestampColumn;
  private final TimestampFormat timestampFormat;
  private final boolean rejectEmptyKey;
  private final Lateness lateness;

  private long rows;
  private long highWater;
  private long lineOffset;

  private @Nullable String key;
  private long timestamp;
  private @Nullable String badTimestamp;
  private long fieldLine;
  private long fieldFed;

  CsvRowBuilder(
      PhysicalLines lines, CsvHeader header, FileStart start, CsvFormat format, Lateness lateness) {
    this.file = start.file();
    this.lines = lines;
    this.columns = header.columns().size();
    this.keyColumn = header.indexOf(format.keyColumn());
    String column = format.timestampColumn();
    this.timestampColumn = column == null ? NO_COLUMN : header.indexOf(column);
    this.timestampFormat = format.timestampFormat();
    this.rejectEmptyKey = format.emptyKey() == EmptyKey.REJECT;
    this.lateness = lateness;
    this.rows = start.rowsBefore();
    this.highWater = start.highWater();
  }

  /** Rows of the whole input up to here. */
  long rows() {
    return rows;
  }

  /** The largest timestamp of an accepted or late row of the whole input up to here. */
  long highWater() {
    return highWater;
  }

  /** A new parser takes over at the next line and counts lines from 1. */
  void startParser() {
    lineOffset = lines.number();
  }

  /** The line, from 1, in which the field the parser is at starts. */
  long fieldLine() {
    return fieldLine;
  }

  /** At most this many characters of the field the parser is at have been read. */
  long fieldChars() {
    return lines.charsFed() - fieldFed;
  }

  /** Counts the record the parser is at, and rejects it. */
  Row.Rejected reject(String reason) {
    rows++;
    return new Row.Rejected(file, getStartingLineNumber() + lineOffset, reason, lines.excerpt());
  }

  @Override
  protected void handleBegin(long startingLineNumber) {
    key = null;
    timestamp = TimestampFormat.INVALID;
    badTimestamp = null;
    fieldLine = startingLineNumber + lineOffset;
    fieldFed = lines.charsFed();
    lines.startRecord();
  }

  @Override
  protected void handleField(int index, char[] text, int offset, int length, boolean quoted) {
    if (index == keyColumn) {
      key = new String(text, offset, length);
    }
    if (index == timestampColumn) {
      timestamp = timestampFormat.parse(text, offset, length);
      if (timestamp == TimestampFormat.INVALID) {
        badTimestamp = new String(text, offset, Math.min(length, MAX_TIMESTAMP_CHARS));
      }
    }
    fieldLine = lines.number();
    fieldFed = lines.charsFed();
  }

  @Override
  protected @Nullable Row buildRecord() {
    if (getRecordType() == RecordType.EMPTY) {
      return null;
    }
    String foundKey = key;
    if (foundKey == null || getFieldCount() != columns) {
      return reject(fields(getFieldCount()) + " where the header has " + columns);
    }
    // Bytes that are not UTF-8 decode to this character: distinct keys would become one.
    if (foundKey.indexOf(REPLACEMENT) >= 0) {
      return reject("key " + Excerpt.quoted(foundKey) + " is not valid UTF-8 (holds U+FFFD)");
    }
    if (rejectEmptyKey && foundKey.isEmpty()) {
      return reject("the key is empty");
    }
    if (badTimestamp != null) {
      return reject(timestampFormat.reasonAgainst(badTimestamp));
    }
    long time = timestampColumn == NO_COLUMN ? rows : timestamp;
    rows++;
    long watermark = lateness.watermark(highWater);
    if (lateness.isLate(time, watermark)) {
      return new Row.Late(file, getStartingLineNumber() + lineOffset, foundKey, time, watermark);
    }
    highWater = Math.max(highWater, time);
    return new Event(foundKey, time);
  }

  private static String fields(int count) {
    return count == 1 ? "1 field" : count + " fields";
  }
}
