package org.partitioners.jobs.layout;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.Closeable;
import java.io.IOException;
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

  private final CloseableIterator<CsvRecord> records;

  private EventFile(CloseableIterator<CsvRecord> records) {
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
    CloseableIterator<CsvRecord> records =
        CsvReader.builder()
            .skipEmptyLines(false)
            .ofCsvRecord(new InputStreamReader(opener.open(file), StandardCharsets.UTF_8))
            .iterator();
    EventFile events = new EventFile(records);
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

  @Override
  public void close() throws IOException {
    records.close();
  }
}
