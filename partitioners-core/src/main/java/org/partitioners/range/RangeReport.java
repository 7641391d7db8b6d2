package org.partitioners.range;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.partitioners.PartitionLoad;

/**
 * What a sample says of ranges: how even they are, which are hot, and how even they would be if
 * they moved. Immutable and thread-safe; serializable if the keys are.
 *
 * @param epoch the number of the statistics, such as that of a checkpoint
 * @param at when they were made
 * @param ranges each range as it was while the sample was taken, in order
 * @param heavyKeys the keys that weigh as much as a partition and more, in their order
 * @param maxOverMean the weight of the busiest range as a multiple of the mean
 * @param maxOverMeanAfter the same for the ranges that the sample suggests
 * @param outcome whether the suggestion was taken
 * @param <K> the type of key
 */
public record RangeReport<K>(
    long epoch,
    Instant at,
    List<RangeHeat<K>> ranges,
    List<HeavyKey<K>> heavyKeys,
    double maxOverMean,
    double maxOverMeanAfter,
    Outcome outcome)
    implements Serializable {

  /** A range is hot from this multiple of the mean weight on. */
  public static final double HOT = 1.25;

  /** Copies the lists. */
  public RangeReport {
    requireNonNull(at, "at");
    requireNonNull(outcome, "outcome");
    ranges = List.copyOf(ranges);
    heavyKeys = List.copyOf(heavyKeys);
  }

  /** What became of the ranges suggested. */
  public enum Outcome {
    /** They were not worth a move. */
    KEPT,
    /** They hold from now on. */
    MOVED
  }

  /** Whether to move from some ranges to those that a sample suggests. */
  @FunctionalInterface
  public interface Move {

    /**
     * Decides.
     *
     * @param maxOverMean the imbalance of the ranges as they are
     * @param maxOverMeanAfter that of the ranges suggested
     */
    boolean worthwhile(double maxOverMean, double maxOverMeanAfter);
  }

  /**
   * The report of a sample on ranges.
   *
   * @param sample what was seen while the ranges held
   * @param now the ranges
   * @param after those that the sample suggests, over as many partitions
   * @param previous the report before this; null if there is none
   * @param move decides whether the suggestion is taken
   */
  public static <K> RangeReport<K> of(
      long epoch,
      Instant at,
      RangeSample<K> sample,
      SharedRanges<K> now,
      SharedRanges<K> after,
      @Nullable RangeReport<K> previous,
      Move move) {
    WeightedKeys<K> keys = sample.weightedKeys();
    PartitionLoad load = keys.load(now);
    double maxOverMeanAfter = keys.load(after).maxOverMean();
    int n = now.numPartitions();
    List<RangeHeat<K>> ranges = new ArrayList<>();
    for (int p = 0; p < n; p++) {
      double share = load.total() == 0 ? 0 : (double) load.count(p) / load.total();
      K lower = now.lower(p);
      K upper = p + 1 < n ? now.lower(p + 1) : null;
      boolean hot = share * n > HOT;
      ranges.add(
          new RangeHeat<>(
              lower,
              upper,
              load.count(p),
              share,
              hot ? since(previous, lower, upper, now.order(), at) : null,
              hot ? keys.splitPoints(now, p, (int) Math.ceil(share * n)) : List.of()));
    }
    return new RangeReport<>(
        epoch,
        at,
        ranges,
        load.total() == 0 ? List.of() : keys.heavyKeys(n),
        load.maxOverMean(),
        maxOverMeanAfter,
        move.worthwhile(load.maxOverMean(), maxOverMeanAfter) ? Outcome.MOVED : Outcome.KEPT);
  }

  private static <K> Instant since(
      @Nullable RangeReport<K> previous,
      @Nullable K lower,
      @Nullable K upper,
      Comparator<? super K> order,
      Instant now) {
    Instant since = now;
    if (previous != null) {
      for (RangeHeat<K> before : previous.ranges()) {
        Instant hotSince = before.hotSince();
        if (hotSince != null
            && hotSince.isBefore(since)
            && isBefore(lower, before.upper(), order)
            && isBefore(before.lower(), upper, order)) {
          since = hotSince;
        }
      }
    }
    return since;
  }

  private static <K> boolean isBefore(
      @Nullable K lower, @Nullable K upper, Comparator<? super K> order) {
    return lower == null || upper == null || order.compare(lower, upper) < 0;
  }

  /** Whether the ranges suggested hold from now on. */
  public boolean moved() {
    return outcome == Outcome.MOVED;
  }

  /** The numbers of the hot ranges, in ascending order. */
  public List<Integer> hot() {
    List<Integer> hot = new ArrayList<>();
    for (int p = 0; p < ranges.size(); p++) {
      if (ranges.get(p).hot()) {
        hot.add(p);
      }
    }
    return List.copyOf(hot);
  }

  /** One line on the balance, and one for each hot range and each heavy key. */
  public String report() {
    StringBuilder report = new StringBuilder();
    report.append(
        String.format(
            Locale.ROOT,
            "%d range%s, the busiest has %.2f times the mean; %s, %.2f",
            ranges.size(),
            ranges.size() == 1 ? "" : "s",
            maxOverMean,
            moved() ? "after moving" : "not moved, else",
            maxOverMeanAfter));
    for (int p : hot()) {
      RangeHeat<K> range = ranges.get(p);
      report.append(
          String.format(
              Locale.ROOT,
              "\nrange %d, from %s to %s, has %.1f %% of the weight, and is hot since %s; %s",
              p,
              range.lower() == null ? "-∞" : KeyRange.text(range.lower()),
              range.upper() == null ? "∞" : KeyRange.text(range.upper()),
              100 * range.share(),
              range.hotSince(),
              range.splitPoints().isEmpty()
                  ? "no key splits it"
                  : "split it at "
                      + String.join(
                          ", ", range.splitPoints().stream().map(KeyRange::text).toList())));
    }
    for (HeavyKey<K> key : heavyKeys) {
      report.append('\n').append(key);
    }
    return report.toString();
  }
}
