package org.partitioners.jobs.report;

import java.util.ArrayList;
import java.util.List;
import org.partitioners.PartitionLoad;

/**
 * One panel of the load chart: a bar per subtask, the busiest labelled with its share of the work,
 * and a dashed line at the mean, which every bar would reach if the load were spread evenly.
 *
 * <p>Positions across are percentages of the panel's width, heights are in pixels: panels of all
 * widths share one scale, and text is never stretched.
 */
final class LoadPanel {
  static final int HEIGHT = 184;

  private static final int TOP = 22;
  private static final int PLOT_HEIGHT = 140;
  private static final int BASE = TOP + PLOT_HEIGHT;

  /** Up to this many subtasks every bar has its index below it. */
  private static final int ALL_INDEXES = 10;

  private final StageLoad stage;
  private final PartitionLoad load;
  private final int subtasks;
  private final int busiest;
  private final long scale;

  private LoadPanel(StageLoad stage, long scale) {
    this.stage = stage;
    this.load = stage.load();
    this.subtasks = load.numPartitions();
    this.busiest = load.busiest();
    this.scale = scale;
  }

  /** A panel whose full height stands for {@code scale} records. */
  static Element of(StageLoad stage, long scale) {
    return new LoadPanel(stage, scale).element();
  }

  /** The scale all panels of a report share: the records of its busiest subtask. */
  static long scale(JobReport report) {
    return report.runs().stream().mapToLong(run -> run.headline().load().max()).max().orElse(0);
  }

  private Element element() {
    Element svg = Element.of("svg", "load").attribute("width", "100%").attribute("height", HEIGHT);
    if (load.total() == 0) {
      svg.add(text(50, TOP + PLOT_HEIGHT / 2.0, "middle", "muted").text("no records"));
    }
    for (int subtask = 0; subtask < subtasks; subtask++) {
      svg.add(bar(subtask));
    }
    svg.add(line("axis", BASE));
    if (load.total() > 0) {
      if (subtasks > 1) {
        svg.add(line("ideal", y(load.mean())), idealLabel());
      }
      svg.add(busiestLabel());
    }
    return svg.add(indexes());
  }

  private Element bar(int subtask) {
    double slot = 100.0 / subtasks;
    double gap = subtasks == 1 ? 0.3 : 0.1;
    double y = y((double) load.count(subtask));
    String kind = subtask != busiest || load.total() == 0 ? "bar" : busiestKind();
    return Element.of("rect", kind)
        .percent("x", slot * (subtask + gap))
        .attribute("y", y)
        .percent("width", slot * (1 - 2 * gap))
        .attribute("height", BASE - y)
        .add(
            Element.of("title")
                .text("subtask " + subtask + ": " + Figures.exact(load.count(subtask))));
  }

  private String busiestKind() {
    return load.maxOverMean() >= Finding.SKEWED ? "bar hot" : "bar busiest";
  }

  private Element busiestLabel() {
    double center = center(busiest);
    String anchor = center < 12 ? "start" : center > 88 ? "end" : "middle";
    double x = center < 12 ? 0 : center > 88 ? 100 : center;
    String kind = load.maxOverMean() >= Finding.SKEWED ? "value hot" : "value";
    return text(x, y((double) load.max()) - 6, anchor, kind)
        .text(Figures.percent(stage.busiestShare()));
  }

  /** Stands where no bar crosses it, else where the bars are lower; away from the busiest. */
  private Element idealLabel() {
    int side = (subtasks * 45 + 99) / 100;
    long left = Math.max(most(0, side), (long) load.mean());
    long right = Math.max(most(subtasks - side, subtasks), (long) load.mean());
    boolean atLeft = left == right ? busiest >= subtasks / 2 : left < right;
    return text(atLeft ? 0 : 100, y(load.mean()) - 6, atLeft ? "start" : "end", "muted halo")
        .text("ideal " + Figures.percent(1.0 / subtasks));
  }

  private List<Element> indexes() {
    List<Element> labels = new ArrayList<>();
    for (int subtask = 0; subtask < subtasks; subtask++) {
      boolean hot = subtask == busiest && load.total() > 0;
      boolean end = subtask == 0 || subtask == subtasks - 1;
      boolean apart = center(subtask) > 12 && center(subtask) < 88;
      if (subtasks <= ALL_INDEXES || end || (hot && apart)) {
        labels.add(index(subtask, hot ? "index busiest" : "index"));
      }
    }
    return labels;
  }

  private Element index(int subtask, String kind) {
    String label = Integer.toString(subtask);
    if (subtasks <= ALL_INDEXES || (subtask > 0 && subtask < subtasks - 1)) {
      return text(center(subtask), BASE + 15, "middle", kind).text(label);
    }
    return subtask == 0
        ? text(0, BASE + 15, "start", kind).text(label)
        : text(100, BASE + 15, "end", kind).text(label);
  }

  private long most(int from, int to) {
    long most = 0;
    for (int subtask = from; subtask < to; subtask++) {
      most = Math.max(most, load.count(subtask));
    }
    return most;
  }

  private double center(int subtask) {
    return 100.0 * (subtask + 0.5) / subtasks;
  }

  private double y(double records) {
    return scale == 0 ? BASE : BASE - PLOT_HEIGHT * records / scale;
  }

  private static Element line(String kind, double y) {
    return Element.of("line", kind)
        .attribute("x1", "0")
        .attribute("x2", "100%")
        .attribute("y1", y)
        .attribute("y2", y);
  }

  private static Element text(double percent, double y, String anchor, String kind) {
    return Element.of("text", kind)
        .percent("x", percent)
        .attribute("y", y)
        .attribute("text-anchor", anchor);
  }
}
