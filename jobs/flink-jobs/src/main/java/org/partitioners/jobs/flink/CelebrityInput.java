package org.partitioners.jobs.flink;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.core.fs.Path;
import org.partitioners.jobs.cli.InputOptions;
import org.partitioners.jobs.cli.JobFailure;
import org.partitioners.jobs.events.CsvFormat;
import org.partitioners.jobs.events.EventGenerator;
import org.partitioners.jobs.events.InputSurvey;
import org.partitioners.jobs.events.Lateness;
import org.partitioners.jobs.events.ProgressListener;
import org.partitioners.jobs.events.Row;

/** The events of a run, generated or read: the same ones for every strategy. */
sealed interface CelebrityInput {
  /** One exact pass over the input. */
  InputSurvey survey(ProgressListener progress);

  /** The input as a bounded Flink source. */
  Source<Row, ?, ?> source(InputSurvey survey, int parallelism);

  /** The windows, and how far events may come out of order before they are late. */
  Lateness lateness();

  /** What it is, in a few words. */
  String description();

  static CelebrityInput of(InputOptions options, Duration window) {
    String input = options.input();
    if (input == null) {
      return new Generated(options.generator(), new Lateness(window.toMillis(), 0));
    }
    CsvFormat format = options.csvFormat();
    Path root = FlinkFiles.resolve("--input", input);
    return new Csv(
        root,
        FlinkFiles.csvFiles(root),
        format,
        new Lateness(window.toMillis(), options.outOfOrderness().toMillis()));
  }

  /** Events of the generator, in order of time. */
  record Generated(EventGenerator generator, Lateness lateness) implements CelebrityInput {
    @Override
    public InputSurvey survey(ProgressListener progress) {
      return InputSurvey.of(generator, lateness, progress);
    }

    @Override
    public Source<Row, ?, ?> source(InputSurvey survey, int parallelism) {
      return GeneratedRows.of(generator, parallelism);
    }

    @Override
    public String description() {
      return "generated events";
    }
  }

  /** Rows of CSV files. */
  record Csv(Path root, List<String> files, CsvFormat format, Lateness lateness)
      implements CelebrityInput {
    @Override
    public InputSurvey survey(ProgressListener progress) {
      try {
        return InputSurvey.of(files, FlinkFiles.OPENER, format, lateness, progress);
      } catch (IOException unreadable) {
        throw JobFailure.because("--input: cannot read " + FlinkFiles.shown(root), unreadable);
      }
    }

    @Override
    public Source<Row, ?, ?> source(InputSurvey survey, int parallelism) {
      return CsvInput.source(survey, format, lateness);
    }

    @Override
    public String description() {
      return FlinkFiles.shown(root);
    }
  }
}
