package org.partitioners.jobs.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class LatenessTest {
  @Test
  void windowsStartAtMultiplesOfTheirLengthBeforeTheEpochToo() {
    Lateness lateness = new Lateness(100, 0);

    assertThat(lateness.windowStart(0)).isZero();
    assertThat(lateness.windowEnd(99)).isEqualTo(100);
    assertThat(lateness.windowStart(-1)).isEqualTo(-100);
    assertThat(lateness.windowEnd(-1)).isZero();
    assertThat(lateness.windowStart(-100)).isEqualTo(-100);
  }

  @Test
  void aWindowClosesWhenTheWatermarkReachesItsLastMillisecond() {
    Lateness lateness = new Lateness(100, 10);

    assertThat(lateness.watermark(110)).isEqualTo(99);
    assertThat(lateness.isLate(5, lateness.watermark(110))).isTrue();
    assertThat(lateness.isLate(5, lateness.watermark(109))).isFalse();
    assertThat(lateness.isLate(100, lateness.watermark(110))).isFalse();
  }

  @Test
  void nothingIsLateAtFirst() {
    Lateness lateness = new Lateness(1, 0);

    assertThat(lateness.watermark(Lateness.NONE)).isEqualTo(Lateness.NONE);
    assertThat(lateness.isLate(-62_135_596_800_000L, Lateness.NONE)).isFalse();
  }

  @Property
  void isLateExactlyWhenTheWindowEndsBeforeTheWatermark(
      @ForAll @LongRange(min = -500, max = 500) long timestamp,
      @ForAll @LongRange(min = -500, max = 500) long highWater,
      @ForAll @LongRange(min = 1, max = 90) long window,
      @ForAll @LongRange(min = 0, max = 90) long outOfOrderness) {
    Lateness lateness = new Lateness(window, outOfOrderness);
    // By definition: step through the windows until one holds the timestamp.
    long start = -window * 1000;
    while (start + window <= timestamp) {
      start += window;
    }

    assertThat(lateness.windowStart(timestamp)).isEqualTo(start);
    assertThat(lateness.windowEnd(timestamp)).isEqualTo(start + window);
    assertThat(lateness.isLate(timestamp, lateness.watermark(highWater)))
        .isEqualTo(start + window - 1 <= highWater - outOfOrderness - 1);
  }

  @Test
  void refusesDurationsOutOfRange() {
    assertThatThrownBy(() -> new Lateness(0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("windowMillis: 0 not in [1..1125899906842624]");
    assertThatThrownBy(() -> new Lateness(1, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("outOfOrdernessMillis: -1 not in [0..1125899906842624]");
  }
}
