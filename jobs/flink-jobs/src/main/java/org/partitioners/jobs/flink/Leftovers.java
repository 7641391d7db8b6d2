package org.partitioners.jobs.flink;

import java.util.List;
import org.apache.flink.api.connector.sink2.Sink;
import org.partitioners.jobs.events.Row;

/**
 * Where the rows go that are no events: CSV files in a job's output.
 *
 * @param late takes the late rows
 * @param rejected takes those that could not be read
 */
record Leftovers(Sink<Row.Late> late, Sink<Row.Rejected> rejected) {

  static Leftovers in(OutputFolder output) {
    return new Leftovers(
        CsvLines.sink(
            output.late(),
            late ->
                List.of(
                    late.file(),
                    Long.toString(late.line()),
                    late.key(),
                    Long.toString(late.timestamp()),
                    Long.toString(late.watermark())),
            "file",
            "line",
            "key",
            "timestamp",
            "watermark"),
        CsvLines.sink(
            output.rejected(),
            rejected ->
                List.of(
                    rejected.file(),
                    Long.toString(rejected.line()),
                    rejected.reason(),
                    rejected.text()),
            "file",
            "line",
            "reason",
            "text"));
  }
}
