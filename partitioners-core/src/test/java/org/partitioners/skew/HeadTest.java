package org.partitioners.skew;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeadTest {

  @Test
  void thresholdsAreAsPublished() {
    assertThat(Head.published(100)).isEqualTo(new Head(1 / 500.0, 1_000, 100_000));
    assertThat(Head.fine(100)).isEqualTo(new Head(1 / 5_000.0, 10_000, 100_000));
  }

  @Test
  void changesOneAtATime() {
    Head head = Head.published(10);

    assertThat(head.withShare(0.5)).isEqualTo(new Head(0.5, 100, 10_000));
    assertThat(head.withCounters(50)).isEqualTo(new Head(1 / 50.0, 50, 10_000));
    assertThat(head.withHalfLife(7)).isEqualTo(new Head(1 / 50.0, 100, 7));
  }

  /** With 20 places the head begins at 1/100. A quarter is some four standard deviations. */
  @ParameterizedTest
  @CsvSource({"0.0075, 2", "0.0125, 20"})
  void keysAreSplitFromTheThresholdOn(double share, int places) {
    assertThat(placesBeside(share, 150)).isEqualTo(places);
  }

  /** Where all others come but once, a key must have two counters' share, 2/200, on top. */
  @ParameterizedTest
  @CsvSource({"0.0075, 2", "0.025, 20"})
  void inAFlatStreamSomewhatAboveTheThreshold(double share, int places) {
    assertThat(placesBeside(share, Integer.MAX_VALUE)).isEqualTo(places);
  }

  private static int placesBeside(double share, int otherKeys) {
    Grouping grouping = Groupings.wChoices(20);
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 50_000; i++) {
      int key = random.nextDouble() < share ? -1 : random.nextInt(otherKeys);
      grouping.place(HashMix.draw(0, key));
    }
    return grouping.places(HashMix.draw(0, -1)).length;
  }

  @Test
  void refusesBadParameters() {
    assertThatThrownBy(() -> new Head(0, 10, 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("share: 0.0 not in (0..1]");
    assertThatThrownBy(() -> new Head(Double.NaN, 10, 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("share: NaN not in (0..1]");
    assertThatThrownBy(() -> new Head(0.01, 99, 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("counters: 99 not in [100..16777216], with a share of 0.01");
    assertThatThrownBy(() -> new Head(0.01, 100, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("halfLife: 0 not in [1..536870912]");
    assertThatThrownBy(() -> Head.published(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("numPlaces: 0 not in [1..65536]");
  }

  @Test
  void groupingsRefuseBadParameters() {
    assertThatThrownBy(() -> Groupings.dChoices(5, Head.published(5), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tolerance: 0.0 not in (0..1]");
    assertThatThrownBy(() -> Groupings.salted(5, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("salts: 0 not in [1..65536]");
    assertThatThrownBy(() -> Groupings.growing(5, null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("head");
  }
}
