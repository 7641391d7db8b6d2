package org.partitioners.jobs.events;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/** The header line of one file: where its columns are. */
record CsvHeader(String file, List<String> columns) {
  private static final int MAX_COLUMNS_LISTED = 40;

  /** Reads the first line that is not blank; the lines after it are left to be read as rows. */
  static CsvHeader read(PhysicalLines lines, String file) {
    Iterator<CsvRecord> records =
        CsvReader.builder().allowUnclosedQuote(false).ofCsvRecord(lines).iterator();
    try {
      if (!records.hasNext()) {
        throw new InputException(
            file + ": empty; a line with the names of the columns is expected");
      }
      CsvHeader header = new CsvHeader(file, List.copyOf(records.next().getFields()));
      header.checkText();
      return header;
    } catch (CsvParseException e) {
      throw new InputException(file + ": the header is not CSV: " + e.getMessage(), e);
    }
  }

  /** The index of a column, which must be there exactly once. */
  int indexOf(String column) {
    int times = Collections.frequency(columns, column);
    if (times == 1) {
      return columns.indexOf(column);
    }
    if (times > 1) {
      throw new InputException(
          file
              + ": column "
              + Excerpt.quoted(column)
              + " stands "
              + times
              + " times in the header; give each column a name of its own");
    }
    String near = NearestName.of(column, columns);
    throw new InputException(
        file
            + ": no column "
            + Excerpt.quoted(column)
            + (near == null ? "" : "; did you mean " + Excerpt.quoted(near) + "?")
            + (near == null ? "; columns: " : " Columns: ")
            + listed());
  }

  private void checkText() {
    for (String column : columns) {
      if (column
          .chars()
          .anyMatch(c -> c == '\uFFFD' || (c < ' ' && c != '\n' && c != '\r' && c != '\t'))) {
        throw new InputException(
            file
                + ": the header is not UTF-8 text: "
                + Excerpt.quoted(column)
                + "; compressed files need the suffix .gz or .zst");
      }
    }
  }

  private String listed() {
    StringBuilder list = new StringBuilder();
    int shown = Math.min(columns.size(), MAX_COLUMNS_LISTED);
    for (int i = 0; i < shown; i++) {
      list.append(i == 0 ? "" : ", ").append(Excerpt.quoted(columns.get(i)));
    }
    return shown < columns.size()
        ? list + " and " + (columns.size() - shown) + " more"
        : list.toString();
  }
}
