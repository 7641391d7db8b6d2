package org.partitioners.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportFilesTest {
  @Test
  void everyFormIsThereUnderItsName() {
    JobReport report = Samples.celebrity();

    Map<String, String> files = ReportFiles.of(report);

    assertThat(files).containsOnlyKeys("report.json", "report.html", "report.svg");
    assertThat(JobReport.parse(files.get("report.json"))).isEqualTo(report);
    assertThat(files.get("report.html")).startsWith("<!DOCTYPE html>");
    assertThat(files.get("report.svg")).contains("<svg");
  }

  @Test
  void aCourseHasAFileOfItsOwn() {
    assertThat(ReportFiles.of(Samples.moving(8)))
        .containsOnlyKeys("report.json", "report.html", "report.svg", "report-over-time.svg");
  }

  @Test
  void slicesHaveAFileOfTheirOwn() {
    JobReport report = Samples.layouts(8);

    Map<String, String> files = ReportFiles.of(report);

    assertThat(files)
        .containsOnlyKeys("report.json", "report.html", "report.svg", "report-by-event-time.svg");
    assertThat(JobReport.parse(files.get("report.json"))).isEqualTo(report);
  }
}
