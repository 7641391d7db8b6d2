package org.partitioners.jobs.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

class TimeInterleavingTest {
  @Test
  void dealsEventsToContiguousRangesInTurn() {
    TimeInterleaving interleaving = new TimeInterleaving(8, 3);
    long[] events = new long[8];
    for (int i = 0; i < 8; i++) {
      events[i] = interleaving.index(i);
    }

    assertThat(events).containsExactly(0, 3, 6, 1, 4, 7, 2, 5);
  }

  @Test
  void isABijectionThatRunsForwardInEveryRange() {
    for (int events = 0; events <= 40; events++) {
      for (int parallelism = 1; parallelism <= 45; parallelism++) {
        TimeInterleaving interleaving = new TimeInterleaving(events, parallelism);
        BitSet seen = new BitSet();
        int position = 0;
        for (int range = 0; range < parallelism; range++) {
          assertThat(interleaving.firstPosition(range)).isEqualTo(position);
          // The first (events mod parallelism) ranges are one longer.
          int length = events / parallelism + (range < events % parallelism ? 1 : 0);
          for (int offset = 0; offset < length; offset++) {
            long event = interleaving.index(position++);
            assertThat(event).isEqualTo((long) offset * parallelism + range);
            seen.set((int) event);
          }
        }
        assertThat(interleaving.firstPosition(parallelism)).isEqualTo(events);
        assertThat(seen.cardinality()).isEqualTo(events);
        assertThat(seen.length()).isEqualTo(events);
      }
    }
  }

  @Test
  void takesTheLargestInput() {
    TimeInterleaving interleaving = new TimeInterleaving(Long.MAX_VALUE, 8);

    assertThat(interleaving.index(0)).isZero();
    // Ranges 0 to 6 are one longer than the last; the last event ends range 6.
    long rangeLength = Long.MAX_VALUE / 8 + 1;
    assertThat(interleaving.index(7 * rangeLength - 1)).isEqualTo(Long.MAX_VALUE - 1);
    assertThat(interleaving.index(7 * rangeLength)).isEqualTo(7);
    assertThat(interleaving.index(Long.MAX_VALUE - 1)).isEqualTo(Long.MAX_VALUE - 8);
  }

  @Test
  void refusesWhatIsOutOfRange() {
    assertThatThrownBy(() -> new TimeInterleaving(-1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("events: -1 not in [0..9223372036854775807]");
    assertThatThrownBy(() -> new TimeInterleaving(1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("parallelism: 0 not in [1..2147483647]");
    assertThatThrownBy(() -> new TimeInterleaving(5, 2).index(5))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("position: 5 not in [0..5)");
    assertThatThrownBy(() -> new TimeInterleaving(5, 2).firstPosition(3))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("range: 3 not in [0..2]");
  }
}
