package org.partitioners.jobs.flink;

import java.util.Locale;
import org.partitioners.PartitionLoad;
import org.partitioners.jobs.report.JobReport;
import org.partitioners.jobs.report.RunReport;

/** A report in a few lines of text: what a run prints on stdout. */
final class ReportText {
  private ReportText() {}

  static String of(JobReport report, OutputFolder output) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%-12s %9s %12s %9s %9s  %s%n",
            "strategy",
            "seconds",
            "events/s",
            "max/mean",
            "speed-up",
            "counts"));
    for (RunReport run : report.runs()) {
      PartitionLoad load = run.headline().load();
      text.append(
          String.format(
              Locale.ROOT,
              "%-12s %9.1f %,12.0f %9.2f %8.2fx  %s%n",
              run.strategy(),
              run.wallMillis() / 1000.0,
              run.recordsPerSecond(),
              load.maxOverMean(),
              report.speedUp(run),
              report.sameCounts(run) ? "identical" : "DIFFERENT"));
    }
    return text.append("report: ").append(FlinkFiles.shown(output.page())).toString();
  }
}
