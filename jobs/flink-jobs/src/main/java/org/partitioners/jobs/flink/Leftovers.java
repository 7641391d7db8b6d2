package org.partitioners.jobs.flink;

import org.apache.flink.api.connector.sink2.Sink;
import org.partitioners.jobs.events.Row;
import org.partitioners.jobs.run.CsvTable;
import org.partitioners.jobs.run.OutputFolder;

/**
 * Where the rows go that are no events: CSV files in a job's output.
 *
 * @param late takes the late rows
 * @param rejected takes those that could not be read
 */
record Leftovers(Sink<Row.Late> late, Sink<Row.Rejected> rejected) {

  static Leftovers in(OutputFolder output) {
    return new Leftovers(
        CsvLines.sink(output.late(), CsvTable.LATE),
        CsvLines.sink(output.rejected(), CsvTable.REJECTED));
  }
}
