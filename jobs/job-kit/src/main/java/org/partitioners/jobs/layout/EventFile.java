package org.partitioners.jobs.layout;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.partitioners.jobs.events.Event;
import org.partitioners.jobs.events.InputOpener;

/**
 * A file of events, CSV with the header {@code timestamp,sensor}, as it is read from its beginning.
 * Not thread-safe.
 */
public final class EventFile implements Closeable {
  private static final List<String> HEADER = List.of("timestamp", "sensor");

  private final Counting counting;
  private final CloseableIterator<CsvRecord> records;

  private EventFile(Counting counting, CloseableIterator<CsvRecord> records) {
    this.counting = counting;
    this.records = records;
  }

  /** The names of the columns. */
  public static String[] header() {
    return HEADER.toArray(String[]::new);
  }

  /** The fields of an event's line. */
  public static List<String> fields(Event event) {
    return List.of(Long.toString(event.timestamp()), event.key());
  }

  /** Opens a file and reads its header. */
  public static EventFile open(InputOpener opener, String file) throws IOException {
    Counting counting = new Counting(opener.open(file));
    CloseableIterator<CsvRecord> records =
        CsvReader.builder()
            .skipEmptyLines(false)
            .ofCsvRecord(new InputStreamReader(counting, StandardCharsets.UTF_8))
            .iterator();
    EventFile events = new EventFile(counting, records);
    try {
      if (!records.hasNext() || !records.next().getFields().equals(HEADER)) {
        throw new IOException(file + " does not begin with " + String.join(",", HEADER));
      }
      return events;
    } catch (IOException | RuntimeException failed) {
      try (events) {
        throw failed;
      }
    }
  }

  /** The next event; null at the end. */
  public @Nullable Event next() throws IOException {
    try {
      if (!records.hasNext()) {
        return null;
      }
      CsvRecord line = records.next();
      return new Event(line.getField(1), Long.parseLong(line.getField(0)));
    } catch (UncheckedIOException failed) {
      throw failed.getCause();
    } catch (CsvParseException | NumberFormatException | IndexOutOfBoundsException damaged) {
      throw new IOException("not a line of events: " + damaged.getMessage(), damaged);
    }
  }

  /** How many bytes have been read from the file: some kilobytes at a time, ahead of the events. */
  public long bytes() {
    return counting.bytes;
  }

  @Override
  public void close() throws IOException {
    records.close();
  }

  private static final class Counting extends FilterInputStream {
    private long bytes;

    Counting(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      bytes += read < 0 ? 0 : 1;
      return read;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = super.read(buffer, offset, length);
      bytes += Math.max(0, read);
      return read;
    }
  }
}
