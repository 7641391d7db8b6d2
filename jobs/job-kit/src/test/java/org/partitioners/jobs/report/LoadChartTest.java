package org.partitioners.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.partitioners.PartitionLoad;
import org.w3c.dom.Document;

class LoadChartTest {
  private final JobReport report = Samples.celebrity();
  private final Document svg = Documents.parse(LoadChart.render(report));

  static Stream<JobReport> reports() {
    return Samples.all().values().stream();
  }

  @ParameterizedTest
  @MethodSource("reports")
  void barsAreProportionalToCountsOnOneScale(JobReport report) {
    List<org.w3c.dom.Element> panels = panels(Documents.parse(LoadChart.render(report)));
    assertThat(panels).hasSameSizeAs(report.runs());
    long most =
        report.runs().stream().mapToLong(run -> run.headline().load().max()).max().orElse(0);
    for (int i = 0; i < panels.size(); i++) {
      PartitionLoad load = report.runs().get(i).headline().load();
      List<org.w3c.dom.Element> bars = Documents.all(panels.get(i), "rect");
      assertThat(bars).hasSize(load.numPartitions());
      for (int subtask = 0; subtask < bars.size(); subtask++) {
        double expected = most == 0 ? 0 : 140.0 * load.count(subtask) / most;
        assertThat(number(bars.get(subtask), "height")).isCloseTo(expected, within(0.001));
        assertThat(number(bars.get(subtask), "y") + number(bars.get(subtask), "height"))
            .as("bars stand on the base line")
            .isCloseTo(162, within(0.002));
      }
    }
  }

  @Test
  void theIdealLineLiesAtTheMean() {
    org.w3c.dom.Element naive = panels(svg).get(0);
    org.w3c.dom.Element line =
        Documents.all(naive, "line").stream()
            .filter(each -> each.getAttribute("class").equals("ideal"))
            .findFirst()
            .orElseThrow();
    assertThat(number(line, "y1")).isCloseTo(162 - 140 / 3.81, within(0.001));
  }

  @Test
  void onlyTheBusiestBarOfASkewedStageIsHot() {
    assertThat(kinds(0))
        .containsExactly("bar", "bar", "bar", "bar hot", "bar", "bar", "bar", "bar");
    assertThat(kinds(2)).doesNotContain("bar hot").containsOnlyOnce("bar busiest");
  }

  @Test
  void saysInWordsWhatItShows() {
    assertThat(Documents.all(svg, "desc").get(0).getTextContent())
        .isEqualTo(String.join(" ", Finding.sentences(report)));
    assertThat(texts(0)).contains("naive", "3.81× the mean", "47.6\u202F%", "ideal 12.5\u202F%");
    assertThat(texts(2)).contains("salt-hot", "1.01× the mean", "16.2\u202Fs, 3.48× as fast");
  }

  @Test
  void cutsLongStrategyNames() {
    String name = "🎉".repeat(100);
    JobReport odd =
        Samples.report(
            8, Samples.celebrityInput(), List.of(Samples.skewed(name, 8, Samples.EVENTS, 0.5)));
    assertThat(LoadChart.render(odd)).contains(">" + "🎉".repeat(20) + "…<");
  }

  @Test
  void isTheSameForEqualReports() {
    assertThat(LoadChart.render(Samples.celebrity())).isEqualTo(LoadChart.render(report));
  }

  private static List<org.w3c.dom.Element> panels(Document document) {
    return Documents.all(document, "svg").stream()
        .filter(each -> each.getAttribute("class").equals("load"))
        .toList();
  }

  private List<String> kinds(int panel) {
    return Documents.all(panels(svg).get(panel), "rect").stream()
        .map(bar -> bar.getAttribute("class"))
        .toList();
  }

  private List<String> texts(int panel) {
    org.w3c.dom.Element group = Documents.all(svg, "g").get(panel);
    return Documents.all(group, "text").stream().map(text -> text.getTextContent()).toList();
  }

  private static double number(org.w3c.dom.Element element, String attribute) {
    return Double.parseDouble(element.getAttribute(attribute));
  }
}
