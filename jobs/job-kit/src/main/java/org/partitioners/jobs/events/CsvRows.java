package org.partitioners.jobs.events;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one CSV file, in order. Whatever the file holds, every record becomes one {@link
 * Row}; blank lines are not records. What makes a record {@link Row.Rejected}:
 *
 * <ul>
 *   <li>more or fewer fields than the header;
 *   <li>a timestamp not of the format, or out of range;
 *   <li>an empty key, when so asked;
 *   <li>a key that is not valid UTF-8;
 *   <li>text behind a closing quote: reading resumes at the next line;
 *   <li>a quote never closed: the rest of the file is inside it;
 *   <li>a field longer than {@link #MAX_FIELD_CHARS}: the rest of the file is not read, since
 *       nothing tells where the field was meant to end.
 * </ul>
 *
 * <p>Time per row is linear in its length; memory is bounded by the longest field. Not thread-safe.
 */
public final class CsvRows implements Closeable {
  /** The longest field that is read, in UTF-16 characters. */
  public static final int MAX_FIELD_CHARS = 1 << 22;

  /** More than the parser buffers beside the field it is at. */
  private static final int PARSER_SLACK_CHARS = 1 << 15;

  private final PhysicalLines lines;
  private final CsvRowBuilder builder;
  private final String file;
  private CloseableIterator<Row> records;
  private boolean gaveUp;
  private @Nullable IOException failure;

  /**
   * Reads the header.
   *
   * @param content the file's content, already decompressed; closed with this
   * @throws InputException when there is no header or a column is not in it
   * @throws IOException when the content cannot be read
   */
  public CsvRows(InputStream content, FileStart start, CsvFormat format, Lateness lateness)
      throws IOException {
    file = start.file();
    try {
      lines = new PhysicalLines(new InputStreamReader(content, StandardCharsets.UTF_8));
      CsvHeader header = CsvHeader.read(lines, file);
      builder = new CsvRowBuilder(lines, header, start, format, lateness);
    } catch (UncheckedIOException | IOException e) {
      throw unreadable("the header", e);
    }
    records = newParser();
  }

  /**
   * Opens a file, {@linkplain Decompression decompressed by its suffix}, and reads its header.
   *
   * @throws InputException when there is no header or a column is not in it
   * @throws IOException when the file cannot be read
   */
  public static CsvRows open(
      InputOpener opener, FileStart start, CsvFormat format, Lateness lateness) throws IOException {
    InputStream content = stored(opener, start.file());
    try {
      content = Decompression.wrap(start.file(), content);
      return new CsvRows(content, start, format, lateness);
    } catch (IOException | RuntimeException e) {
      try {
        content.close();
      } catch (IOException second) {
        e.addSuppressed(second);
      }
      throw e;
    }
  }

  /**
   * The next row, or null at the end.
   *
   * @throws IOException when the file cannot be read on; its message names file and row
   */
  public @Nullable Row next() throws IOException {
    if (failure != null) {
      throw failure;
    }
    try {
      return !gaveUp && records.hasNext() ? records.next() : null;
    } catch (CsvParseException e) {
      return malformed();
    } catch (UncheckedIOException e) {
      failure = unreadable("row " + (builder.rows() + 1) + " of the input", e);
      throw failure;
    }
  }

  /** Rows of the whole input up to here: those before this file and those read of it. */
  public long rows() {
    return builder.rows();
  }

  /** What a reader of the file after this one must know, once this one is read to its end. */
  public FileStart startOf(String nextFile) {
    return new FileStart(nextFile, builder.rows(), builder.highWater());
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }

  /** The record at which the parser stopped. */
  private Row malformed() throws IOException {
    long opened = builder.fieldLine();
    if (lines.endTold()) {
      return resumeAfter(
          "the quote opened in line "
              + opened
              + " is never closed: it took in the rest of the file, up to line "
              + lines.number());
    }
    if (builder.fieldChars() > MAX_FIELD_CHARS - PARSER_SLACK_CHARS) {
      gaveUp = true;
      return builder.reject(
          "the field that starts in line "
              + opened
              + " is longer than "
              + MAX_FIELD_CHARS
              + " characters: the file was not read on from there");
    }
    lines.skipRestOfLine();
    return resumeAfter(
        "text behind the closing quote of the field that starts in line "
            + opened
            + " (a quote inside quotes is written twice): reading resumes behind line "
            + lines.number());
  }

  private Row resumeAfter(String reason) {
    Row rejected = builder.reject(reason);
    records = newParser();
    return rejected;
  }

  /** The parser owns nothing but the lines, which outlive it. */
  private CloseableIterator<Row> newParser() {
    builder.startParser();
    return CsvReader.builder()
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
        .allowUnclosedQuote(false)
        .skipEmptyLines(true)
        .maxBufferSize(MAX_FIELD_CHARS)
        .build(builder, lines)
        .iterator();
  }

  private static InputStream stored(InputOpener opener, String file) throws IOException {
    try {
      return opener.open(file);
    } catch (IOException e) {
      throw new IOException(file + ": cannot be opened: " + messageOf(e), e);
    }
  }

  private IOException unreadable(String what, Exception e) {
    Exception cause =
        e instanceof UncheckedIOException && e.getCause() instanceof IOException io ? io : e;
    return new IOException(file + ": " + what + " cannot be read: " + messageOf(cause), cause);
  }

  private static String messageOf(Exception e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }
}
