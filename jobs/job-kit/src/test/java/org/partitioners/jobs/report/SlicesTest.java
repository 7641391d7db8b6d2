package org.partitioners.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

/** Reports on events in files: slices, and what queries cost. */
class SlicesTest {
  private final JobReport report = Samples.layouts(8);
  private final RunReport ranges = report.runs().get(0);
  private final RunReport compound = report.runs().get(1);
  private final Document page = Documents.parse(HtmlReport.render(report));

  @Test
  void aHotSpotThatMovesShowsInSlicesAndNotInTotals() {
    assertThat(ranges.headline().load().maxOverMean()).isLessThan(1.7);
    assertThat(ranges.meanSliceMaxOverMean()).isCloseTo(8, within(1e-12));
    assertThat(ranges.maxSliceMaxOverMean()).isCloseTo(8, within(1e-12));
    assertThat(compound.meanSliceMaxOverMean()).isCloseTo(1, within(1e-12));
  }

  @Test
  void theFindingSpeaksOfSlices() {
    assertThat(Finding.sentences(report))
        .containsExactly(
            "range-static: one of 8 subtasks at a time took 8.00× the mean; in the totals it is"
                + " 1.60×.",
            "compound: 1.00× the mean at a time, 4.00× as fast, identical events.");
  }

  @Test
  void whatOnlyMovesTheHotSpotIsNotTheCure() {
    JobReport withQuicker =
        new JobReport(
            report.job(),
            report.input(),
            report.parallelism(),
            List.of(ranges, Samples.sliced("range-dynamic", 8, true, 1_000), compound),
            report.engine(),
            report.command());

    assertThat(Finding.best(withQuicker)).contains(compound);
  }

  @Test
  void wordsSayHowManySlicesAreSkewed() {
    assertThat(Slices.words(ranges))
        .isEqualTo(
            "Skewed in 100 of 100 slices. At worst, from 2026-01-05 00:00, subtask 0 took 8.00× the"
                + " mean.");
    assertThat(Slices.words(compound)).startsWith("Even in every slice. ");
  }

  @Test
  void everyRunHasAMapWithASliceForEachHundredth() {
    List<org.w3c.dom.Element> maps =
        Documents.all(page, "figure").stream()
            .filter(figure -> figure.getAttribute("class").startsWith("course"))
            .toList();

    assertThat(maps).hasSize(2);
    assertThat(maps.get(0).getTextContent())
        .contains("8.00×", "slice by slice; at most 8.00×", "20\u202F%", "100\u202F%")
        .contains("2026-01-05 00:00 to 2026-01-05 01:00: 8\u202F000 records; subtask 0 has 100");
    assertThat(Documents.all(maps.get(0), "title")).hasSize(100);
  }

  @Test
  void everyQueryHasATable() {
    List<String> captions =
        Documents.all(page, "p").stream()
            .map(org.w3c.dom.Element::getTextContent)
            .filter(text -> text.startsWith("“"))
            .toList();

    assertThat(captions)
        .containsExactly("“all events of 10:00 to 11:00”", "“a⟨U+0009⟩b on 2026-01-07”");
    assertThat(page.getDocumentElement().getTextContent()).contains("300\u202FkB", "400\u202FB");
  }

  @Test
  void countsAreCalledWhatTheyAre() {
    assertThat(page.getDocumentElement().getTextContent())
        .contains("Files", "Slice by slice", "Worst slice")
        .doesNotContain("identical counts");
    assertThat(HtmlReport.render(Samples.celebrity())).doesNotContain("Worst slice", "by slice");
  }

  @Test
  void theJsonHasThemAll() throws IOException {
    JsonNode run = new ObjectMapper().readTree(report.toJson()).path("runs").get(0);

    assertThat(run.path("slice_max_over_mean").path("mean").asDouble()).isEqualTo(8);
    assertThat(run.path("slice_max_over_mean").path("max").asDouble()).isEqualTo(8);
    assertThat(run.path("slices")).hasSize(100);
    assertThat(run.path("slices").get(99).path("from").asText()).isEqualTo("2026-01-09T03:00:00Z");
    assertThat(run.path("queries").get(1).path("name").asText()).isEqualTo("one sensor, one day");
    assertThat(run.path("queries").get(1).path("asked").asText()).isEqualTo("a\tb on 2026-01-07");
    assertThat(run.path("queries").get(1).path("bytes").asLong()).isEqualTo(300_000);
    assertThat(
            new ObjectMapper()
                .readTree(Samples.celebrity().toJson())
                .path("runs")
                .get(0)
                .has("queries"))
        .isFalse();
  }

  @Test
  void oneSubtaskHasNoMaps() {
    assertThat(Slices.has(Samples.layouts(1))).isFalse();
    assertThat(CourseChart.renderSlices(Samples.layouts(1))).isEmpty();
    assertThat(CourseChart.renderSlices(Samples.celebrity())).isEmpty();
  }
}
