package org.partitioners.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class CourseChartTest {
  private final JobReport report = Samples.moving(8);
  private final Document svg = Documents.parse(CourseChart.render(report).orElseThrow());

  @Test
  void drawsTheMapsOfThePage() {
    List<Element> onPage = maps(Documents.parse(HtmlReport.render(report)));
    List<Element> drawn = maps(svg);

    assertThat(drawn).hasSize(2);
    for (int i = 0; i < drawn.size(); i++) {
      assertThat(cells(drawn.get(i))).isEqualTo(cells(onPage.get(i))).isNotEmpty();
    }
  }

  @Test
  void mapsStandBelowEachOtherWithinTheDrawing() {
    int bottom = 0;
    for (Element map :
        Documents.all(svg, "svg").stream()
            .filter(each -> each.getAttribute("class").equals("course"))
            .toList()) {
      assertThat(Integer.parseInt(map.getAttribute("y"))).isGreaterThan(bottom);
      bottom =
          Integer.parseInt(map.getAttribute("y")) + Integer.parseInt(map.getAttribute("height"));
    }
    assertThat(Integer.parseInt(svg.getDocumentElement().getAttribute("height")))
        .isGreaterThan(bottom);
  }

  @Test
  void saysInWordsWhatItShows() {
    assertThat(Documents.all(svg, "desc").get(0).getTextContent())
        .startsWith("naive: Skewed for 100\u202F% of the time.")
        .contains(" salt-hot: Even throughout.")
        .doesNotContain("combine");
    assertThat(Documents.all(svg, "text"))
        .extracting(text -> text.getTextContent())
        .contains("naive", "2.40× the mean, interval by interval", "below 0.5×", "5× and more");
  }

  @Test
  void isAbsentWhereThereIsNothingToDraw() {
    assertThat(CourseChart.render(Samples.celebrity())).isEmpty();
    assertThat(
            CourseChart.render(
                Samples.report(
                    1, Samples.celebrityInput(), List.of(Samples.course("one", 1, 9, 1_000, 0)))))
        .isEmpty();
  }

  private static List<Element> maps(Document document) {
    return Documents.all(document, "svg").stream()
        .filter(each -> each.getAttribute("class").equals("map"))
        .toList();
  }

  private static List<String> cells(Element map) {
    return Documents.all(map, "rect").stream()
        .map(
            cell ->
                cell.getAttribute("class")
                    + " "
                    + cell.getAttribute("x")
                    + " "
                    + cell.getAttribute("y")
                    + " "
                    + cell.getAttribute("width"))
        .toList();
  }
}
