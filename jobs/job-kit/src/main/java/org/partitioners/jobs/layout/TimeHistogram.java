package org.partitioners.jobs.layout;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many events there were at what time, exactly, in cells of equal width. There are at most
 * {@value #MOST_CELLS}: with more, pairs become one, so the width is a power of two milliseconds. A
 * time takes amortised constant time. Not thread-safe.
 */
final class TimeHistogram {
  static final int MOST_CELLS = 1 << 16;

  private int shift;
  private Map<Long, Count> cells = new HashMap<>();
  private long total;
  private long min = Long.MAX_VALUE;

  /**
   * Times of one cell.
   *
   * @param from its first millisecond
   * @param count how many events, at least 1
   */
  record Cell(long from, long count) {}

  void add(long timestamp) {
    count(timestamp >> shift).value++;
    total++;
    min = Math.min(min, timestamp);
    while (cells.size() > MOST_CELLS) {
      widen();
    }
  }

  private Count count(long cell) {
    return cells.computeIfAbsent(cell, absent -> new Count());
  }

  private void widen() {
    Map<Long, Count> narrow = cells;
    shift++;
    cells = new HashMap<>();
    narrow.forEach((cell, count) -> count(cell >> 1).value += count.value);
  }

  /** How many events there are. */
  long total() {
    return total;
  }

  /** The cells that are not empty, in order of time. */
  List<Cell> cells() {
    return cells.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> new Cell(entry.getKey() << shift, entry.getValue().value))
        .toList();
  }

  /**
   * Cuts time into slices with the same number of events each, but for what a cell's width takes:
   * fewer than {@code wanted} where there are not as many cells, or one cell holds several slices'
   * events.
   */
  TimeSlices slices(int wanted) {
    List<Long> starts = new ArrayList<>();
    long before = 0;
    long next = 0;
    for (Cell cell : cells()) {
      // The next slice begins with the first cell that starts at or after its share of the events.
      if (before * wanted >= total * next) {
        starts.add(Math.max(min, cell.from()));
        next = before * wanted / total + 1;
      }
      before += cell.count();
    }
    return new TimeSlices(starts);
  }

  private static final class Count {
    long value;
  }
}
