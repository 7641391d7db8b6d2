package org.partitioners.jobs.report;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.partitioners.jobs.report.LoadOverTime.Interval;

/**
 * A run's load over time: a row per subtask whose colour is its records over the mean of each
 * interval, and above it the busiest subtask's as a line.
 *
 * <p>Inside its plots a unit across is one of the axis, so that shapes stand where they belong;
 * plots stretch, text does not. Many subtasks share rows, each showing its busiest.
 */
final class HeatMap {
  private static final int LABEL = 14;
  private static final int LINE_TOP = LABEL + 4;
  private static final int LINE_HEIGHT = 40;
  private static final int MAP_TOP = LINE_TOP + LINE_HEIGHT + LABEL + 12;
  private static final int ROW_HEIGHT = 14;
  private static final int MAP_HEIGHT = 168;
  private static final int AXIS = 20;
  private static final int MOST_ROWS = 56;
  private static final int MOST_LISTED = 16;
  private static final int LINE_UNITS = 1000;
  private final List<Interval> intervals;
  private final Scale scale;
  private final int subtasks;
  private final int perRow;
  private final int rows;
  private final int height;

  /**
   * What the maps of a report have in common.
   *
   * @param length of the whole across
   * @param peak largest load over the mean
   * @param axis what is across
   */
  record Scale(long length, double peak, Axis axis) {}

  private HeatMap(List<Interval> intervals, Scale scale) {
    this.intervals = intervals;
    this.scale = scale;
    this.subtasks = intervals.get(0).load().numPartitions();
    this.perRow = perRow(subtasks);
    this.rows = rows(subtasks);
    this.height = mapHeight(subtasks);
  }

  /** The map of at least one interval. */
  static Element of(List<Interval> intervals, Scale scale) {
    return new HeatMap(intervals, scale).element();
  }

  /** The height of a map of so many subtasks, in pixels. */
  static int height(int subtasks) {
    return MAP_TOP + mapHeight(subtasks) + AXIS;
  }

  private static int perRow(int subtasks) {
    return (subtasks + MOST_ROWS - 1) / MOST_ROWS;
  }

  private static int rows(int subtasks) {
    return (subtasks + perRow(subtasks) - 1) / perRow(subtasks);
  }

  private static int mapHeight(int subtasks) {
    return Math.min(rows(subtasks) * ROW_HEIGHT, MAP_HEIGHT);
  }

  private Element element() {
    Element svg =
        Element.of("svg", "course")
            .attribute("width", "100%")
            .attribute("height", height(subtasks))
            .add(
                text(0, LABEL - 4, "start", "muted").text("busiest subtask over the mean"),
                line("axis", LINE_TOP + LINE_HEIGHT),
                text(-6, LINE_TOP + 8, "end", "index").text(Figures.factor(scale.peak())),
                text(-6, LINE_TOP + LINE_HEIGHT, "end", "index").text(Figures.factor(1)),
                plot("line", LINE_TOP, LINE_HEIGHT, LINE_UNITS).add(busiest()),
                text(0, MAP_TOP - 6, "start", "muted").text(rowsLabel()),
                plot("map", MAP_TOP, height, rows).add(cells()));
    return svg.add(indexes())
        .add(line("axis", MAP_TOP + height + 2))
        .add(times())
        .add(plot("hovers", LINE_TOP, MAP_TOP + height - LINE_TOP, 1).add(hovers()));
  }

  /** A plot as wide as the time scale, {@code units} high. */
  private Element plot(String kind, double y, double height, int units) {
    return Element.of("svg", kind)
        .attribute("y", y)
        .attribute("width", "100%")
        .attribute("height", height)
        .attribute("viewBox", "0 0 " + scale.length() + " " + units)
        .attribute("preserveAspectRatio", "none");
  }

