package org.partitioners.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFilesTest {
  @Test
  void writesAllForms(@TempDir Path folder) throws IOException {
    JobReport report = Samples.all().get("odd");
    Path out = folder.resolve("new");
    ReportFiles.write(Samples.celebrity(), out);
    ReportFiles.write(report, out);
    assertThat(out.resolve("report.json")).hasContent(report.toJson());
    assertThat(out.resolve("report.html")).hasContent(HtmlReport.render(report));
    assertThat(out.resolve("report.svg")).hasContent(LoadChart.render(report));
  }
}
