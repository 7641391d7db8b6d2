package org.partitioners.jobs.report;

import java.util.Map;

/** A report in all its forms, by file name. */
public final class ReportFiles {
  private ReportFiles() {}

  /** The texts of {@code report.json}, {@code report.html} and {@code report.svg}; UTF-8 is due. */
  public static Map<String, String> of(JobReport report) {
    return Map.of(
        "report.json", report.toJson(),
        "report.html", HtmlReport.render(report),
        "report.svg", LoadChart.render(report));
  }
}
