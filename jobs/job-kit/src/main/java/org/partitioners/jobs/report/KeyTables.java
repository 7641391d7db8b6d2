package org.partitioners.jobs.report;

import static org.partitioners.jobs.report.Table.bar;
import static org.partitioners.jobs.report.Table.cell;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The most frequent keys; strategies that saw the same ones share a table. */
final class KeyTables {
  private static final int MOST_KEYS = 20;

  private KeyTables() {}

  /** One table for each different list of keys; none if no run names a key. */
  static List<Element> of(JobReport report) {
    Map<List<HotKey>, List<String>> strategies = new LinkedHashMap<>();
    for (RunReport run : report.runs()) {
      if (!run.hotKeys().isEmpty()) {
        strategies.computeIfAbsent(run.hotKeys(), keys -> new ArrayList<>()).add(run.strategy());
      }
    }
    List<Element> elements = new ArrayList<>();
    strategies.forEach(
        (keys, names) -> {
          elements.add(table(keys, "Seen by " + String.join(", ", names), report.parallelism()));
          elements.add(Element.of("p").text(reading(keys, report.parallelism())));
        });
    return elements;
  }

  private static Element table(List<HotKey> keys, String caption, int parallelism) {
    double fair = 1.0 / parallelism;
    double most = Math.max(fair, keys.stream().mapToDouble(HotKey::share).max().orElse(0));
    Table table = new Table(caption).words("Key").bars("").numbers("Share").numbers("Records");
    for (HotKey key : keys.subList(0, Math.min(MOST_KEYS, keys.size()))) {
      boolean hot = parallelism > 1 && key.share() > fair;
      Element bar = bar(key.share() / most, hot ? "bar hot" : "bar");
      if (parallelism > 1) {
        bar.add(tick(100 * fair / most));
      }
      String share = Figures.percent(key.share());
      table.row(
          KeyText.of(key.key()), bar, hot ? cell(share, "hot") : cell(share), cell(records(key)));
    }
    return table.element();
  }

  private static Element tick(double percent) {
    double inside = Math.min(99.5, percent);
    return Element.of("line", "ideal")
        .percent("x1", inside)
        .percent("x2", inside)
        .attribute("y1", "0")
        .attribute("y2", "100%");
  }

  private static String records(HotKey key) {
    return key.isExact()
        ? Figures.exact(key.countLower())
        : Figures.exact(key.countLower()) + " to " + Figures.exact(key.countUpper());
  }

  private static String reading(List<HotKey> keys, int parallelism) {
    List<String> sentences = new ArrayList<>();
    if (parallelism > 1) {
      String fair = Figures.percent(1.0 / parallelism);
      long hot = keys.stream().filter(key -> key.share() > 1.0 / parallelism).count();
      sentences.add("Dashed: one subtask's fair share, " + fair + ".");
      if (hot > 0) {
        sentences.add(
            (hot == 1 ? "One key exceeds it" : hot + " keys exceed it")
                + ": no placement that keeps keys whole can balance this input.");
      }
    }
    if (keys.size() > MOST_KEYS) {
      sentences.add("%s more keys in report.json.".formatted(keys.size() - MOST_KEYS));
    }
    return String.join(" ", sentences);
  }
}
