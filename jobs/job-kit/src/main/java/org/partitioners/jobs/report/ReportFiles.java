package org.partitioners.jobs.report;

import java.util.LinkedHashMap;
import java.util.Map;

/** A report in all its forms, by file name. */
public final class ReportFiles {
  private ReportFiles() {}

  /**
   * The texts of {@code report.json}, {@code report.html} and {@code report.svg}, and of {@code
   * report-over-time.svg} and {@code report-by-event-time.svg} where there is a course to show;
   * UTF-8 is due.
   */
  public static Map<String, String> of(JobReport report) {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("report.json", report.toJson());
    files.put("report.html", HtmlReport.render(report));
    files.put("report.svg", LoadChart.render(report));
    CourseChart.render(report).ifPresent(chart -> files.put("report-over-time.svg", chart));
    CourseChart.renderSlices(report)
        .ifPresent(chart -> files.put("report-by-event-time.svg", chart));
    return files;
  }
}
