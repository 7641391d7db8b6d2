package org.partitioners.jobs.report;

import static org.partitioners.jobs.report.Table.bar;
import static org.partitioners.jobs.report.Table.cell;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What queries cost on the data that each strategy wrote: a table for each query. */
final class QueryTables {
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
      elements.add(
          Element.of("p", "muted")
              .text(
                  "Measured on the files written: partitions looked into, files opened and bytes"
                      + " read. Found by the partition map that was published in maps/; the rows of"
                      + " a salted key lie in several partitions, and are merged. A file that is"
                      + " sorted by what is asked for is searched, not read through."));
    }
    byName.forEach((name, asked) -> elements.add(table(name, asked)));
    return elements;
  }

  private static Element table(String name, List<Asked> asked) {
    long most = asked.stream().mapToLong(each -> each.cost.bytes()).max().orElse(0);
    Table table =
        new Table("“" + name + "”")
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
