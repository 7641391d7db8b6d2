package org.partitioners.jobs.report;

/**
 * What a query had to read of the data a run wrote.
 *
 * @param name the question, the same in every report; not blank
 * @param asked the question with whom and when it is about; not blank
 * @param partitions partitions it looked into
 * @param files files it opened
 * @param bytes bytes it read
 * @param rows rows of the answer
 */
public record QueryCost(
    String name, String asked, int partitions, int files, long bytes, long rows) {
  public QueryCost {
    Checks.notBlank("query name", name);
    Checks.notBlank("query asked", asked);
    Checks.atLeast("partitions", partitions, 0);
    Checks.atLeast("files", files, 0);
    Checks.atLeast("bytes", bytes, 0);
    Checks.atLeast("rows", rows, 0);
  }

  /** The cost of a question whose name says all. */
  public QueryCost(String name, int partitions, int files, long bytes, long rows) {
    this(name, name, partitions, files, bytes, rows);
  }
}
