package org.partitioners.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.partitioners.PartitionLoad;
import org.partitioners.jobs.report.LoadOverTime.Interval;
import org.partitioners.jobs.report.LoadOverTime.Sample;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class CoursesTest {
  private final Document page = Documents.parse(HtmlReport.render(Samples.moving(8)));

  @Test
  void aCellStandsWhereItsTimeAndSubtaskAre() {
    List<Element> cells = Documents.all(plot(page, 0, "map"), "rect");

    // The mean of an interval is (7 x 1000 + 3000) / 8 = 1250: hot is 2.4 times that.
    assertThat(cells.stream().filter(cell -> kind(cell).equals("heat-4")).map(CoursesTest::place))
        .containsExactly(
            "subtask 0: 5000 + 4000", "subtask 3: 1000 + 4000", "subtask 5: 9000 + 4000");
    assertThat(cells).hasSize(12);
    assertThat(cells)
        .filteredOn(cell -> !kind(cell).equals("heat-4"))
        .allSatisfy(cell -> assertThat(kind(cell)).isEqualTo("heat-1"));
    assertThat(plot(page, 0, "map").getAttribute("viewBox")).isEqualTo("0 0 13000 8");
    assertThat(plot(page, 1, "map").getAttribute("viewBox"))
        .as("one time scale")
        .isEqualTo("0 0 13000 8");
    assertThat(Documents.all(plot(page, 1, "map"), "rect"))
        .hasSize(8)
        .allSatisfy(cell -> assertThat(place(cell)).endsWith(": 1000 + 6000"));
  }

  @Test
  void aLineShowsTheBusiestOnOneScale() {
    assertThat(points(0)).startsWith("1000,0 2000,0 ").endsWith(" 12000,0 13000,0");
    assertThat(points(1)).startsWith("1000,1000 2000,1000 ").endsWith(" 6000,1000 7000,1000");
    assertThat(texts(0)).contains("2.4×", "1×", "0", "5\u202Fs", "10\u202Fs");
    assertThat(texts(1)).contains("2.4×", "1×");
  }

  @Test
  void eachIntervalTellsItsFigures() {
    List<Element> hovers = Documents.all(plot(page, 0, "hovers"), "title");
    assertThat(hovers).hasSize(12);
    assertThat(hovers.get(4).getTextContent())
        .startsWith(
            "5.00\u202Fs to 6.00\u202Fs: 10\u202F000 records;"
                + " subtask 0 has 30.0\u202F%, 2.40× the mean\n0: 2.40×\n1: 0.80×\n")
        .endsWith("\n7: 0.80×");
  }

  @Test
  void saysInWordsWhatAMapShows() {
    assertThat(Documents.all(figure(page, 0), "figcaption").get(0).getTextContent())
        .isEqualTo(
            "Skewed for 100\u202F% of the time."
                + " At worst, 1.00\u202Fs to 2.00\u202Fs, subtask 3 had 2.40× the mean."
                + " Busiest: subtask 3 (1.00\u202Fs to 5.00\u202Fs),"
                + " then subtask 0 (5.00\u202Fs to 9.00\u202Fs),"
                + " then subtask 5 (9.00\u202Fs to 13.0\u202Fs).");
    assertThat(Documents.all(figure(page, 1), "figcaption").get(0).getTextContent())
        .isEqualTo(
            "Even throughout."
                + " At worst, 1.00\u202Fs to 2.00\u202Fs, subtask 0 had 1.00× the mean.");
    Element svg = Documents.all(figure(page, 0), "svg").get(0);
    assertThat(svg.getAttribute("role")).isEqualTo("img");
    assertThat(page.getDocumentElement().getTextContent()).contains("2.40× the mean, interval by");
    assertThat(List.of(svg.getAttribute("aria-labelledby"), svg.getAttribute("aria-describedby")))
        .allSatisfy(
            id ->
                assertThat(Documents.all(figure(page, 0), "*"))
                    .extracting(each -> each.getAttribute("id"))
                    .contains(id));
  }

  @Test
  void aRunTooShortIsToldNotDrawn() {
    assertThat(Documents.all(figure(page, 2), "svg")).isEmpty();
    assertThat(figure(page, 2).getTextContent())
        .contains("combine")
        .contains("Too short to show: 2 readings in 2.20\u202Fs.");
  }

  @Test
  void aRunThatWasNotWatchedIsNamed() {
    JobReport mixed =
        Samples.report(
            8,
            Samples.celebrityInput(),
            List.of(Samples.moving(8).runs().get(0), Samples.saltAll()));
    assertThat(figure(Documents.parse(HtmlReport.render(mixed)), 1).getTextContent())
        .contains("salt-all")
        .contains("Not watched while it ran.");
  }

  @Test
  void withoutAnythingToShowThereIsNoSection() {
    JobReport unwatched = Samples.report(8, Samples.celebrityInput(), List.of(Samples.saltAll()));
    assertThat(HtmlReport.render(unwatched)).doesNotContain("Load over time");
    JobReport single =
        Samples.report(
            1, Samples.celebrityInput(), List.of(Samples.course("naive", 1, 9, 1_000, 0)));
    assertThat(HtmlReport.render(single)).doesNotContain("Load over time");
    assertThat(HtmlReport.render(Samples.moving(8))).contains("<h2>Load over time</h2>");
  }

  @Test
  void manySubtasksShareRowsThatShowTheirBusiest() {
    Document wide = Documents.parse(HtmlReport.render(Samples.moving(128)));
    Element map = plot(wide, 0, "map");

    // 128 subtasks, three to a row; the mean is (127 x 1000 + 3000) / 128 = 1015.625.
    assertThat(map.getAttribute("viewBox")).isEqualTo("0 0 13000 43");
    assertThat(
            Documents.all(map, "rect").stream()
                .filter(cell -> kind(cell).equals("heat-4"))
                .map(CoursesTest::place))
        .containsExactly(
            "subtask 0: 5000 + 4000", "subtask 41: 1000 + 4000", "subtask 41: 9000 + 4000");
    assertThat(figure(wide, 0).getTextContent())
        .contains("each row the busiest of 3 subtasks")
        .contains("127");
    assertThat(Documents.all(plot(wide, 0, "hovers"), "title").get(0).getTextContent())
        .doesNotContain("\n");
  }

  @Test
  void theLegendHasEveryColour() {
    List<Element> steps =
        Documents.all(page, "ul").stream()
            .filter(list -> list.getAttribute("class").equals("legend"))
            .flatMap(list -> Documents.all(list, "li").stream())
            .toList();
    assertThat(steps)
        .extracting(step -> step.getTextContent().strip())
        .containsExactly(
            "below 0.5×",
            "0.5× to 1.2×",
            "1.2× to 1.5×",
            "1.5× to 2×",
            "2× to 3×",
            "3× to 5×",
            "5× and more");
    double[] firsts = {0, 0.5, 1.2, 1.5, 2, 3, 5};
    String sheets = Resources.text("chart.css") + Resources.text("page.css");
    for (int step = 0; step < firsts.length; step++) {
      assertThat(HeatScale.step(firsts[step])).isEqualTo(step);
      assertThat(HeatScale.step(Math.nextDown(firsts[step]))).isEqualTo(Math.max(0, step - 1));
      assertThat(kind(Documents.all(steps.get(step), "rect").get(0))).isEqualTo("heat-" + step);
      assertThat(sheets.split("--heat-" + step + ": #", -1)).as("light, dark, print").hasSize(4);
      assertThat(sheets).contains(".heat-" + step + " { fill: var(--heat-" + step + "); }");
    }
  }

  @Test
  void aMovingHotSpotDoesNotEvenOut() {
    List<Interval> course =
        new LoadOverTime(
                "count",
                List.of(Sample.of(0, 0, 0), Sample.of(10, 900, 100), Sample.of(20, 1000, 1000)))
            .intervals();
    assertThat(Courses.intervalRatio(course)).isCloseTo(1.8, within(1e-12));
  }

  @Test
  void briefSpellsCutNoLongOneInTwo() {
    LoadOverTime course =
        new LoadOverTime(
            "count",
            List.of(
                Sample.of(0, 0, 0),
                Sample.of(50_000, 900, 100),
                Sample.of(51_000, 1000, 1000),
                Sample.of(100_000, 1900, 1100)));
    assertThat(Courses.words(course.intervals()))
        .contains("Busiest: subtask 0 (0 to 1\u202Fmin\u202F40\u202Fs).");
  }

  @Test
  void theTimeScaleIsRound() {
    assertThat(times(700)).containsExactly("0", "0.2\u202Fs", "0.4\u202Fs", "0.6\u202Fs");
    assertThat(times(100_000)).hasSize(6).endsWith("80\u202Fs", "100\u202Fs");
    assertThat(times(1_500_000)).endsWith("20\u202Fmin", "25\u202Fmin");
    assertThat(times(40_000_000)).endsWith("8\u202Fh", "10\u202Fh");
    assertThat(times(1_000_000_000))
        .containsExactly("0", "48\u202Fh", "96\u202Fh", "144\u202Fh", "192\u202Fh", "240\u202Fh");
  }

  private static List<String> times(long millis) {
    Interval interval = new Interval(0, millis, PartitionLoad.of(500, 500));
    Document svg =
        Documents.parse(
            HeatMap.of(List.of(interval), new HeatMap.Scale(millis, 2, Axis.CLOCK)).render());
    return Documents.all(svg, "text").stream()
        .map(Element::getTextContent)
        .filter(text -> text.matches("0|[0-9.]+\u202F(s|min|h)"))
        .skip(1) // the row of subtask 0
        .toList();
  }

  private static Element figure(Document page, int index) {
    return Documents.all(page, "figure").stream()
        .filter(figure -> figure.getAttribute("class").startsWith("course"))
        .toList()
        .get(index);
  }

  private static Element plot(Document page, int figure, String kind) {
    return Documents.all(figure(page, figure), "svg").stream()
        .filter(svg -> kind(svg).equals(kind))
        .findFirst()
        .orElseThrow();
  }

  private String points(int figure) {
    return Documents.all(figure(page, figure), "polyline").get(0).getAttribute("points");
  }

  private List<String> texts(int figure) {
    return Documents.all(figure(page, figure), "text").stream()
        .map(Element::getTextContent)
        .toList();
  }

  private static String kind(Element element) {
    return element.getAttribute("class");
  }

  private static String place(Element cell) {
    return "subtask %s: %s + %s"
        .formatted(cell.getAttribute("y"), cell.getAttribute("x"), cell.getAttribute("width"));
  }
}
