package org.partitioners.benchmarks.page;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.partitioners.benchmarks.contenders.Origin;
import org.partitioners.jobs.report.Element;

/**
 * Time over the number of nodes, both on logarithmic scales, each line with its name at its end.
 */
final class LineChart {
  private static final int HEIGHT = 460;
  private static final int AXIS = 62;
  private static final int LABELS = 310;
  private static final int LABEL = 16;

  /**
   * A contender's times.
   *
   * @param nanos by the number of nodes, of at least one
   */
  record Series(String name, Origin origin, SortedMap<Integer, Double> nanos) {
    double last() {
      return requireNonNull(nanos.get(nanos.lastKey()), name);
    }
  }

  private final List<Series> series;
  private final Scale x;
  private final Scale y;

  private LineChart(List<Series> series) {
    this.series = series;
    this.x =
        new Scale(
            Scale.Kind.LOGARITHMIC,
            series.stream().mapToInt(it -> it.nanos().firstKey()).min().orElse(1),
            series.stream().mapToInt(it -> it.nanos().lastKey()).max().orElse(2));
    this.y =
        Scale.decades(
            series.stream()
                .flatMap(it -> it.nanos().values().stream())
                .min(Double::compare)
                .orElse(1.0),
            series.stream()
                .flatMap(it -> it.nanos().values().stream())
                .max(Double::compare)
                .orElse(10.0));
  }

  static String render(String title, String subtitle, List<Series> series) {
    return new LineChart(series).render(title, subtitle);
  }

  private String render(String title, String subtitle) {
    Chart chart =
        new Chart(
            title,
            subtitle,
            Chart.TOP + HEIGHT + 30 + Chart.MARGIN,
            Chart.legend(series.stream().map(Series::origin)));
    for (double tick : y.ticks()) {
      chart.add(
          Chart.line(left(), y(tick), right(), y(tick), "grid"),
          Chart.text(left() - 8, y(tick) + 4, "muted end", Units.roundTime(tick)));
    }
    series.stream()
        .flatMap(it -> it.nanos().keySet().stream())
        .distinct()
        .forEach(
            nodes ->
                chart.add(
                    Chart.line(x(nodes), Chart.TOP, x(nodes), Chart.TOP + HEIGHT, "grid"),
                    Chart.text(
                        x(nodes), Chart.TOP + HEIGHT + 18, "muted middle", nodes + " nodes")));
    series.forEach(it -> chart.add(line(it)));
    List<Series> fromTop =
        series.stream().sorted(Comparator.comparingDouble(Series::last).reversed()).toList();
    List<Double> places = apart(fromTop.stream().map(it -> y(it.last())).toList());
    for (int i = 0; i < fromTop.size(); i++) {
      chart.add(label(fromTop.get(i), places.get(i)));
    }
    return chart.text();
  }

  /** The same heights in the same order, moved apart so that a label fits on each. */
  private static List<Double> apart(List<Double> heights) {
    List<Double> places = new ArrayList<>();
    double next = Double.NEGATIVE_INFINITY;
    for (double height : heights) {
      places.add(Math.max(height, next));
      next = places.get(places.size() - 1) + LABEL;
    }
    double limit = Chart.TOP + HEIGHT;
    for (int i = places.size() - 1; i >= 0; i--) {
      places.set(i, Math.min(places.get(i), limit));
      limit = places.get(i) - LABEL;
    }
    return places;
  }

  private Element line(Series it) {
    String points =
        it.nanos().entrySet().stream()
            .map(point -> Math.round(x(point.getKey())) + "," + Math.round(y(point.getValue())))
            .collect(Collectors.joining(" "));
    Element group =
        Element.of("g")
            .add(
                Element.of("polyline", "series " + Chart.kind(it.origin()))
                    .attribute("points", points));
    it.nanos()
        .forEach(
            (nodes, nanos) ->
                group.add(Chart.dot(x(nodes), y(nanos), 3, "mark " + Chart.kind(it.origin()))));
    return group;
  }

  private Element label(Series it, double place) {
    return Element.of("g")
        .add(
            Chart.line(right() + 6, y(it.last()), right() + 22, place, "lead"),
            Chart.text(
                right() + 26,
                place + 4,
                "label " + Chart.kind(it.origin()),
                it.name() + " " + Units.time(it.last())));
  }

  private static double left() {
    return Chart.MARGIN + AXIS;
  }

  private static double right() {
    return Chart.WIDTH - LABELS;
  }

  private double x(double nodes) {
    return left() + (right() - left()) * x.at(nodes);
  }

  private double y(double nanos) {
    return Chart.TOP + HEIGHT * (1 - y.at(nanos));
  }
}
