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

  private final String subject;
  private final String note;

  /**
   * A run with what was seen of it.
   *
   * @param scale what its map shares with the others
   * @param ratio the figure that stands for the whole
   * @param ofWhat what that figure is
   * @param words what the map shows
   */
  private record Course(
      RunReport run,
      List<Interval> intervals,
      HeatMap.Scale scale,
      double ratio,
      String ofWhat,
      String words) {
    int subtasks() {
      return intervals.get(0).load().numPartitions();
    }
  }

  private CourseChart(JobReport report, String subject, String note, List<Course> courses) {
    this.report = report;
    this.subject = subject;
    this.note = note;
    this.courses = courses;
  }

  /**
   * The chart as a complete document, ending in a line feed; none where no run with several
   * subtasks was watched for long enough.
   */
  public static Optional<String> render(JobReport report) {
    List<RunReport> watched =
        report.runs().stream()
            .filter(run -> run.headline().load().numPartitions() > 1)
            .filter(run -> run.headlineOverTime().intervals().size() >= Courses.FEWEST)
            .toList();
    HeatMap.Scale scale =
        Courses.scale(watched.stream().map(run -> run.headlineOverTime().intervals()).toList());
    return render(
        report,
        "load over time",
        "Records of each subtask over the mean of all, interval by interval.",
        watched.stream().map(run -> overTime(run, scale)).toList());
  }

  private static Course overTime(RunReport run, HeatMap.Scale scale) {
    List<Interval> intervals = run.headlineOverTime().intervals();
    return new Course(
        run,
        intervals,
        scale,
        Courses.intervalRatio(intervals),
        " the mean, interval by interval",
        Courses.words(intervals));
  }

  /** The same of the slices of the events; none where the job did not look at any. */
  public static Optional<String> renderSlices(JobReport report) {
    List<Course> courses =
        report.runs().stream()
            .filter(run -> !run.slices().isEmpty() && Slices.has(report))
            .map(run -> slices(report, run))
            .toList();
    return render(
        report,
        "load by event time",
        "Events of each subtask over the mean of all, for each hundredth of the events.",
        courses);
  }

  private static Course slices(JobReport report, RunReport run) {
    return new Course(
        run,
        Slices.intervals(run),
        Slices.scale(report, run),
        run.meanSliceMaxOverMean(),
        Slices.ratio(run),
        Slices.words(run));
  }

  private static Optional<String> render(
      JobReport report, String subject, String note, List<Course> courses) {
    return courses.isEmpty()
        ? Optional.empty()
        : Optional.of(new CourseChart(report, subject, note, courses).document().render() + "\n");
  }

  private Element document() {
    int height = MARGIN + HEADING;
    for (Course course : courses) {
      height += CAPTION + HeatMap.height(course.subtasks()) + GAP;
    }
    String title =
        report.job() + ": " + Figures.rounded(report.baseline().events()) + " events, " + subject;
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
                text(MARGIN, MARGIN + 34, "muted", note));
    for (int step = 0; step < HeatScale.STEPS; step++) {
      svg.add(legend(step));
    }
    int y = MARGIN + HEADING;
    for (Course course : courses) {
      svg.add(map(course, y));
      y += CAPTION + HeatMap.height(course.subtasks()) + GAP;
    }
    return svg;
  }

  private String words() {
    return courses.stream()
        .map(course -> course.run().strategy() + ": " + course.words())
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

  private static Element map(Course course, int y) {
    return Element.of("g")
        .add(
            text(MARGIN, y + 14, "strategy", course.run().strategy()),
            text(
                MARGIN,
                y + 34,
                course.ratio() >= Finding.SKEWED ? "value hot" : "value",
                Figures.ratio(course.ratio()) + course.ofWhat()),
            HeatMap.of(course.intervals(), course.scale())
                .attribute("x", MARGIN + INDENT)
                .attribute("y", y + CAPTION)
                .attribute("width", WIDTH - 2 * MARGIN - INDENT)
                .attribute("overflow", "visible"));
  }

  private static Element text(int x, int y, String kind, String text) {
    return Element.of("text", kind).attribute("x", x).attribute("y", y).text(text);
  }
}
