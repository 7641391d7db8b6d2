package org.partitioners.jobs.run;

import java.util.Locale;
import org.partitioners.PartitionLoad;
import org.partitioners.jobs.report.InputSummary;
import org.partitioners.jobs.report.JobReport;
import org.partitioners.jobs.report.RunReport;

/** A report in a few lines of text: what a run prints on stdout. */
public final class ReportText {
  private ReportText() {}

  /** The table of runs, and where the rest is. */
  public static String of(JobReport report, OutputFolder output) {
    StringBuilder text = new StringBuilder();
    boolean files = report.runs().stream().anyMatch(run -> !run.slices().isEmpty());
    text.append(
        String.format(
            Locale.ROOT,
            "%-13s %9s %12s %9s %s%9s  %s%n",
            "strategy",
            "seconds",
            "events/s",
            "max/mean",
            files ? " by slice  at most " : "",
            "speed-up",
            files ? "events" : "counts"));
    for (RunReport run : report.runs()) {
      PartitionLoad load = run.headline().load();
      text.append(
          String.format(
              Locale.ROOT,
              "%-13s %9.1f %,12.0f %9.2f %s%8.2fx  %s%n",
              run.strategy(),
              run.wallMillis() / 1000.0,
              run.recordsPerSecond(),
              load.maxOverMean(),
              files ? bySlice(run) : "",
              report.speedUp(run),
              report.sameCounts(run) ? "identical" : "DIFFERENT"));
    }
    InputSummary input = report.input();
    if (input.late() > 0) {
      text.append(aside(input.late(), "late", output.late()));
    }
    if (input.rejected() > 0) {
      text.append(aside(input.rejected(), "rejected", output.rejected()));
    }
    return text.append("report: ").append(FileStore.shown(output.page())).toString();
  }

  private static String bySlice(RunReport run) {
    return String.format(
        Locale.ROOT, "%9.2f %8.2f ", run.meanSliceMaxOverMean(), run.maxSliceMaxOverMean());
  }

  private static String aside(long rows, String what, String folder) {
    return String.format(Locale.ROOT, "%,d rows %s: %s%n", rows, what, FileStore.shown(folder));
  }
}
