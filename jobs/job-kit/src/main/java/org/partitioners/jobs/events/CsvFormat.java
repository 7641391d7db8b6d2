package org.partitioners.jobs.events;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Which columns of a CSV file make an event. The file is RFC 4180 in UTF-8 with a header line:
 * commas, double quotes, newlines of any kind.
 *
 * @param keyColumn name of the column that holds the key
 * @param timestampColumn name of the column that holds the time; without one, rows are stamped one
 *     millisecond apart from epoch 0, by their number in the whole input
 * @param timestampFormat how times are written
 * @param emptyKey what becomes of rows with an empty key
 */
public record CsvFormat(
    String keyColumn,
    @Nullable String timestampColumn,
    TimestampFormat timestampFormat,
    EmptyKey emptyKey)
    implements Serializable {

  /** Without a timestamp column; an empty key is kept. */
  public static CsvFormat ofKey(String keyColumn) {
    return new CsvFormat(keyColumn, null, TimestampFormat.EPOCH_MILLIS, EmptyKey.KEEP);
  }

  /** With a timestamp column; an empty key is kept. */
  public static CsvFormat of(String keyColumn, String timestampColumn, TimestampFormat format) {
    return new CsvFormat(keyColumn, timestampColumn, format, EmptyKey.KEEP);
  }
}
