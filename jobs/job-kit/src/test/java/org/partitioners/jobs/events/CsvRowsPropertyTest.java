package org.partitioners.jobs.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class CsvRowsPropertyTest {
  private static final CsvFormat FORMAT = CsvFormat.of("key", "time", TimestampFormat.EPOCH_MILLIS);
  private static final Lateness SHORT = new Lateness(7, 5);

  @Property(tries = 500)
  void readsBackWhatAWriterWrites(
      @ForAll @Size(max = 40) List<@From("field") String> fields,
      @ForAll("lineEnd") String end,
      @ForAll long seed)
      throws IOException {
    Random random = new Random(seed);
    StringBuilder csv = new StringBuilder();
    csv.append(record(List.of("other", "key", "time"), random));
    List<Row> expected = new ArrayList<>();
    for (int i = 0; i + 1 < fields.size(); i++) {
      csv.append(end).append(random.nextInt(4) == 0 ? end : "");
      csv.append(record(List.of(fields.get(i), fields.get(i + 1), "" + i), random));
      expected.add(new Event(fields.get(i + 1), i));
    }
    csv.append(random.nextBoolean() ? end : "");

    List<Row> rows = CsvRowsTest.read(csv.toString().getBytes(UTF_8), FORMAT);

    assertThat(rows).isEqualTo(expected);
  }

  @Property(tries = 2000)
  void survivesWhateverComes(
      @ForAll("garbage") byte[] garbage, @ForAll @IntRange(min = 1, max = 9) int step)
      throws IOException {
    byte[] csv = withHeader(garbage);
    CsvRows source = source(new ByteArrayInputStream(csv));

    List<Row> rows = CsvRowsTest.drain(source);

    assertThat(source.rows()).isEqualTo(rows.size());
    assertThat(source.next()).isNull();
    long line = 1;
    for (Row row : rows) {
      if (row instanceof Row.Rejected rejected) {
        assertThat(rejected.line()).isBetween(line + 1, (long) csv.length);
        assertThat(rejected.reason()).isNotEmpty().doesNotContain("\n", "\r");
        line = rejected.line();
      } else if (row instanceof Row.Late late) {
        assertThat(late.line()).isBetween(line + 1, (long) csv.length);
        line = late.line();
      }
    }
    assertThat(CsvRowsTest.drain(source(inSteps(csv, step)))).isEqualTo(rows);
  }

  @Property(tries = 1000)
  void withoutQuotesIsLinesSplitAtCommas(@ForAll("garbage") byte[] garbage) throws IOException {
    String text = new String(garbage, UTF_8).replace('"', 'q');
    List<Row> expected = new ArrayList<>();
    String[] lines = text.split("\r\n|\n|\r", -1);
    List<Long> before = new ArrayList<>();
    for (int i = 0; i < lines.length; i++) {
      String[] fields = lines[i].split(",", -1);
      if (!lines[i].isEmpty()) {
        expected.add(expected(i + 2, fields, before));
      }
    }

    List<Row> rows =
        CsvRowsTest.drain(source(new ByteArrayInputStream(withHeader(text.getBytes(UTF_8)))));

    assertThat(rows).hasSameSizeAs(expected);
    for (int i = 0; i < rows.size(); i++) {
      if (expected.get(i) instanceof Row.Rejected rejected) {
        assertThat(rows.get(i)).isInstanceOf(Row.Rejected.class);
        assertThat(((Row.Rejected) rows.get(i)).line()).isEqualTo(rejected.line());
        assertThat(((Row.Rejected) rows.get(i)).text()).isEqualTo(rejected.text());
      } else {
        assertThat(rows.get(i)).isEqualTo(expected.get(i));
      }
    }
  }

  /** Judges a row with nothing but regular expressions and the definition of lateness. */
  private static Row expected(long line, String[] fields, List<Long> before) {
    if (fields.length != 2
        || fields[0].contains("\uFFFD")
        || !fields[1].matches(" *[+-]?[0-9]+ *")) {
      return new Row.Rejected("f.csv", line, "", String.join(",", fields));
    }
    long time = Long.parseLong(fields[1].strip());
    long high = before.stream().mapToLong(t -> t).max().orElse(Long.MIN_VALUE);
    boolean late = false;
    for (long lastOfWindow = time; !before.isEmpty(); lastOfWindow++) {
      if (Math.floorMod(lastOfWindow + 1, 7) == 0) {
        late = lastOfWindow <= high - 5 - 1;
        break;
      }
    }
    before.add(time);
    return late
        ? new Row.Late("f.csv", line, fields[0], time, high - 6)
        : new Event(fields[0], time);
  }

  @Provide
  Arbitrary<String> field() {
    return Arbitraries.of(
            "a", "b", "\"", ",", "\n", "\r", " ", "\t", "é", "漢", "😀", "\0", "\uFEFF")
        .list()
        .ofMaxSize(8)
        .map(parts -> String.join("", parts));
  }

  @Provide
  Arbitrary<String> lineEnd() {
    return Arbitraries.of("\n", "\r\n", "\r");
  }

  /** Bytes that mean something to a CSV parser or an UTF-8 decoder, in records that often fit. */
  @Provide
  Arbitrary<byte[]> garbage() {
    Arbitrary<String> pieces =
        Arbitraries.of(
            "k,1\n",
            "k,20\n",
            "k,-3\r\n",
            "\"k\",2\r",
            "1",
            "0",
            "k",
            ",",
            "\n",
            "\r",
            "\"",
            " ",
            "-");
    Arbitrary<byte[]> bytes = pieces.map(piece -> piece.getBytes(UTF_8));
    Arbitrary<byte[]> invalid = Arbitraries.bytes().map(b -> new byte[] {b});
    return Arbitraries.frequencyOf(Tuple.of(12, bytes), Tuple.of(1, invalid))
        .list()
        .ofMaxSize(60)
        .map(
            parts -> {
              ByteArrayOutputStream all = new ByteArrayOutputStream();
              parts.forEach(all::writeBytes);
              return all.toByteArray();
            });
  }

  private static byte[] withHeader(byte[] body) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes("key,time\n".getBytes(UTF_8));
    all.writeBytes(body);
    return all.toByteArray();
  }

  private static CsvRows source(InputStream in) throws IOException {
    return new CsvRows(in, FileStart.first("f.csv"), FORMAT, SHORT);
  }

  private static InputStream inSteps(byte[] bytes, int step) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] target, int offset, int length) {
        return super.read(target, offset, Math.min(step, length));
      }

      @Override
      public synchronized int available() {
        return 0;
      }
    };
  }

  /** RFC 4180: quotes where they are needed, and here and there where they are not. */
  private static String record(List<String> fields, Random random) {
    List<String> written = new ArrayList<>();
    for (String field : fields) {
      boolean quote = field.matches("(?s).*[\",\r\n].*") || random.nextInt(4) == 0;
      written.add(quote ? '"' + field.replace("\"", "\"\"") + '"' : field);
    }
    return String.join(",", written);
  }
}
