package org.partitioners.jobs.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a report in all its forms. */
public final class ReportFiles {
  private ReportFiles() {}

  /**
   * Writes {@code report.json}, {@code report.html} and {@code report.svg} in UTF-8, replacing
   * those that exist. The folder is created where it is missing.
   *
   * @throws IOException if a file cannot be written
   */
  public static void write(JobReport report, Path directory) throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("report.json"), report.toJson());
    Files.writeString(directory.resolve("report.html"), HtmlReport.render(report));
    Files.writeString(directory.resolve("report.svg"), LoadChart.render(report));
  }
}
