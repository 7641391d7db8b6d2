package org.partitioners.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;

class HtmlReportTest {
  private final String html = HtmlReport.render(Samples.celebrity());
  private final Document page = Documents.parse(html);

  static Stream<JobReport> reports() {
    return Samples.all().values().stream();
  }

  @ParameterizedTest
  @MethodSource("reports")
  void isWellFormedAndLoadsNothing(JobReport report) {
    Document page = Documents.parse(HtmlReport.render(report));
    assertThat(Documents.all(page, "*"))
        .extracting(element -> element.getTagName())
        .doesNotContain("script", "link", "img", "image", "iframe", "object", "use", "base");
    assertThat(Documents.all(page, "*"))
        .allSatisfy(
            element -> {
              assertThat(element.hasAttribute("src")).isFalse();
              assertThat(element.hasAttribute("href")).isEqualTo(element.getTagName().equals("a"));
            });
  }

  @Test
  void theStyleSheetsMeanTheSameInHtmlAndXmlAndLoadNothing() {
    for (String sheet : List.of("chart.css", "page.css")) {
      assertThat(Resources.text(sheet)).doesNotContainPattern("[<>&]|@import|url\\(");
    }
  }

  @Test
  void startsWithTheFinding() {
    assertThat(Documents.all(page, "h1").get(0).getTextContent().strip().split("\\s*\n\\s*"))
        .containsExactlyElementsOf(Finding.sentences(Samples.celebrity()));
  }

  @Test
  void givesEveryFigureInTables() {
    assertThat(row("salt-hot", "Skew score"))
        .containsExactly(
            "salt-hot",
            "16.2\u202Fs",
            "124\u202Fk",
            "3.48×",
            "1.01×",
            "0.13\u202F%",
            "0.4",
            "0 of 8",
            "✓ identical",
            "2\u202F000\u202F000",
            "0",
            "0");
    assertThat(row("celebrity", "Share"))
        .containsExactly("celebrity", "", "30.0\u202F%", "600\u202F120");
    assertThat(row("user-3", "Share")).contains("67\u202F010 to 67\u202F411");
  }

  @Test
  void showsCommandAndOptions() {
    assertThat(Documents.all(page, "code").get(0).getTextContent())
        .isEqualTo(Samples.celebrity().command());
    assertThat(Documents.all(page, "dt"))
        .extracting(term -> term.getTextContent())
        .containsAll(Samples.celebrityInput().options().keySet());
  }

  @Test
  void warnsOfCountsThatDifferAndRowsThatAreMissing() {
    Document odd = Documents.parse(HtmlReport.render(Samples.all().get("odd")));
    assertThat(Documents.all(odd, "p"))
        .filteredOn(paragraph -> paragraph.getAttribute("class").equals("alert"))
        .extracting(paragraph -> paragraph.getTextContent())
        .containsExactly(
            "✗ Counts differ from those of naive: salt-hot",
            "✗ 2\u202F000\u202F150 rows were read, but found were: salt-hot 2\u202F000\u202F147");
    assertThat(odd.getDocumentElement().getTextContent())
        .contains("100 rows late: ", "50 rows rejected: ", "✗ differ");
  }

  @Test
  void showsStrangeKeysAsText() {
    Document odd = Documents.parse(HtmlReport.render(Samples.all().get("odd")));
    assertThat(Documents.all(odd, "bdi"))
        .extracting(element -> element.getTextContent())
        .contains("<script>alert('x')</script>&amp;\"", "مرحبا بالعالم 123", "🎉 emoji 👩‍👩‍👧");
    assertThat(Documents.all(odd, "i"))
        .extracting(element -> element.getTextContent())
        .contains("(empty)");
  }

  @Property(tries = 200)
  void anyTextSurvivesEscaping(@ForAll String text) {
    String strategy = "s" + text;
    RunReport run =
        Samples.run(
            strategy,
            5,
            List.of(new HotKey(text, 1, 1, 0.5)),
            StageLoad.of(strategy, Work.PER_RECORD, 1, 2));
    JobReport report =
        new JobReport(
            strategy,
            Samples.input(strategy, 3, 0, 0, Map.of(text, text)),
            2,
            List.of(run),
            strategy,
            strategy);
    Document page = Documents.parse(HtmlReport.render(report));
    assertThat(Documents.all(page, "*")).hasSize(elements(report, "plain"));
    Documents.parse(LoadChart.render(report));
  }

  @Test
  void isTheSameForEqualReportsInEveryLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG"));
      assertThat(HtmlReport.render(Samples.celebrity())).isEqualTo(html);
    } finally {
      Locale.setDefault(before);
    }
  }

  private static int elements(JobReport like, String text) {
    RunReport run =
        Samples.run(
            text,
            5,
            List.of(new HotKey(text, 1, 1, 0.5)),
            StageLoad.of(text, Work.PER_RECORD, 1, 2));
    Map<String, String> options = Map.of(text, text);
    JobReport plain =
        new JobReport(
            text,
            Samples.input(text, 3, 0, 0, options),
            2,
            List.of(run),
            text,
            // As many options on the command line as the other's.
            text + " --x".repeat(like.command().split(" (?=--)", -1).length - 1));
    return Documents.all(Documents.parse(HtmlReport.render(plain)), "*").size();
  }

  /** The cells of the first row with this heading, in the table with that column. */
  private List<String> row(String heading, String column) {
    return Documents.all(page, "table").stream()
        .filter(table -> table.getTextContent().contains(column))
        .flatMap(table -> Documents.all(table, "tr").stream())
        .map(
            row ->
                Documents.all(row, "*").stream()
                    .filter(cell -> cell.getTagName().matches("t[hd]"))
                    .map(cell -> cell.getTextContent().strip())
                    .toList())
        .filter(cells -> cells.get(0).equals(heading))
        .findFirst()
        .orElseThrow();
  }
}
