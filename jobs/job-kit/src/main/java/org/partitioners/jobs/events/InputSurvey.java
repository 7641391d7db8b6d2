package org.partitioners.jobs.events;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One exact pass over the whole input: what it holds, where each file starts, and how often each
 * key occurs. It reads with the same code as everyone else, so its figures are what later readers
 * find. Memory is proportional to the number of distinct keys. Immutable.
 */
public final class InputSurvey {
  private static final int PROGRESS_MASK = (1 << 16) - 1;

  private final Lateness lateness;
  private final Consumer<? super Event> each;
  private final Map<String, Count> counts = new HashMap<>();
  private final List<FileStart> fileStarts = new ArrayList<>();
  private long rows;
  private long accepted;
  private long late;
  private long rejected;
  private long digest;
  private Row.@Nullable Rejected firstRejected;
  private long minTimestamp = Long.MAX_VALUE;
  private long maxTimestamp = Lateness.NONE;

  private InputSurvey(Lateness lateness, Consumer<? super Event> each) {
    this.lateness = lateness;
    this.each = each;
  }

  /** Of generated rows: no files; {@code lateness} gives the windows. */
  public static InputSurvey of(
      RowGenerator generator, Lateness lateness, ProgressListener progress) {
    return of(generator, lateness, progress, event -> {});
  }

  /**
   * The same, with a look at each accepted event on the way.
   *
   * @param each sees the accepted events in the order of the input
   */
  public static InputSurvey of(
      RowGenerator generator,
      Lateness lateness,
      ProgressListener progress,
      Consumer<? super Event> each) {
    InputSurvey survey = new InputSurvey(lateness, each);
    for (long index = 0; index < generator.events(); index++) {
      survey.add(generator.row(index), progress);
    }
    progress.rows(survey.rows);
    return survey;
  }

  /**
   * Of CSV files, read one after the other in the order given.
   *
   * @throws InputException when a file has no header or not the columns
   * @throws IOException when a file cannot be read to its end
   */
  public static InputSurvey of(
      List<String> files,
      InputOpener opener,
      CsvFormat format,
      Lateness lateness,
      ProgressListener progress)
      throws IOException {
    return of(files, opener, format, lateness, progress, event -> {});
  }

  /**
   * The same, with a look at each accepted event on the way.
   *
   * @param each sees the accepted events in the order of the input
   * @throws InputException when a file has no header or not the columns
   * @throws IOException when a file cannot be read to its end
   */
  public static InputSurvey of(
      List<String> files,
      InputOpener opener,
      CsvFormat format,
      Lateness lateness,
      ProgressListener progress,
      Consumer<? super Event> each)
      throws IOException {
    InputSurvey survey = new InputSurvey(lateness, each);
    long highWater = Lateness.NONE;
    for (String file : files) {
      FileStart start = new FileStart(file, survey.rows, highWater);
      survey.fileStarts.add(start);
      try (CsvRows source = CsvRows.open(opener, start, format, lateness)) {
        for (Row row = source.next(); row != null; row = source.next()) {
          survey.add(row, progress);
        }
        highWater = source.startOf(file).highWater();
      }
    }
    progress.rows(survey.rows);
    return survey;
  }

  /** All rows: {@code accepted + late + rejected}. */
  public long rows() {
    return rows;
  }

  /** Rows that are events to be counted. */
  public long accepted() {
    return accepted;
  }

  /** Rows whose window was closed. */
  public long late() {
    return late;
  }

  /** Rows that could not be read. */
  public long rejected() {
    return rejected;
  }

  /** The first of the rows that could not be read, or null when there is none. */
  public Row.@Nullable Rejected firstRejected() {
    return firstRejected;
  }

  /** The smallest timestamp accepted, in epoch milliseconds; meaningless when none is. */
  public long minTimestamp() {
    return minTimestamp;
  }

  /** The largest timestamp accepted, in epoch milliseconds; meaningless when none is. */
  public long maxTimestamp() {
    return maxTimestamp;
  }

  /** For each file, in order, what its reader must know. */
  public List<FileStart> fileStarts() {
    return Collections.unmodifiableList(fileStarts);
  }

  /** How many distinct keys the accepted rows have. */
  public int distinctKeys() {
    return counts.size();
  }

  /** How many accepted rows have the key. */
  public long count(String key) {
    Count count = counts.get(key);
    return count == null ? 0 : count.value;
  }

  /** Every key with its count, in no particular order. */
  public void forEachKey(ObjLongConsumer<String> action) {
    counts.forEach((key, count) -> action.accept(key, count.value));
  }

  /**
   * The key with the most accepted rows, the first in order of those with as many.
   *
   * @throws IllegalStateException if no row is accepted
   */
  public String busiestKey() {
    return keyCounts().min(KeyCount.HOTTEST_FIRST).orElseThrow(InputSurvey::noneAccepted).key();
  }

  /**
   * The key with the fewest accepted rows, the last in order of those with as few.
   *
   * @throws IllegalStateException if no row is accepted
   */
  public String rarestKey() {
    return keyCounts().max(KeyCount.HOTTEST_FIRST).orElseThrow(InputSurvey::noneAccepted).key();
  }

  /** Whether a key is written on more than one line. */
  public boolean hasLineBreaks() {
    return counts.keySet().stream().anyMatch(key -> key.indexOf('\n') >= 0);
  }

  private Stream<KeyCount> keyCounts() {
    return counts.entrySet().stream()
        .map(entry -> new KeyCount(entry.getKey(), entry.getValue().value));
  }

  private static IllegalStateException noneAccepted() {
    return new IllegalStateException("rows: none is accepted");
  }

  /** The {@link CountsDigest} that exact counts of the accepted rows have. */
  public long countsDigest() {
    return digest;
  }

  /**
   * The keys with more than a share of the accepted rows, the hottest first.
   *
   * @param share in [0..1]
   */
  public List<KeyCount> keysAbove(double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("share: " + share + " not in [0..1]");
    }
    double threshold = share * accepted;
    List<KeyCount> above = new ArrayList<>();
    forEachKey(
        (key, count) -> {
          if (count > threshold) {
            above.add(new KeyCount(key, count));
          }
        });
    above.sort(KeyCount.HOTTEST_FIRST);
    return Collections.unmodifiableList(above);
  }

  private void add(Row row, ProgressListener progress) {
    rows++;
    if (row instanceof Event event) {
      accepted++;
      digest += CountsDigest.ofOne(lateness.windowStart(event.timestamp()), event.key());
      minTimestamp = Math.min(minTimestamp, event.timestamp());
      maxTimestamp = Math.max(maxTimestamp, event.timestamp());
      counts.computeIfAbsent(event.key(), key -> new Count()).value++;
      each.accept(event);
    } else if (row instanceof Row.Late) {
      late++;
    } else if (row instanceof Row.Rejected unread) {
      rejected++;
      if (firstRejected == null) {
        firstRejected = unread;
      }
    }
    if ((rows & PROGRESS_MASK) == 0) {
      progress.rows(rows);
    }
  }

  private static final class Count {
    long value;
  }
}
