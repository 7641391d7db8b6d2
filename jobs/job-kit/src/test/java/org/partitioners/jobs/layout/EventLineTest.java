package org.partitioners.jobs.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.partitioners.jobs.events.Event;

/** Lines as the jobs write them, read one by one. */
class EventLineTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "a", " a ", "a,b", "\"", "a \"b\"", "\"\"", ",", "a\rb", "ab\r", "a\0b", "\0", "\0\"",
        "é😀"
      })
  void readsWhatIsWritten(String sensor) throws IOException {
    Event event = new Event(sensor, -1234);
    StringWriter written = new StringWriter();
    try (CsvWriter csv = CsvWriter.builder().build(written)) {
      csv.writeRecord(EventFile.fields(event));
    }
    String line = written.toString().replaceAll("\r\n$", "");
    assertThat(EventLine.parse(line)).isEqualTo(new EventLine(line, event));
  }

  @Test
  void linesThatAreNone() {
    assertRefused("12", "\"12\" has no comma");
    assertRefused(",a", "For input string: \"\"");
    assertRefused("x,a", "For input string: \"x\"");
    assertRefused("1,\"a", "\"a has one quote; line breaks are not read");
    assertRefused("1,\"", "\" has one quote; line breaks are not read");
    assertRefused("1,a\"", "a\" has a quote of its own");
    assertRefused("1,\"a\"\"", "\"a\"\" has a quote of its own");
    assertRefused("1,\"a\"b\"", "\"a\"b\" has a quote of its own");
  }

  private static void assertRefused(String line, String message) {
    assertThatThrownBy(() -> EventLine.parse(line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
