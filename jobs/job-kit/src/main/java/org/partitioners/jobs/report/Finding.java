package org.partitioners.jobs.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.partitioners.PartitionLoad;

/** What a report shows, in words. */
final class Finding {
  /** From this maximum over mean on a stage is called skewed; hashing alone seldom reaches it. */
  static final double SKEWED = 1.2;

  private Finding() {}

  static boolean isSkewed(RunReport run) {
    return run.headline().load().maxOverMean() >= SKEWED;
  }

  /** Whether the job's result is files of events, which were looked at slice by slice. */
  static boolean isOfFiles(JobReport report) {
    return report.runs().stream().anyMatch(run -> !run.slices().isEmpty());
  }

  /** One sentence on the baseline and one on the fastest other strategy. */
  static List<String> sentences(JobReport report) {
    List<String> sentences = new ArrayList<>();
    sentences.add(baseline(report.baseline()));
    best(report).map(run -> comparison(report, run)).ifPresent(sentences::add);
    return sentences;
  }

  /** What must not be: counts that differ between strategies, rows that nothing accounts for. */
  static List<String> warnings(JobReport report) {
    List<String> warnings = new ArrayList<>();
    List<String> differing =
        report.runs().stream()
            .filter(run -> !report.sameCounts(run))
            .map(RunReport::strategy)
            .toList();
    if (!differing.isEmpty()) {
      String names = String.join(", ", differing);
      String what = isOfFiles(report) ? "Events" : "Counts";
      warnings.add(what + " differ from those of " + report.baseline().strategy() + ": " + names);
    }
    List<String> unaccounted =
        report.runs().stream()
            .filter(run -> !report.accountsForAllRows(run))
            .map(run -> run.strategy() + " " + Figures.exact(run.rows()))
            .toList();
    if (!unaccounted.isEmpty()) {
      String rows = Figures.exact(report.input().rows());
      warnings.add(rows + " rows were read, but found were: " + String.join(", ", unaccounted));
    }
    return warnings;
  }

  /** All of it as one text. */
  static String text(JobReport report) {
    List<String> all = new ArrayList<>(sentences(report));
    warnings(report).forEach(warning -> all.add(warning + "."));
    return String.join(" ", all);
  }

  /**
   * The fastest run besides the baseline, one that is even slice by slice if there is any: what
   * only moves the hot spot is no cure. None when there is no other or nothing was counted.
   */
  static Optional<RunReport> best(JobReport report) {
    return report.runs().stream()
        .skip(1)
        .filter(run -> run.headline().load().total() > 0)
        .min(
            Comparator.comparing((RunReport run) -> run.meanSliceMaxOverMean() >= SKEWED)
                .thenComparingLong(RunReport::wallMillis));
  }

  private static String baseline(RunReport run) {
    PartitionLoad load = run.headline().load();
    int subtasks = load.numPartitions();
    if (load.total() == 0) {
      return run.strategy() + ": no events, so no load to balance.";
    }
    if (subtasks == 1) {
      return run.strategy() + ": a single subtask did all the work.";
    }
    String ratio = Figures.ratio(load);
    if (!run.slices().isEmpty()) {
      return bySlices(run, subtasks, ratio);
    }
    String share = Figures.percent(run.headline().busiestShare());
    return isSkewed(run)
        ? "%s: one of %s subtasks did %s of the work, %s the mean."
            .formatted(run.strategy(), subtasks, share, ratio)
        : "%s: balanced; the busiest of %s subtasks did %s of the work, %s the mean."
            .formatted(run.strategy(), subtasks, share, ratio);
  }

  private static String bySlices(RunReport run, int subtasks, String total) {
    String ratio = Figures.ratio(run.meanSliceMaxOverMean());
    return run.meanSliceMaxOverMean() >= SKEWED
        ? "%s: one of %s subtasks at a time took %s the mean; in the totals it is %s."
            .formatted(run.strategy(), subtasks, ratio, total)
        : "%s: balanced; at any time the busiest of %s subtasks took %s the mean."
            .formatted(run.strategy(), subtasks, ratio);
  }

  private static String comparison(JobReport report, RunReport run) {
    PartitionLoad load = run.headline().load();
    List<String> parts = new ArrayList<>();
    if (load.numPartitions() > 1) {
      parts.add(
          run.slices().isEmpty()
              ? Figures.ratio(load) + " the mean"
              : Figures.ratio(run.meanSliceMaxOverMean()) + " the mean at a time");
    }
    parts.add(Figures.ratio(report.speedUp(run)) + " as fast");
    if (report.sameCounts(run)) {
      parts.add(isOfFiles(report) ? "identical events" : "identical counts");
    }
    return run.strategy() + ": " + String.join(", ", parts) + ".";
  }
}
