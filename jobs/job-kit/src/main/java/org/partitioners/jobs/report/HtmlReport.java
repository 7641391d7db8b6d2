package org.partitioners.jobs.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A report as one self-contained HTML page: nothing is loaded from anywhere and no script is
 * needed. It suits phones, paper, screen readers, and light and dark surroundings. The page is
 * well-formed XML too.
 */
public final class HtmlReport {
  private final JobReport report;
  private final RunTables tables;

  private HtmlReport(JobReport report) {
    this.report = report;
    this.tables = new RunTables(report);
  }

  /** The complete page, ending in a line feed; the same text for equal reports. */
  public static String render(JobReport report) {
    return "<!DOCTYPE html>\n" + new HtmlReport(report).page().render() + "\n";
  }

  private Element page() {
    Element main = Element.of("main").add(header()).add(loads());
    if (Slices.has(report)) {
      main.add(section("Load by event time").add(Slices.of(report)));
    }
    List<Element> courses = Courses.of(report);
    if (!courses.isEmpty()) {
      main.add(section("Load over time").add(courses));
    }
    if (report.runs().size() > 1) {
      main.add(section("Records per second", tables.speed()));
    }
    List<Element> queries = QueryTables.of(report);
    if (!queries.isEmpty()) {
      main.add(section("What a reader pays").add(queries));
    }
    main.add(section("Summary", tables.summary()));
    if (tables.hasSeveralStages()) {
      main.add(section("Stages", tables.stages()));
    }
    List<Element> keys = KeyTables.of(report);
    if (!keys.isEmpty()) {
      main.add(section("Top keys").add(keys));
    }
    main.add(section("Input and options", input(), options()).add(command()));
    main.add(section("How to read the figures", Measures.list(report)).add(Measures.notes(report)));
    return Element.of("html")
        .attribute("xmlns", "http://www.w3.org/1999/xhtml")
        .attribute("lang", "en")
        .add(
            Element.of("head")
                .add(
                    Element.of("meta").attribute("charset", "utf-8"),
                    Element.of("meta")
                        .attribute("name", "viewport")
                        .attribute("content", "width=device-width, initial-scale=1"),
                    Element.of("title").text(title()),
                    Element.of("style").text(Resources.text("chart.css")),
                    Element.of("style").text(Resources.text("page.css"))),
            Element.of("body").add(main));
  }

  private String title() {
    return report.job() + ": " + Finding.text(report);
  }

  private Element header() {
    Element header =
        Element.of("header")
            .add(
                Element.of("p", "muted")
                    .text(
                        "%s · %s · %s rows · parallelism %s"
                            .formatted(
                                report.job(),
                                report.engine(),
                                Figures.rounded(report.input().rows()),
                                report.parallelism())));
    Element finding = Element.of("h1");
    for (String sentence : Finding.sentences(report)) {
      finding.add(Element.of("span", "sentence").text(sentence));
    }
    header.add(finding);
    for (String warning : Finding.warnings(report)) {
      header.add(Element.of("p", "alert").text("✗ " + warning));
    }
    return header;
  }

  private Element loads() {
    boolean wide = LoadChart.isWide(LoadChart.mostSubtasks(report));
    Element panels = Element.of("div", wide ? "panels wide" : "panels");
    int index = 0;
    for (RunReport run : report.runs()) {
      panels.add(panel(run, "load" + index++));
    }
    return section(
        "Records per subtask",
        Element.of("p", "muted")
            .text(
                "A bar per subtask, all panels on one scale. The dashed line is the mean: the ideal."),
        panels);
  }

  private Element panel(RunReport run, String id) {
    StageLoad headline = run.headline();
    Element ratio = Element.of("b").text(Figures.ratio(headline.load()));
    Element chart =
        LoadPanel.of(headline, LoadPanel.scale(report))
            .attribute("role", "img")
            .attribute("aria-labelledby", id);
    Element figure =
        Element.of("figure", Finding.isSkewed(run) ? "skewed" : "even")
            .add(
                Element.of("h3").text(run.strategy()),
                Element.of("p", "ratio").attribute("id", id).add(ratio).text(" the mean"),
                chart);
    Element caption = Element.of("figcaption");
    caption.add(Element.of("span").text(stage(headline)));
    run.stages().stream()
        .filter(stage -> !stage.equals(headline))
        .map(stage -> stage(stage) + ", " + Figures.ratio(stage.load()))
        .forEach(other -> caption.add(Element.of("span").text(other)));
    return figure.add(caption);
  }

  private static String stage(StageLoad stage) {
    int idle = stage.load().idle();
    String what = stage.work() == Work.PER_RECORD ? " records" : " partials";
    return stage.name()
        + ": "
        + Figures.rounded(stage.load().total())
        + what
        + (idle == 0 || stage.load().total() == 0 ? "" : ", " + idle + " idle");
  }

  private Element input() {
    InputSummary input = report.input();
    Element list = Element.of("dl", "pairs");
    pair(list, "Input", input.description());
    pair(list, "Rows read", Figures.exact(input.rows()));
    pair(list, "Distinct keys", Figures.exact(input.keys()));
    if (input.first() != null) {
      pair(list, "First timestamp", Objects.toString(input.first()));
      pair(list, "Last timestamp", Objects.toString(input.last()));
    }
    pair(list, "Late", Figures.exact(input.late()));
    pair(list, "Rejected", Figures.exact(input.rejected()));
    pair(list, "Engine", report.engine());
    return list;
  }

  private Element options() {
    Element list = Element.of("dl", "pairs options");
    report.input().options().forEach((option, value) -> pair(list, option, value));
    return list;
  }

  private static void pair(Element list, String term, String value) {
    list.add(
        Element.of("div")
            .add(
                Element.of("dt").text(KeyText.visible(term)),
                Element.of("dd").add(Element.of("bdi").text(value))));
  }

  private List<Element> command() {
    List<Element> elements = new ArrayList<>();
    elements.add(Element.of("p", "muted").text("Run it again:"));
    Element code = Element.of("code");
    String gap = "";
    for (String part : report.command().split(" (?=--)", -1)) {
      code.text(gap).add(Element.of("span", "part").text(part));
      gap = " ";
    }
    elements.add(Element.of("pre").add(code));
    return elements;
  }

  private static Element section(String heading, Element... content) {
    return Element.of("section")
        .add(Stream.concat(Stream.of(Element.of("h2").text(heading)), Stream.of(content)).toList());
  }
}
