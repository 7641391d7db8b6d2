package org.partitioners.jobs.report;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toCollection;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One strategy's run over the input.
 *
 * @param strategy the strategy's name; not blank
 * @param events rows counted; with {@code late} and {@code rejected} they make up all rows read
 * @param rejected rows that could not be read
 * @param late rows that came after their window had closed
 * @param wallMillis run time on the clock, in milliseconds
 * @param stages the aggregating stages in the order records pass them; at least one
 * @param loadOverTime how the load of the stages grew, as far as it was watched; at most once for
 *     each stage, may be empty
 * @param hotKeys the most frequent keys the run knew of, most frequent first; may be empty
 * @param countsChecksum a digest of the resulting counts that does not depend on their order: equal
 *     digests mean equal counts; not blank
 * @param slices what each subtask took of each slice of the events, in order of time; empty where
 *     that was not looked at
 * @param queries what queries cost on the data written; empty where none was asked
 */
public record RunReport(
    String strategy,
    long events,
    long rejected,
    long late,
    long wallMillis,
    List<StageLoad> stages,
    List<LoadOverTime> loadOverTime,
    List<HotKey> hotKeys,
    String countsChecksum,
    List<SliceLoad> slices,
    List<QueryCost> queries) {

  public RunReport {
    Checks.notBlank("strategy", strategy);
    Checks.atLeast("events", events, 0);
    Checks.atLeast("rejected", rejected, 0);
    Checks.atLeast("late", late, 0);
    Checks.atLeast("wallMillis", wallMillis, 0);
    stages = List.copyOf(requireNonNull(stages, "stages"));
    if (stages.isEmpty()) {
      throw new IllegalArgumentException("stages: none; a run has at least one");
    }
    loadOverTime = List.copyOf(requireNonNull(loadOverTime, "loadOverTime"));
    requireStages(stages, loadOverTime);
    hotKeys = List.copyOf(requireNonNull(hotKeys, "hotKeys"));
    Checks.notBlank("countsChecksum", countsChecksum);
    slices = List.copyOf(requireNonNull(slices, "slices"));
    queries = List.copyOf(requireNonNull(queries, "queries"));
  }

  /** A run whose output is not looked at slice by slice, nor queried. */
  public RunReport(
      String strategy,
      long events,
      long rejected,
      long late,
      long wallMillis,
      List<StageLoad> stages,
      List<LoadOverTime> loadOverTime,
      List<HotKey> hotKeys,
      String countsChecksum) {
    this(
        strategy,
        events,
        rejected,
        late,
        wallMillis,
        stages,
        loadOverTime,
        hotKeys,
        countsChecksum,
        List.of(),
        List.of());
  }

  /** The stage with the busiest subtask, which holds the others up; the first of equals. */
  public StageLoad headline() {
    StageLoad headline = stages.get(0);
    for (StageLoad stage : stages) {
      if (stage.load().max() > headline.load().max()) {
        headline = stage;
      }
    }
    return headline;
  }

  /** How the load of {@link #headline()} grew; without samples where it was not watched. */
  public LoadOverTime headlineOverTime() {
    String stage = headline().name();
    return loadOverTime.stream()
        .filter(course -> course.stage().equals(stage))
        .findFirst()
        .orElse(new LoadOverTime(stage, List.of()));
  }

  /** The mean of the slices' maximum over mean; 0 where there are none. */
  public double meanSliceMaxOverMean() {
    return SliceLoad.meanMaxOverMean(slices);
  }

  /** The largest of the slices' maximum over mean; 0 where there are none. */
  public double maxSliceMaxOverMean() {
    return SliceLoad.maxMaxOverMean(slices);
  }

  /** All rows the run read. */
  public long rows() {
    return events + late + rejected;
  }

  /** Counted rows per second; a run of less than a millisecond counts as one of a millisecond. */
  public double recordsPerSecond() {
    return events * 1000.0 / atLeastOneMilli();
  }

  /**
   * How many times as fast as {@code baseline} this run was: its run time over this one's, each at
   * least a millisecond. Above 1 is faster.
   */
  public double speedUp(RunReport baseline) {
    return (double) baseline.atLeastOneMilli() / atLeastOneMilli();
  }

  private static void requireStages(List<StageLoad> stages, List<LoadOverTime> courses) {
    Set<String> names = stages.stream().map(StageLoad::name).collect(toCollection(HashSet::new));
    for (LoadOverTime course : courses) {
      if (!names.remove(course.stage())) {
        throw new IllegalArgumentException(
            "loadOverTime: " + course.stage() + " is no stage, or appears twice");
      }
    }
  }

  private long atLeastOneMilli() {
    return Math.max(1, wallMillis);
  }
}
