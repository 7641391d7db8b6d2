package org.partitioners.jobs.report;

import java.util.ArrayList;
import java.util.List;

/** A table of the HTML report; the first cell of a row is the row's heading. */
final class Table {
  private final String caption;
  private final List<Element> headings = new ArrayList<>();
  private final List<String> kinds = new ArrayList<>();
  private final List<Element> rows = new ArrayList<>();

  Table(String caption) {
    this.caption = caption;
  }

  /** A column of words. */
  Table words(String heading) {
    return column(heading, "words");
  }

  /** A column of numbers, aligned on the right. */
  Table numbers(String heading) {
    return column(heading, "number");
  }

  /** A column of bars, which takes the width the others leave. */
  Table bars(String heading) {
    return column(heading, "bars");
  }

  private Table column(String heading, String kind) {
    kinds.add(kind);
    headings.add(Element.of("th", kind).attribute("scope", "col").text(heading));
    return this;
  }

  /** A row; one cell for each column. */
  Table row(Element... cells) {
    Element row = Element.of("tr");
    for (int i = 0; i < cells.length; i++) {
      Element cell =
          i == 0
              ? Element.of("th", kinds.get(i)).attribute("scope", "row")
              : Element.of("td", kinds.get(i));
      row.add(cell.add(cells[i]));
    }
    rows.add(row);
    return this;
  }

  /** The caption, then the table in a frame that scrolls sideways where the page is narrow. */
  Element element() {
    return Element.of("div", "captioned")
        .add(
            Element.of("p", "muted").text(caption),
            Element.of("div", "scroll")
                .attribute("role", "region")
                .attribute("aria-label", caption)
                .attribute("tabindex", "0")
                .add(
                    Element.of("table")
                        .add(
                            Element.of("thead").add(Element.of("tr").add(headings)),
                            Element.of("tbody").add(rows))));
  }

  static Element cell(String text) {
    return Element.of("span").text(text);
  }

  /** A cell with a style of its own. */
  static Element cell(String text, String cssClass) {
    return Element.of("span", cssClass).text(text);
  }

  /** A bar of {@code fraction} of the column's width; the figure itself stands beside it. */
  static Element bar(double fraction, String kind) {
    return Element.of("svg", "across")
        .attribute("width", "100%")
        .attribute("height", 14)
        .attribute("aria-hidden", "true")
        .add(Element.of("rect", kind).percent("width", 100 * fraction).attribute("height", "100%"));
  }
}
