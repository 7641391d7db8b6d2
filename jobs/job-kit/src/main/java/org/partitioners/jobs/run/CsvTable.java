package org.partitioners.jobs.run;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.partitioners.jobs.events.Event;
import org.partitioners.jobs.events.Row;
import org.partitioners.jobs.layout.EventFile;

/**
 * The columns of a kind of CSV file that jobs write, in UTF-8 and with a header.
 *
 * @param <T> what a line says
 */
public final class CsvTable<T> implements Serializable {
  /** How the names of completed files start. */
  public static final String PREFIX = "part";

  /** The counts of keys in windows. */
  public static final CsvTable<WindowCount> COUNTS =
      new CsvTable<>(
          count ->
              List.of(
                  Long.toString(count.windowStart()), count.key(), Long.toString(count.count())),
          "window_start",
          "key",
          "count");

  /** Events of a partition. */
  public static final CsvTable<Event> EVENTS =
      new CsvTable<>(EventFile::fields, EventFile.header());

  /** Rows whose window had closed. */
  public static final CsvTable<Row.Late> LATE =
      new CsvTable<>(
          late ->
              List.of(
                  late.file(),
                  Long.toString(late.line()),
                  late.key(),
                  Long.toString(late.timestamp()),
                  Long.toString(late.watermark())),
          "file",
          "line",
          "key",
          "timestamp",
          "watermark");

  /** Rows that could not be read. */
  public static final CsvTable<Row.Rejected> REJECTED =
      new CsvTable<>(
          rejected ->
              List.of(
                  rejected.file(),
                  Long.toString(rejected.line()),
                  rejected.reason(),
                  rejected.text()),
          "file",
          "line",
          "reason",
          "text");

  private static final long serialVersionUID = 1L;

  /** The fields of a line. */
  private interface Fields<T> extends Serializable {
    List<String> of(T element);
  }

  private final Fields<T> fields;
  private final String[] header;

  private CsvTable(Fields<T> fields, String... header) {
    this.fields = fields;
    this.header = header;
  }

  /** The header as a line. */
  public String header() {
    return String.join(",", header);
  }

  /** Begins a file with its header. The stream stays the caller's to close. */
  public Lines<T> begin(OutputStream out) {
    BufferedWriter text = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    CsvWriter csv = CsvWriter.builder().build(text);
    csv.writeRecord(header);
    return new Lines<>(fields, csv, text);
  }

  /** The lines of a file being written. Not thread-safe. */
  public static final class Lines<T> {
    private final Fields<T> fields;
    private final CsvWriter csv;
    private final BufferedWriter text;

    private Lines(Fields<T> fields, CsvWriter csv, BufferedWriter text) {
      this.fields = fields;
      this.csv = csv;
      this.text = text;
    }

    /** Writes a line. */
    public void add(T element) {
      csv.writeRecord(fields.of(element));
    }

    /** Brings what was written into the stream. */
    public void flush() throws IOException {
      csv.flush();
      text.flush();
    }
  }
}
