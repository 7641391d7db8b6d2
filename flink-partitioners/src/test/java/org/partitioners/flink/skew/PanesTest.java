package org.partitioners.flink.skew;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collection;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.apache.flink.streaming.api.windowing.assigners.SlidingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.assigners.WindowAssigner;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.junit.jupiter.api.Test;

/** What panes say is compared with the windows of Flink's own assigner. */
class PanesTest {

  static final class NoClock extends WindowAssigner.WindowAssignerContext {
    @Override
    public long getCurrentProcessingTime() {
      return 0;
    }
  }

  static Collection<TimeWindow> windows(long size, long slide, long offset, long timestamp) {
    return SlidingEventTimeWindows.of(
            Duration.ofMillis(size), Duration.ofMillis(slide), Duration.ofMillis(offset))
        .assignWindows("", timestamp, new NoClock());
  }

  @Property(seed = "1")
  void recordsOfAPaneShareAllTheirWindows(
      @ForAll @LongRange(min = 1, max = 60) long size,
      @ForAll @LongRange(min = 1, max = 40) long slide,
      @ForAll @LongRange(min = -39, max = 39) long anyOffset,
      @ForAll @LongRange(min = -10_000, max = 10_000) long timestamp) {
    long offset = anyOffset % slide;
    Panes panes = new Panes.Sliding(size, slide, offset);
    long start = panes.start(timestamp);
    long end = panes.end(start);
    Collection<TimeWindow> windows = windows(size, slide, offset, timestamp);

    assertThat(timestamp).isBetween(start, end - 1);
    for (long other = start; other < end; other++) {
      assertThat(panes.start(other)).isEqualTo(start);
      assertThat(windows(size, slide, offset, other)).containsExactlyElementsOf(windows);
    }
    assertThat(panes.start(end)).isEqualTo(end);
  }

  @Property(seed = "2")
  void aPaneIsDueAtTheEndOfItsEarliestWindow(
      @ForAll @LongRange(min = 1, max = 60) long size,
      @ForAll @LongRange(min = 1, max = 40) long slide,
      @ForAll @LongRange(min = -39, max = 39) long anyOffset,
      @ForAll @LongRange(min = -1L << 42, max = 1L << 42) long timestamp) {
    long offset = anyOffset % slide;
    Panes panes = new Panes.Sliding(size, slide, offset);
    long earliest =
        windows(size, slide, offset, timestamp).stream()
            .mapToLong(TimeWindow::maxTimestamp)
            .min()
            .orElse(Long.MIN_VALUE);

    assertThat(panes.due(timestamp)).isEqualTo(earliest);
  }

  @Property(seed = "3")
  void laterPanesAreNotDueEarlier(
      @ForAll @LongRange(min = 1, max = 60) long size,
      @ForAll @LongRange(min = 1, max = 40) long slide,
      @ForAll @LongRange(min = -10_000, max = 10_000) long from) {
    Panes panes = new Panes.Sliding(size, slide, 0);
    long[] dues =
        LongStream.range(from, from + 100)
            .filter(timestamp -> !windows(size, slide, 0, timestamp).isEmpty())
            .map(panes::due)
            .toArray();

    assertThat(dues).isSorted();
  }

  @Test
  void tumblingWindowsArePanes() {
    Panes panes = new Panes.Sliding(100, 100, 30);

    assertThat(panes.start(229)).isEqualTo(130);
    assertThat(panes.end(130)).isEqualTo(230);
    assertThat(panes.due(229)).isEqualTo(229);
    assertThat(panes.start(-1)).isEqualTo(-70);
  }

  @Test
  void allTimeIsOnePaneThatIsNeverDue() {
    Panes panes = new Panes.One();

    assertThat(panes.start(-5)).isEqualTo(panes.start(5)).isEqualTo(Long.MIN_VALUE);
    assertThat(panes.end(Long.MIN_VALUE)).isEqualTo(Long.MAX_VALUE);
    assertThat(panes.due(5)).isEqualTo(Long.MAX_VALUE);
  }
}
