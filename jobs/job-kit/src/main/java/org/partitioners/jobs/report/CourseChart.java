package org.partitioners.jobs.report;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Optional;
import org.partitioners.jobs.report.LoadOverTime.Interval;

/**
 * The load of every subtask over time under each strategy as an SVG document: the report's maps,
 * one below the other on one scale. Like {@link LoadChart} it follows the viewer's light or dark
 * preference and paints its own background.
 */
public final class CourseChart {
  private static final int WIDTH = 880;
  private static final int MARGIN = 20;
  private static final int INDENT = 30;
  private static final int HEADING = 76;
  private static final int CAPTION = 46;
  private static final int GAP = 18;
  private static final int LEGEND_STEP = 118;

  private final JobReport report;
  private final List<Course> courses;

  /** A run with what was seen of it. */
  private record Course(RunReport run, List<Interval> intervals) {
    int subtasks() {
      return run.headline().load().numPartitions();
    }
  }

  private CourseChart(JobReport report, List<Course> courses) {
    this.report = report;
    this.courses = courses;
  }

  /**
   * The chart as a complete document, ending in a line feed; none where no run with several
   * subtasks was watched for long enough.
   */
  public static Optional<String> render(JobReport report) {
    List<Course> courses =
        report.runs().stream()
            .map(run -> new Course(run, run.headlineOverTime().intervals()))
            .filter(course -> course.subtasks() > 1)
            .filter(course -> course.intervals().size() >= Courses.FEWEST)
            .toList();
    return courses.isEmpty()
        ? Optional.empty()
        : Optional.of(new CourseChart(report, courses).document().render() + "\n");
  }

  private Element document() {
    int height = MARGIN + HEADING;
    for (Course course : courses) {
      height += CAPTION + HeatMap.height(course.subtasks()) + GAP;
    }
    String title =
        report.job()
            + ": "
            + Figures.rounded(report.baseline().events())
            + " events, load over time";
    Element svg =
        Element.of("svg")
            .attribute("xmlns", "http://www.w3.org/2000/svg")
            .attribute("viewBox", "0 0 " + WIDTH + " " + height)
            .attribute("width", WIDTH)
            .attribute("height", height)
            .attribute("role", "img")
            .attribute("aria-labelledby", "title desc")
            .add(
                Element.of("title").attribute("id", "title").text(title),
                Element.of("desc").attribute("id", "desc").text(words()),
                Element.of("style").text(Resources.text("chart.css")),
                Element.of("rect", "ground")
                    .attribute("width", "100%")
                    .attribute("height", "100%")
                    .attribute("rx", 8),
                text(MARGIN, MARGIN + 14, "heading", title),
                text(
                    MARGIN,
                    MARGIN + 34,
                    "muted",
                    "Records of each subtask over the mean of all, interval by interval."));
    for (int step = 0; step < HeatScale.STEPS; step++) {
      svg.add(legend(step));
    }
    HeatMap.Scale scale = Courses.scale(courses.stream().map(Course::intervals).toList());
    int y = MARGIN + HEADING;
    for (Course course : courses) {
      svg.add(map(course, scale, y));
      y += CAPTION + HeatMap.height(course.subtasks()) + GAP;
    }
    return svg;
  }

  private String words() {
    return courses.stream()
        .map(course -> course.run().strategy() + ": " + Courses.words(course.intervals()))
        .collect(joining(" "));
  }

  private static Element legend(int step) {
    int x = MARGIN + step * LEGEND_STEP;
    return Element.of("g")
        .add(
            Element.of("rect", HeatScale.kind(step))
                .attribute("x", x)
                .attribute("y", MARGIN + 46)
                .attribute("width", 16)
                .attribute("height", 12),
            text(x + 22, MARGIN + 56, "muted", HeatScale.range(step)));
  }

  private static Element map(Course course, HeatMap.Scale scale, int y) {
    double ratio = Courses.intervalRatio(course.intervals());
    return Element.of("g")
        .add(
            text(MARGIN, y + 14, "strategy", course.run().strategy()),
            text(
                MARGIN,
                y + 34,
                ratio >= Finding.SKEWED ? "value hot" : "value",
                Figures.ratio(ratio) + " the mean, interval by interval"),
            HeatMap.of(course.intervals(), scale)
                .attribute("x", MARGIN + INDENT)
                .attribute("y", y + CAPTION)
                .attribute("width", WIDTH - 2 * MARGIN - INDENT)
                .attribute("overflow", "visible"));
  }

  private static Element text(int x, int y, String kind, String text) {
    return Element.of("text", kind).attribute("x", x).attribute("y", y).text(text);
  }
}
