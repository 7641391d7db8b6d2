package org.partitioners.jobs.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class CountLineTest {

  @Test
  void saysWhatItSays() {
    assertThat(CountLine.parse("60000,ann,7"))
        .isEqualTo(new CountLine("60000,ann,7", 60_000, "ann", 7));
    String quoted = "-5,\"a, \"\"b\"\", c\",1";
    assertThat(CountLine.parse(quoted)).isEqualTo(new CountLine(quoted, -5, "a, \"b\", c", 1));
    assertThat(CountLine.parse("0,,3").key()).isEmpty();
    assertThat(CountLine.parse("0,\0,3").key()).isEqualTo("\0");
    assertThat(CountLine.parse("0,\"\0\"\"\r\",3").key()).isEqualTo("\0\"\r");
  }

  @Test
  void whatIsNoCountIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CountLine.parse("1,ann"))
        .withMessage("\"1,ann\" has fewer than two commas");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CountLine.parse("1,\"ann,2"))
        .withMessage("\"ann has one quote; line breaks are not read");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CountLine.parse("1,ann,many"))
        .withMessageContaining("many");
  }
}
