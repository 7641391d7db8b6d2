package org.partitioners.jobs.report;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import org.partitioners.jobs.report.LoadOverTime.Interval;

/** The report's maps of load over time, one for each run, with a legend and each map in words. */
final class Courses {
  /** With fewer intervals than these a run has no course to speak of. */
  static final int FEWEST = 4;

  /** A spell of less than this part of the run is not worth a word. */
  private static final double SHORTEST_SPELL = 0.05;

  private static final int MOST_SPELLS = 8;

  private Courses() {}

  /**
   * What goes under the section's heading; nothing where no run was watched, or had one subtask.
   */
  static List<Element> of(JobReport report) {
    List<List<Interval>> courses =
        report.runs().stream().map(run -> run.headlineOverTime().intervals()).toList();
    boolean watched =
        report.runs().stream().anyMatch(run -> !run.headlineOverTime().samples().isEmpty());
    if (!watched || LoadChart.mostSubtasks(report) == 1) {
      return List.of();
    }
    List<Element> elements = new ArrayList<>();
    HeatMap.Scale scale = scale(courses);
    if (courses.stream().anyMatch(course -> course.size() >= FEWEST)) {
      elements.add(
          Element.of("p", "muted")
              .text(
                  "The records of each interval, by subtask: how many times the mean of all. Colours,"
                      + " times and the line are on one scale for all runs."));
      elements.add(HeatScale.legend());
    }
    for (int i = 0; i < courses.size(); i++) {
      elements.add(figure(report.runs().get(i), courses.get(i), scale, "course" + i));
    }
    return elements;
  }

  /** The scale that all of a report's maps share. */
  static HeatMap.Scale scale(List<List<Interval>> courses) {
    long millis = 1;
    double peak = 2;
    for (List<Interval> course : courses) {
      for (Interval interval : course) {
        millis = Math.max(millis, interval.to());
        peak = Math.max(peak, interval.load().maxOverMean());
      }
    }
    return new HeatMap.Scale(millis, peak, Axis.CLOCK);
  }

  private static Element figure(
      RunReport run, List<Interval> course, HeatMap.Scale scale, String id) {
    Element figure = Element.of("figure", "course").add(Element.of("h3").text(run.strategy()));
    if (course.size() < FEWEST) {
      return figure.add(Element.of("p", "muted brief").text(tooShort(run)));
    }
    double ratio = intervalRatio(course);
    return figure
        .attribute("class", ratio >= Finding.SKEWED ? "course skewed" : "course even")
        .add(
            Element.of("p", "ratio")
                .attribute("id", id)
                .add(Element.of("b").text(Figures.ratio(ratio)))
                .text(" the mean, interval by interval"),
            HeatMap.of(course, scale)
                .attribute("role", "img")
                .attribute("aria-labelledby", id)
                .attribute("aria-describedby", id + "-words"),
            Element.of("figcaption").attribute("id", id + "-words").text(words(course)));
  }

  private static String tooShort(RunReport run) {
    int samples = run.headlineOverTime().samples().size();
    return samples == 0
        ? "Not watched while it ran."
        : "Too short to show: "
            + samples
            + " readings in "
            + Figures.duration(run.wallMillis())
            + ". A cluster tells new counts about once a second; more events make a longer run.";
  }

  /**
   * The records of each interval's busiest subtask over the means, all intervals together. A hot
   * spot that moves evens out in the totals, and does not in this.
   */
  static double intervalRatio(List<Interval> course) {
    double busiest = 0;
    double mean = 0;
    for (Interval interval : course) {
      busiest += interval.load().max();
      mean += interval.load().mean();
    }
    return busiest / mean;
  }

  private static Interval worst(List<Interval> course) {
    Interval worst = course.get(0);
    for (Interval interval : course) {
      if (interval.load().maxOverMean() > worst.load().maxOverMean()) {
        worst = interval;
      }
    }
    return worst;
  }

  /** What a map shows: how long there was a hot spot, and where it went. */
  static String words(List<Interval> course) {
    Interval worst = worst(course);
    String peak =
        "At worst, %s, subtask %s had %s the mean."
            .formatted(
                Figures.span(worst.from(), worst.to()),
                worst.load().busiest(),
                Figures.ratio(worst.load()));
    if (!worst.isSkewed()) {
      return "Even throughout. " + peak;
    }
    long hot = course.stream().filter(Interval::isSkewed).mapToLong(i -> i.to() - i.from()).sum();
    String words =
        "Skewed for %s of the time. %s"
            .formatted(Figures.percent((double) hot / length(course)), peak);
    List<Spell> spells = spells(course);
    if (spells.isEmpty()) {
      return words;
    }
    String busiest =
        spells.stream().limit(MOST_SPELLS).map(Spell::toString).collect(joining(", then "));
    int more = spells.size() - MOST_SPELLS;
    return words + " Busiest: " + busiest + (more > 0 ? ", and " + more + " more." : ".");
  }

  private static long length(List<Interval> course) {
    return course.get(course.size() - 1).to() - course.get(0).from();
  }

  /** A time in which one subtask was the busiest, and too busy. */
  private record Spell(int subtask, long from, long to) {
    @Override
    public String toString() {
      return "subtask " + subtask + " (" + Figures.span(from, to) + ")";
    }
  }

  private static List<Spell> spells(List<Interval> course) {
    List<Spell> all = new ArrayList<>();
    for (Interval interval : course) {
      if (interval.isSkewed()) {
        append(all, new Spell(interval.load().busiest(), interval.from(), interval.to()));
      }
    }
    // What is too brief goes first, or it would cut a long spell in two.
    List<Spell> spells = new ArrayList<>();
    for (Spell spell : all) {
      if (spell.to - spell.from >= SHORTEST_SPELL * length(course)) {
        append(spells, spell);
      }
    }
    return spells;
  }

  private static void append(List<Spell> spells, Spell spell) {
    int last = spells.size() - 1;
    if (last >= 0 && spells.get(last).subtask == spell.subtask) {
      spells.set(last, new Spell(spell.subtask, spells.get(last).from, spell.to));
    } else {
      spells.add(spell);
    }
  }
}