  private Element busiest() {
    String points =
        intervals.stream()
            .map(
                interval -> {
                  double above = interval.load().maxOverMean() - 1;
                  long y = Math.round(LINE_UNITS * (1 - above / (scale.peak() - 1)));
                  return interval.from() + "," + y + " " + interval.to() + "," + y;
                })
            .collect(joining(" "));
    return Element.of("polyline", "peak").attribute("points", points);
  }

  private String rowsLabel() {
    return perRow == 1
        ? "each subtask over the mean"
        : "each row the busiest of " + perRow + " subtasks, over the mean";
  }

  /** A rectangle for as long as a row keeps its colour. */
  private List<Element> cells() {
    List<Element> cells = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      long start = intervals.get(0).from();
      for (int i = 0; i < intervals.size(); i++) {
        int step = step(intervals.get(i), row);
        if (i + 1 == intervals.size() || step(intervals.get(i + 1), row) != step) {
          long end = intervals.get(i).to();
          cells.add(
              Element.of("rect", HeatScale.kind(step))
                  .attribute("x", start)
                  .attribute("y", row)
                  .attribute("width", end - start)
                  .attribute("height", height / rows >= ROW_HEIGHT ? 0.9 : 1));
          start = end;
        }
      }
    }
    return cells;
  }

  private int step(Interval interval, int row) {
    double most =
        IntStream.range(row * perRow, Math.min(subtasks, (row + 1) * perRow))
            .mapToDouble(interval::overMean)
            .max()
            .orElse(0);
    return HeatScale.step(most);
  }

  private List<Element> indexes() {
    List<Element> labels = new ArrayList<>();
    double rowHeight = (double) height / rows;
    for (int row = 0; row < rows; row++) {
      boolean end = row == 0 || row == rows - 1;
      if (end || rowHeight >= ROW_HEIGHT) {
        double y = MAP_TOP + rowHeight * (row + 0.5) + 4;
        // The last label stands for the last subtask.
        int subtask = row == 0 ? 0 : Math.min(subtasks, (row + 1) * perRow) - 1;
        labels.add(text(-6, y, "end", "index").text(Integer.toString(subtask)));
      }
    }
    return labels;
  }

  private List<Element> times() {
    List<Element> labels = new ArrayList<>();
    long step = scale.axis().tick(scale.length());
    for (long place = 0; place <= scale.length(); place += step) {
      double percent = 100.0 * place / scale.length();
      String anchor = place == 0 ? "start" : percent > 96 ? "end" : "middle";
      labels.add(
          Element.of("text", "index")
              .percent("x", percent)
              .attribute("y", MAP_TOP + height + 16)
              .attribute("text-anchor", anchor)
              .text(scale.axis().label(place)));
    }
    return labels;
  }

  private List<Element> hovers() {
    return intervals.stream()
        .map(
            interval ->
                Element.of("rect", "hover")
                    .attribute("x", interval.from())
                    .attribute("width", interval.to() - interval.from())
                    .attribute("height", 1)
                    .add(Element.of("title").text(told(interval))))
        .toList();
  }

  private String told(Interval interval) {
    String told =
        "%s: %s records; subtask %s has %s, %s the mean"
            .formatted(
                scale.axis().span(interval.from(), interval.to()),
                Figures.exact(interval.load().total()),
                interval.load().busiest(),
                Figures.percent((double) interval.load().max() / interval.load().total()),
                Figures.ratio(interval.load()));
    if (subtasks > MOST_LISTED) {
      return told;
    }
    return told
        + IntStream.range(0, subtasks)
            .mapToObj(subtask -> "\n" + subtask + ": " + Figures.ratio(interval.overMean(subtask)))
            .collect(joining());
  }

  private static Element line(String kind, double y) {
    return Element.of("line", kind)
        .attribute("x1", "0")
        .attribute("x2", "100%")
        .attribute("y1", y)
        .attribute("y2", y);
  }

  private static Element text(double x, double y, String anchor, String kind) {
    return Element.of("text", kind)
        .attribute("x", x)
        .attribute("y", y)
        .attribute("text-anchor", anchor);
  }
}
