package org.partitioners.jobs.beam;

import org.apache.beam.sdk.values.PCollectionTuple;
import org.partitioners.jobs.events.InputSurvey;
import org.partitioners.jobs.events.Row;
import org.partitioners.jobs.run.CsvTable;
import org.partitioners.jobs.run.OutputFolder;

/** Writes the rows that are no events: CSV files in a job's output. */
final class Leftovers {
  private Leftovers() {}

  /** Writes those kinds of rows that there are. */
  static void write(PCollectionTuple rows, InputSurvey survey, OutputFolder output) {
    if (survey.late() > 0) {
      rows.get(ReadRows.LATE)
          .apply("Late", new CsvFiles<>(output.late(), CsvTable.LATE, Row.Late::key, 1));
    }
    if (survey.rejected() > 0) {
      rows.get(ReadRows.REJECTED)
          .apply(
              "Rejected",
              new CsvFiles<>(output.rejected(), CsvTable.REJECTED, Row.Rejected::file, 1));
    }
  }
}
