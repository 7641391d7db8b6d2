package org.partitioners.flink.window;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class WindowTimingTest {
  private static final WindowTiming TIMING = new WindowTiming(100, 30);

  @Property
  void aPlanHoldsFromTheFirstStartThatIsNeitherBeforeItsTimeNorSeen(
      @ForAll @LongRange(min = -1_000, max = 1_000) long validFrom,
      @ForAll @LongRange(min = -1_000, max = 1_000) long seen,
      @ForAll @LongRange(min = 1, max = 300) long window) {
    long start = new WindowTiming(window, 0).effective(validFrom, seen);

    assertThat(Math.floorMod(start, window)).isZero();
    assertThat(start).isGreaterThanOrEqualTo(validFrom).isGreaterThan(seen);
    boolean isFirst = start - window < validFrom || start - window <= seen;
    assertThat(isFirst).isTrue();
  }

  @Test
  void holdsFromTheBeginningOrNeverAtTheEndsOfTime() {
    assertThat(TIMING.effective(Long.MIN_VALUE, Long.MIN_VALUE)).isEqualTo(Long.MIN_VALUE);
    assertThat(TIMING.effective(Long.MIN_VALUE, 7)).isEqualTo(100);
    assertThat(TIMING.effective(Long.MAX_VALUE - 1, 0)).isEqualTo(Long.MAX_VALUE);
    assertThat(TIMING.effective(0, Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
    assertThat(TIMING.effective(0, Long.MAX_VALUE - 1)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void windowsAreOpenForAsLongAsTheyTakeRecords() {
    assertThat(TIMING.isOpen(100, 128)).isTrue();
    assertThat(TIMING.isOpen(100, 129)).isFalse();
    assertThat(new WindowTiming(100, Long.MAX_VALUE).isOpen(100, Long.MAX_VALUE)).isTrue();
  }
}
