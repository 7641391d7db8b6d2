package org.partitioners.jobs.flink;

import org.apache.flink.api.connector.source.Source;
import org.partitioners.jobs.events.InputSurvey;
import org.partitioners.jobs.events.Row;
import org.partitioners.jobs.run.EventInput;

/** A job's input as a bounded Flink source. */
final class FlinkSources {
  private FlinkSources() {}

  static Source<Row, ?, ?> of(EventInput input, InputSurvey survey, int parallelism) {
    if (input instanceof EventInput.Csv csv) {
      return CsvInput.source(survey, csv.format(), csv.lateness());
    }
    return GeneratedRows.of(((EventInput.Generated) input).generator(), parallelism);
  }
}
