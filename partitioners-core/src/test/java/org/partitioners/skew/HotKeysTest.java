package org.partitioners.skew;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class HotKeysTest {

  @Test
  void hotIsAboveOneThirtySecondOfAPlacesFairShare() {
    assertThat(HotKeys.share(8)).isEqualTo(1 / 256.0);
    assertThat(HotKeys.threshold(2560, 8)).isEqualTo(10);
    assertThat(HotKeys.threshold(2559, 8)).isEqualTo(9);
    assertThat(HotKeys.threshold(0, 8)).isZero();
  }

  @Test
  void picksTheHotOnes() {
    Map<String, Long> counts = Map.of("a", 1L, "b", 31L, "c", 2L, "d", 30L);

    assertThat(HotKeys.among(counts, 1)).containsOnly(Map.entry("b", 31L), Map.entry("d", 30L));
  }

  @Test
  void refusesBadParameters() {
    assertThatThrownBy(() -> HotKeys.share(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("numPlaces: 0 not in [1..2147483647]");
    assertThatThrownBy(() -> HotKeys.threshold(-1, 8))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("total: -1 not in [0..9223372036854775807]");
  }
}
