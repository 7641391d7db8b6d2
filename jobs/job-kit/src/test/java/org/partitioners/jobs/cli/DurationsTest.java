package org.partitioners.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class DurationsTest {
  @ParameterizedTest
  @CsvSource({"500ms,500", "30s,30000", "1m,60000", "1h,3600000", "1d,86400000", "0s,0"})
  void readsANumberAndAUnit(String text, long millis) {
    assertThat(Durations.parse(text)).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "60", "m", "1.5h", "-1s", "1w", "1 m", "99999999999s"})
  void refusesWhatIsNone(String text) {
    assertThatThrownBy(() -> Durations.parse(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessage("'" + text + "' is not a duration such as 500ms, 30s, 1m, 1h or 1d");
  }

  @ParameterizedTest
  @ValueSource(strings = {"500ms", "30s", "90s", "1m", "36h", "1d", "7d"})
  void writesWhatItReads(String text) {
    assertThat(Durations.text(Durations.parse(text))).isEqualTo(text);
  }

  @Test
  void writesNothingAsMilliseconds() {
    assertThat(Durations.text(Duration.ZERO)).isEqualTo("0ms");
  }
}
