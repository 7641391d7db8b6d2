package org.partitioners.benchmarks.page;

import java.util.List;
import java.util.Map;
import java.util.function.DoubleFunction;
import org.partitioners.benchmarks.contenders.Origin;
import org.partitioners.jobs.report.Element;

/** One figure for each contender, as dots on a common scale. */
final class DotChart {
  private static final int ROW = 22;
  private static final int LABELS = 230;
  private static final int CHARACTER = 7;
  private static final int GAP = 14;
  private static final int FIGURES = 150;

  /**
   * A contender's figure.
   *
   * @param text the figure in words, beside its dot
   */
  record Dot(String name, Origin origin, double value, String text) {}

  private DotChart() {}

  static String render(
      String title, String subtitle, Scale scale, DoubleFunction<String> format, List<Dot> dots) {
    return render(
        title, subtitle, scale, format, dots, Chart.legend(dots.stream().map(Dot::origin)));
  }

  static String render(
      String title,
      String subtitle,
      Scale scale,
      DoubleFunction<String> format,
      List<Dot> dots,
      Map<Origin, String> legend) {
    int bottom = Chart.TOP + ROW * dots.size() + 4;
    Chart chart = new Chart(title, subtitle, bottom + 20 + Chart.MARGIN, legend);
    int longest = dots.stream().mapToInt(it -> it.name().length()).max().orElse(0);
    double left = Chart.MARGIN + Math.max(LABELS, CHARACTER * longest + GAP);
    double width = Chart.WIDTH - left - FIGURES;
    for (double tick : scale.ticks()) {
      double x = left + width * scale.at(tick);
      chart.add(
          Chart.line(x, Chart.TOP, x, bottom, "grid"),
          Chart.text(x, bottom + 18, "muted middle", format.apply(tick)));
    }
    double y = Chart.TOP + ROW / 2.0 + 2;
    for (Dot dot : dots) {
      chart.add(row(dot, left, left + width * scale.at(dot.value()), y));
      y += ROW;
    }
    return chart.text();
  }

  private static Element row(Dot dot, double left, double x, double y) {
    String kind = Chart.kind(dot.origin());
    return Element.of("g")
        .add(
            Chart.text(left - GAP, y + 4, "end label " + kind, dot.name()),
            Chart.line(left, y, x, y, "stem " + kind),
            Chart.dot(x, y, 5, "mark " + kind),
            Chart.text(x + 11, y + 4, "figure", dot.text()));
  }
}
