package org.partitioners.jobs.report;

import java.util.List;
import org.partitioners.PartitionLoad;

/**
 * The load of every subtask under each strategy as an SVG document: one panel per strategy, all to
 * the same scale. It follows the viewer's light or dark preference and paints its own background,
 * so that it can stand in a README.
 */
public final class LoadChart {
  private static final int MARGIN = 20;
  private static final int GAP = 28;
  private static final int HEADING = 58;
  private static final int CAPTION = 64;

  private final JobReport report;
  private final int panelWidth;
  private final int columns;

  private LoadChart(JobReport report) {
    this.report = report;
    int subtasks = mostSubtasks(report);
    this.panelWidth = isWide(subtasks) ? 360 : 190;
    this.columns = Math.min(report.runs().size(), isWide(subtasks) ? 2 : 4);
  }

  /** The chart as a complete document, ending in a line feed; the same text for equal reports. */
  public static String render(JobReport report) {
    return new LoadChart(report).document().render() + "\n";
  }

  /** Whether so many bars need a wider panel. */
  static boolean isWide(int subtasks) {
    return subtasks > 24;
  }

  static int mostSubtasks(JobReport report) {
    return report.runs().stream()
        .mapToInt(run -> run.headline().load().numPartitions())
        .max()
        .orElse(1);
  }

  private Element document() {
    int rows = (report.runs().size() + columns - 1) / columns;
    int width = Math.max(440, 2 * MARGIN + columns * (panelWidth + GAP) - GAP);
    int height = MARGIN + HEADING + rows * (CAPTION + LoadPanel.HEIGHT + MARGIN);
    Element svg =
        Element.of("svg")
            .attribute("xmlns", "http://www.w3.org/2000/svg")
            .attribute("viewBox", "0 0 " + width + " " + height)
            .attribute("width", width)
            .attribute("height", height)
            .attribute("role", "img")
            .attribute("aria-labelledby", "title desc")
            .add(
                Element.of("title").attribute("id", "title").text(title()),
                Element.of("desc").attribute("id", "desc").text(Finding.text(report)),
                Element.of("style").text(Resources.text("chart.css")),
                Element.of("rect", "ground")
                    .attribute("width", "100%")
                    .attribute("height", "100%")
                    .attribute("rx", 8),
                text(MARGIN, MARGIN + 14, "heading", title()),
                text(
                    MARGIN,
                    MARGIN + 34,
                    "muted",
                    "Records per subtask, all on one scale. Dashed: the mean, the ideal."));
    List<RunReport> runs = report.runs();
    for (int i = 0; i < runs.size(); i++) {
      int x = MARGIN + i % columns * (panelWidth + GAP);
      int y = MARGIN + HEADING + i / columns * (CAPTION + LoadPanel.HEIGHT + MARGIN);
      svg.add(panel(runs.get(i), x, y));
    }
    return svg;
  }

  private String title() {
    return report.job() + ": " + Figures.rounded(report.baseline().events()) + " events";
  }

  private Element panel(RunReport run, int x, int y) {
    PartitionLoad load = run.headline().load();
    String speed = Figures.duration(run.wallMillis());
    if (!run.equals(report.baseline())) {
      speed += ", " + Figures.ratio(report.speedUp(run)) + " as fast";
    }
    return Element.of("g")
        .add(
            text(x, y + 14, "strategy", shortened(run.strategy())),
            text(
                x,
                y + 34,
                Finding.isSkewed(run) ? "value hot" : "value",
                Figures.ratio(load) + " the mean"),
            text(x, y + 52, "muted", speed),
            LoadPanel.of(run.headline(), LoadPanel.scale(report))
                .attribute("x", x)
                .attribute("y", y + CAPTION)
                .attribute("width", panelWidth));
  }

  private String shortened(String strategy) {
    int most = panelWidth / 9;
    return strategy.codePointCount(0, strategy.length()) <= most
        ? strategy
        : strategy.substring(0, strategy.offsetByCodePoints(0, most - 1)) + "…";
  }

  private static Element text(double x, double y, String kind, String text) {
    return Element.of("text", kind).attribute("x", x).attribute("y", y).text(text);
  }
}
