package org.partitioners.jobs.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;
import org.partitioners.jobs.layout.TimeHistogram.Cell;

class TimeHistogramTest {
  @Property
  void countsEveryTimeInItsCell(
      @ForAll @NotEmpty List<@LongRange(min = -1000, max = 1000) Long> times) {
    TimeHistogram histogram = of(times);

    assertThat(histogram.total()).isEqualTo(times.size());
    assertThat(histogram.cells())
        .isEqualTo(
            times.stream()
                .distinct()
                .sorted()
                .map(time -> new Cell(time, times.stream().filter(time::equals).count()))
                .toList());
  }

  @Test
  void joinsCellsRatherThanGrow() {
    TimeHistogram histogram = new TimeHistogram();
    int times = 5 * TimeHistogram.MOST_CELLS;
    for (int i = 0; i < times; i++) {
      histogram.add(i - 7L);
    }

    List<Cell> cells = histogram.cells();
    assertThat(cells).hasSizeLessThanOrEqualTo(TimeHistogram.MOST_CELLS);
    assertThat(cells.stream().mapToLong(Cell::count).sum()).isEqualTo(times);
    // Five times as many as there may be: eight to a cell, but for the first and the last.
    assertThat(cells.subList(1, cells.size() - 1)).allMatch(cell -> cell.count() == 8);
    assertThat(cells.get(0)).isEqualTo(new Cell(-8, 7));
    assertThat(cells.get(1).from()).isZero();
  }

  @Property
  void slicesHaveEqualShares(
      @ForAll @NotEmpty List<@LongRange(min = 0, max = 60) Long> times,
      @ForAll @IntRange(min = 1, max = 12) int wanted) {
    TimeSlices slices = of(times).slices(wanted);

    assertThat(slices.size()).isBetween(1, wanted);
    long largest =
        times.stream().mapToLong(a -> times.stream().filter(a::equals).count()).max().orElse(0);
    long[] counts = new long[slices.size()];
    for (long time : times) {
      int slice = slices.of(time);
      counts[slice]++;
      assertThat(time).isGreaterThanOrEqualTo(slices.start(slice));
      if (slice + 1 < slices.size()) {
        assertThat(time).isLessThan(slices.start(slice + 1));
      }
    }
    // A slice begins where it is due, or with the next cell.
    double most = (double) times.size() / wanted + largest + 1;
    for (long count : counts) {
      assertThat((double) count).isGreaterThan(0).isLessThan(most);
    }
  }

  @Test
  void aBurstIsOneSliceAndTheNextIsAsLargeAsAny() {
    TimeHistogram histogram = new TimeHistogram();
    for (long time = 0; time < 100; time++) {
      histogram.add(time);
    }
    for (int i = 0; i < 100; i++) {
      histogram.add(50);
    }

    TimeSlices slices = histogram.slices(20);

    // Ten events to a slice; the burst's begins with it, and the next has nine.
    assertThat(slices.of(51)).isEqualTo(slices.of(50) + 1);
    assertThat(slices.of(59)).isEqualTo(slices.of(51));
    assertThat(slices.size()).isEqualTo(11);
  }

  @Test
  void whatIsBeforeTheFirstSliceBelongsToIt() {
    TimeSlices slices = of(List.of(10L, 20L, 30L, 40L)).slices(4);

    assertThat(slices.size()).isEqualTo(4);
    assertThat(slices.of(-5)).isZero();
    assertThat(slices.of(19)).isZero();
    assertThat(slices.of(20)).isEqualTo(1);
    assertThat(slices.of(Long.MAX_VALUE)).isEqualTo(3);
  }

  private static TimeHistogram of(List<Long> times) {
    TimeHistogram histogram = new TimeHistogram();
    times.forEach(histogram::add);
    return histogram;
  }
}
