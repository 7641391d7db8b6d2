package org.partitioners.jobs.report;

import java.util.ArrayList;
import java.util.List;

/** What the report's figures mean and where they come from. */
final class Measures {
  private Measures() {}

  static Element list(JobReport report) {
    Element list = Element.of("dl", "measures");
    term(
        list,
        "Max/mean",
        "Records of the busiest subtask over the mean of all. 1 is ideal; where the busiest subtask"
            + " limits the job, this is what skew costs. Marked from "
            + Figures.ratio(Finding.SKEWED)
            + " on.");
    term(
            list,
            "Imbalance",
            "(max − mean) / total: the part of all records by which the busiest subtask exceeds the"
                + " mean. ")
        .add(
            link(
                "https://doi.org/10.1109/ICDE.2015.7113279",
                "Nasir et al., The power of both choices, ICDE 2015"));
    term(
            list,
            "Skew score",
            "Mean absolute deviation as a percentage of the mean, at most 100, as Flink's web UI shows"
                + " it. One busy subtask among many hardly moves it. ")
        .add(
            link(
                "https://cwiki.apache.org/confluence/display/FLINK/"
                    + "FLIP-418%3A+Show+data+skew+score+on+Flink+Dashboard",
                "FLIP-418"));
    term(
        list,
        "Speed-up",
        "The first strategy's time over this one's, both on the clock and in the same command.");
    term(
        list,
        "Interval by interval",
        "Max/mean of each interval between two readings of the counts, weighted by its records. A hot"
            + " spot that moves from subtask to subtask evens out in the totals, not in this.");
    if (Finding.isOfFiles(report)) {
      term(
          list,
          "Slice by slice",
          "Max/mean of each hundredth of the events, by their time and as counted in the files"
              + " written, each weighing the same. Slices are of equal numbers of events, so that a"
              + " quiet night does not look skewed for want of them.");
    }
    term(list, "Idle", "Subtasks that no record reached.");
    if (Finding.isOfFiles(report)) {
      term(
          list,
          "Files",
          "Whether they hold exactly the first strategy's events, by checksum. That these are the"
              + " input's is checked before there is a report.");
    } else {
      term(
          list,
          "Counts",
          "Whether every window's count of every key equals the first strategy's, by checksum.");
    }
    term(
        list,
        "Stages",
        "The charts show a strategy's stage with the busiest subtask. A stage that merges partials"
            + " receives one record for many.");
    return list;
  }

  /** What became of rows that were not counted; nothing when all were. */
  static List<Element> notes(JobReport report) {
    List<Element> notes = new ArrayList<>();
    if (report.input().late() > 0) {
      notes.add(
          note(
              report.input().late(),
              " late: their window had closed when they were read. They are kept in late/."));
    }
    if (report.input().rejected() > 0) {
      notes.add(
          note(
              report.input().rejected(),
              " rejected: they could not be read. They are kept in rejected/, with line and"
                  + " reason."));
    }
    return notes;
  }

  private static Element note(long rows, String what) {
    return Element.of("p", "note")
        .text(Figures.exact(rows) + (rows == 1 ? " row" : " rows") + what);
  }

  private static Element term(Element list, String term, String meaning) {
    Element definition = Element.of("dd").text(meaning);
    list.add(Element.of("div").add(Element.of("dt").text(term), definition));
    return definition;
  }

  private static Element link(String address, String text) {
    return Element.of("a").attribute("href", address).text(text);
  }
}
