package org.partitioners.jobs.events;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvRowsTest {
  static final Lateness MINUTES = new Lateness(60_000, 60_000);
  private static final CsvFormat FORMAT = CsvFormat.of("key", "time", TimestampFormat.EPOCH_MILLIS);

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void readsEveryKindOfLineEnd(String end) throws IOException {
    String csv = String.join(end, "key,time", "a,1", "", "b,2", "", "", "c,x", "d,4");

    assertThat(read(csv))
        .containsExactly(
            new Event("a", 1),
            new Event("b", 2),
            new Row.Rejected(
                "f.csv",
                7,
                "timestamp 'x' is not epoch-millis"
                    + " (whole milliseconds in [-62135596800000..253402300799999])",
                "c,x"),
            new Event("d", 4));
    assertThat(read(csv + end)).hasSize(4);
  }

  @Test
  void readsQuotesNewlinesAndCommasInFields() throws IOException {
    assertThat(read("\uFEFF\"key\",time\n\"a,\"\"b\"\"\r\n\nc\",1\n\"\",2\n,3\nlast,\"4\""))
        .containsExactly(
            new Event("a,\"b\"\r\n\nc", 1),
            new Event("", 2),
            new Event("", 3),
            new Event("last", 4));
  }

  @Test
  void countsLinesAcrossMultiLineFields() throws IOException {
    assertThat(read("key,time\n\"a\nb\",1\nc,?\n\n\"d\r\ne\",?\n").stream().skip(1))
        .extracting(row -> ((Row.Rejected) row).line())
        .containsExactly(4L, 6L);
  }

  @Test
  void rejectsRowsOfAnotherLength() throws IOException {
    assertThat(read("key,time\na\nb,2,\nc,3\n"))
        .containsExactly(
            new Row.Rejected("f.csv", 2, "1 field where the header has 2", "a"),
            new Row.Rejected("f.csv", 3, "3 fields where the header has 2", "b,2,"),
            new Event("c", 3));
  }

  @Test
  void rejectsAnEmptyKeyOnlyWhenAsked() throws IOException {
    CsvFormat strict = new CsvFormat("key", "time", TimestampFormat.EPOCH_MILLIS, EmptyKey.REJECT);

    assertThat(read(",1\n", FORMAT)).containsExactly(new Event("", 1));
    assertThat(read(",1\n\"\",2\n", strict))
        .containsExactly(
            new Row.Rejected("f.csv", 2, "the key is empty", ",1"),
            new Row.Rejected("f.csv", 3, "the key is empty", "\"\",2"));
  }

  @Test
  void neverConflatesKeysThatAreNotUtf8() throws IOException {
    byte[] latin1 = "key,time\ncaf\u00e9,1\ncaf\u00e8,2\n".getBytes(ISO_8859_1);

    assertThat(read(latin1, FORMAT))
        .containsExactly(
            new Row.Rejected(
                "f.csv", 2, "key 'caf\uFFFD' is not valid UTF-8 (holds U+FFFD)", "caf\uFFFD,1"),
            new Row.Rejected(
                "f.csv", 3, "key 'caf\uFFFD' is not valid UTF-8 (holds U+FFFD)", "caf\uFFFD,2"));
  }

  @Test
  void resumesBehindTextAfterAClosingQuote() throws IOException {
    assertThat(read("key,time\na,1\n\"b\"x,2\n\"c\nd\"\"e\"f,3\ng,4"))
        .containsExactly(
            new Event("a", 1),
            new Row.Rejected(
                "f.csv",
                3,
                "text behind the closing quote of the field that starts in line 3"
                    + " (a quote inside quotes is written twice): reading resumes behind line 3",
                "\"b\"x,2"),
            new Row.Rejected(
                "f.csv",
                4,
                "text behind the closing quote of the field that starts in line 4"
                    + " (a quote inside quotes is written twice): reading resumes behind line 5",
                "\"c\nd\"\"e\"f,3"),
            new Event("g", 4));
  }

  @Test
  void resumesBehindALongMalformedLine() throws IOException {
    String longLine = "\"a\"" + "x".repeat(200_000) + ",\"1\r";
    for (String end : List.of("\n", "\r\n", "\r")) {
      assertThat(read("key,time" + end + longLine.replace("\r", end) + "b,2" + end))
          .satisfiesExactly(
              row -> assertThat(((Row.Rejected) row).line()).isEqualTo(2),
              row -> assertThat(row).isEqualTo(new Event("b", 2)));
    }
  }

  @Test
  void countsLinesWhereverTheBufferEnds() throws IOException {
    // Lines of about the 65536 characters that are buffered, so that CR and LF fall on either side.
    for (int length = 65_530; length <= 65_540; length++) {
      for (String end : List.of("\n", "\r\n", "\r")) {
        String csv = String.join(end, "key,time", "x".repeat(length), "\"a\"b,1", "c", "d,4");

        assertThat(read(csv))
            .satisfiesExactly(
                row -> assertThat(((Row.Rejected) row).line()).isEqualTo(2),
                row -> assertThat(((Row.Rejected) row).line()).isEqualTo(3),
                row -> assertThat(((Row.Rejected) row).line()).isEqualTo(4),
                row -> assertThat(row).isEqualTo(new Event("d", 4)));
      }
    }
  }

  @Test
  void rejectsAQuoteNeverClosedAsOneRow() throws IOException {
    assertThat(read("key,time\na,1\n\"b\nc\",\"2\nd,4\ne,5\n"))
        .containsExactly(
            new Event("a", 1),
            new Row.Rejected(
                "f.csv",
                3,
                "the quote opened in line 4 is never closed:"
                    + " it took in the rest of the file, up to line 6",
                "\"b\nc\",\"2\nd,4\ne,5"));
    assertThat(read("key,time\na,\"")).hasSize(1).first().isInstanceOf(Row.Rejected.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\""})
  void givesUpOnAFieldTooLongToHold(String quote) throws IOException {
    InputStream endless =
        new SequenceInputStream(
            new ByteArrayInputStream(("key,time\na,1\n" + quote).getBytes(UTF_8)),
            new InputStream() {
              @Override
              public int read() {
                return 'x';
              }

              @Override
              public int read(byte[] target, int offset, int length) {
                Arrays.fill(target, offset, offset + length, (byte) 'x');
                return length;
              }
            });

    assertThat(drain(new CsvRows(endless, FileStart.first("f.csv"), FORMAT, MINUTES)))
        .containsExactly(
            new Event("a", 1),
            new Row.Rejected(
                "f.csv",
                3,
                "the field that starts in line 3 is longer than 4194304 characters:"
                    + " the file was not read on from there",
                quote + "x".repeat(200 - quote.length()) + "…"));
  }

  @Test
  void acceptsALongFieldInAColumnNotAskedFor() throws IOException {
    String text = "x,\n".repeat(1_000_000);

    assertThat(read("key,time,text\na,1,\"" + text + "\"\nb,2,\"" + text + "\"\n"))
        .containsExactly(new Event("a", 1), new Event("b", 2));
  }

  @Test
  void marksRowsLateByTheOrderOfTheInput() throws IOException {
    // The watermark after 180000 is 119999: the window [60000, 120000) is closed, the next is open.
    assertThat(read("key,time\na,180000\nb,119999\nc,120000\nd,180001\ne,179999\n"))
        .containsExactly(
            new Event("a", 180_000),
            new Row.Late("f.csv", 3, "b", 119_999, 119_999),
            new Event("c", 120_000),
            new Event("d", 180_001),
            new Event("e", 179_999));
  }

  @Test
  void stampsRowsByTheirNumberInTheWholeInput() throws IOException {
    CsvFormat format = CsvFormat.ofKey("key");
    FileStart start = new FileStart("second.csv", 1000, 999);
    CsvRows rows = new CsvRows(bytes("key,x\na,\nb\nc,\n"), start, format, MINUTES);

    assertThat(drain(rows))
        .containsExactly(
            new Event("a", 1000),
            new Row.Rejected("second.csv", 3, "1 field where the header has 2", "b"),
            new Event("c", 1002));
    assertThat(rows.startOf("third.csv")).isEqualTo(new FileStart("third.csv", 1003, 1002));
  }

  @Test
  void readsOneColumnForKeyAndTime() throws IOException {
    CsvFormat both = CsvFormat.of("time", "time", TimestampFormat.EPOCH_SECONDS);

    assertThat(read("k,7\n", both)).containsExactly(new Event("7", 7000));
  }

  @Test
  void namesTheColumnMissing() {
    assertThatThrownBy(() -> read("Key ,time,score\n"))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "f.csv: no column 'key'; did you mean 'Key '? Columns: 'Key ', 'time', 'score'");
    assertThatThrownBy(() -> read("a,b\n"))
        .isInstanceOf(InputException.class)
        .hasMessage("f.csv: no column 'key'; columns: 'a', 'b'");
    assertThatThrownBy(() -> read("key,time,key\n"))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "f.csv: column 'key' stands 2 times in the header; give each column a name of its own");
  }

  @Test
  void refusesAFileWithoutAHeader() {
    for (String nothing : List.of("", "\uFEFF", "\n\r\n\n")) {
      assertThatThrownBy(() -> read(nothing))
          .isInstanceOf(InputException.class)
          .hasMessage("f.csv: empty; a line with the names of the columns is expected");
    }
    assertThatThrownBy(() -> read("\"key,time\n"))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("f.csv: the header is not CSV: ");
    assertThatThrownBy(() -> read(new byte[] {0x1f, (byte) 0x8b, 8, 0, 'x'}, FORMAT))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "f.csv: the header is not UTF-8 text: '\\u001f\uFFFD\\u0008\\u0000x';"
                + " compressed files need the suffix .gz or .zst");
  }

  @Test
  void aReadErrorNamesFileAndRow() throws IOException {
    InputStream broken =
        new SequenceInputStream(
            bytes("key,time\na,1\nb,2\n"),
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw new IOException("disk on fire");
              }

              @Override
              public int read(byte[] target, int offset, int length) throws IOException {
                return read();
              }
            });
    CsvRows rows = new CsvRows(broken, new FileStart("f.csv", 100, Lateness.NONE), FORMAT, MINUTES);

    assertThat(rows.next()).isEqualTo(new Event("a", 1));
    assertThat(rows.next()).isEqualTo(new Event("b", 2));
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(rows::next)
          .isInstanceOf(IOException.class)
          .hasMessage("f.csv: row 103 of the input cannot be read: disk on fire");
    }
  }

  static List<Row> read(String csv) throws IOException {
    return read(csv.getBytes(UTF_8), FORMAT);
  }

  /**
   * Under the header "key,time", unless the format asks for time alone, which is under "k,time".
   */
  static List<Row> read(String csv, CsvFormat format) throws IOException {
    String header = format.keyColumn().equals("time") ? "k,time\n" : "key,time\n";
    return read((header + csv).getBytes(UTF_8), format);
  }

  static List<Row> read(byte[] csv, CsvFormat format) throws IOException {
    return drain(
        new CsvRows(new ByteArrayInputStream(csv), FileStart.first("f.csv"), format, MINUTES));
  }

  static List<Row> drain(CsvRows source) throws IOException {
    List<Row> rows = new ArrayList<>();
    try (source) {
      for (Row row = source.next(); row != null; row = source.next()) {
        rows.add(row);
      }
    }
    return rows;
  }

  static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }
}
