package org.partitioners.benchmarks.page;

import java.util.List;

/** A table in Markdown: words in the first column, figures in the others. */
final class MarkdownTable {
  private final int columns;
  private final StringBuilder text = new StringBuilder();

  MarkdownTable(String... headings) {
    this.columns = headings.length;
    append(List.of(headings));
    text.append("|---").append("|--:".repeat(columns - 1)).append("|\n");
  }

  /** A row; one cell for each column. */
  MarkdownTable row(String... cells) {
    return row(List.of(cells));
  }

  /** A row; one cell for each column. */
  MarkdownTable row(List<String> cells) {
    if (cells.size() != columns) {
      throw new IllegalArgumentException("cells: " + cells.size() + " instead of " + columns);
    }
    append(cells);
    return this;
  }

  private void append(List<String> cells) {
    cells.forEach(cell -> text.append("| ").append(cell.replace("|", "\\|")).append(' '));
    text.append("|\n");
  }

  String text() {
    return text.toString();
  }
}
