package org.partitioners.jobs.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.partitioners.jobs.report.LoadOverTime.Interval;

/** The load of each slice of the events as heat maps: where a hot spot that moves is to be seen. */
final class Slices implements Axis {
  /** How many labels a scale has, but for the first. */
  private static final int LABELS = 5;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final List<SliceLoad> slices;

  private Slices(List<SliceLoad> slices) {
    this.slices = slices;
  }

  /** Whether the report has anything to show slice by slice. */
  static boolean has(JobReport report) {
    return report.runs().stream().anyMatch(run -> !run.slices().isEmpty())
        && LoadChart.mostSubtasks(report) > 1;
  }

  /** What goes under the section's heading. */
  static List<Element> of(JobReport report) {
    List<Element> elements = new ArrayList<>();
    elements.add(
        Element.of("p", "muted")
            .text(
                "The events in hundredths by their own time, as they were written: how many times the"
                    + " mean of all each subtask took. Colours and the line are on one scale for"
                    + " all runs."));
    elements.add(HeatScale.legend());
    for (RunReport run : report.runs()) {
      if (!run.slices().isEmpty()) {
        elements.add(figure(run, scale(report, run), "slices" + elements.size()));
      }
    }
    return elements;
  }

  /** The scale that all of a report's maps share, with the times of this run. */
  static HeatMap.Scale scale(JobReport report, RunReport run) {
    int longest = 1;
    double peak = 2;
    for (RunReport each : report.runs()) {
      longest = Math.max(longest, each.slices().size());
      peak = Math.max(peak, each.maxSliceMaxOverMean());
    }
    return new HeatMap.Scale(longest, peak, new Slices(run.slices()));
  }

  /** The slices of a run, each of length one. */
  static List<Interval> intervals(RunReport run) {
    List<Interval> intervals = new ArrayList<>();
    for (SliceLoad slice : run.slices()) {
      intervals.add(new Interval(intervals.size(), intervals.size() + 1, slice.load()));
    }
    return intervals;
  }

  private static Element figure(RunReport run, HeatMap.Scale scale, String id) {
    double mean = run.meanSliceMaxOverMean();
    return Element.of("figure", mean >= Finding.SKEWED ? "course skewed" : "course even")
        .add(
            Element.of("h3").text(run.strategy()),
            Element.of("p", "ratio")
                .attribute("id", id)
                .add(Element.of("b").text(Figures.ratio(mean)))
                .text(ratio(run)),
            HeatMap.of(intervals(run), scale)
                .attribute("role", "img")
                .attribute("aria-labelledby", id)
                .attribute("aria-describedby", id + "-words"),
            Element.of("figcaption").attribute("id", id + "-words").text(words(run)));
  }

  /** What the figure of a run's mean slice stands for. */
  static String ratio(RunReport run) {
    return " the mean, slice by slice; at most " + Figures.ratio(run.maxSliceMaxOverMean());
  }

  /** How many slices are skewed, and which is the worst. */
  static String words(RunReport run) {
    List<SliceLoad> slices = run.slices();
    int worst = 0;
    int skewed = 0;
    for (int slice = 0; slice < slices.size(); slice++) {
      double ratio = slices.get(slice).load().maxOverMean();
      skewed += ratio >= Finding.SKEWED ? 1 : 0;
      worst = ratio > slices.get(worst).load().maxOverMean() ? slice : worst;
    }
    String peak =
        "At worst, from %s, subtask %s took %s the mean."
            .formatted(
                TIME.format(slices.get(worst).from()),
                slices.get(worst).load().busiest(),
                Figures.ratio(slices.get(worst).load()));
    return skewed == 0
        ? "Even in every slice. " + peak
        : "Skewed in %s of %s slices. %s".formatted(skewed, slices.size(), peak);
  }

  @Override
  public long tick(long length) {
    return Math.max(1, length / LABELS);
  }

  @Override
  public String label(long place) {
    return place == slices.size() ? "100\u202F%" : 100 * place / slices.size() + "\u202F%";
  }

  @Override
  public String span(long from, long to) {
    String first = time(from);
    return to >= slices.size() ? "from " + first : first + " to " + time(to);
  }

  private String time(long slice) {
    Instant from = slices.get((int) slice).from();
    return TIME.format(from);
  }
}
