package org.partitioners.jobs.report;

import static org.partitioners.jobs.report.Table.bar;
import static org.partitioners.jobs.report.Table.cell;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What queries cost on the data that each strategy wrote: a table for each query. */
final class QueryTables {
  private static final String OF_EVENTS =
      "Less is better. Each strategy's files were asked the same questions by the map in maps/: how"
          + " many bytes were read, of how many partitions and files. Files sorted by what is asked"
          + " for are searched, at least 4 KiB each; others are read whole. The latest 100 are asked"
          + " for over growing intervals and all tries count, so this may be more than there is.";

  private static final String OF_COUNTS =
      "Less is better. The counts were copied by key after the run (by-key/) and asked for by the"
          + " map in maps/. A salted key is looked for in every partition that may hold it, at least"
          + " 4 KiB each.";

  private QueryTables() {}

  /** A strategy's cost of a query. */
  private record Asked(String strategy, QueryCost cost) {}

  /** One table for each query; none if none was asked. */
  static List<Element> of(JobReport report) {
    Map<String, List<Asked>> byName = new LinkedHashMap<>();
    for (RunReport run : report.runs()) {
      for (QueryCost cost : run.queries()) {
        byName
            .computeIfAbsent(cost.name(), name -> new ArrayList<>())
            .add(new Asked(run.strategy(), cost));
      }
    }
    List<Element> elements = new ArrayList<>();
    if (!byName.isEmpty()) {
      boolean events = report.runs().stream().anyMatch(run -> !run.slices().isEmpty());
      elements.add(
          Element.of("p", "muted").text(events ? OF_EVENTS : OF_COUNTS + windows(byName.values())));
    }
    byName.values().forEach(asked -> elements.add(table(asked)));
    return elements;
  }

  private static String windows(Collection<List<Asked>> queries) {
    return queries.stream().flatMap(List::stream).anyMatch(asked -> asked.cost.rows() > 1)
        ? ""
        : " All events of a key asked for are in one window, so its counts are one row.";
  }

  private static Element table(List<Asked> asked) {
    long most = asked.stream().mapToLong(each -> each.cost.bytes()).max().orElse(0);
    Table table =
        new Table("“" + KeyText.visible(asked.get(0).cost.asked()) + "”")
            .words("Strategy")
            .bars("")
            .numbers("Bytes")
            .numbers("Partitions")
            .numbers("Files")
            .numbers("Rows");
    for (Asked each : asked) {
      table.row(
          cell(each.strategy),
          bar(most == 0 ? 0 : (double) each.cost.bytes() / most, "bar"),
          cell(Figures.bytes(each.cost.bytes())),
          cell(Figures.exact(each.cost.partitions())),
          cell(Figures.exact(each.cost.files())),
          cell(Figures.exact(each.cost.rows())));
    }
    return table.element();
  }
}
