package org.partitioners.jobs.run;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.partitioners.jobs.cli.JobFailure;
import org.partitioners.jobs.events.CsvFormat;
import org.partitioners.jobs.events.Event;
import org.partitioners.jobs.events.InputSurvey;
import org.partitioners.jobs.events.Lateness;
import org.partitioners.jobs.events.ProgressListener;
import org.partitioners.jobs.events.RowGenerator;

/** The events of a run, generated or read: the same ones for every strategy. */
public sealed interface EventInput {
  /**
   * One exact pass over the input.
   *
   * @param each sees the accepted events in the order of the input
   */
  InputSurvey survey(ProgressListener progress, Consumer<? super Event> each);

  /** One exact pass over the input. */
  default InputSurvey survey(ProgressListener progress) {
    return survey(progress, event -> {});
  }

  /** The windows, and how far events may come out of order before they are late. */
  Lateness lateness();

  /** What it is, in a few words. */
  String description();

  /** Rows of the CSV files at {@code input}. */
  static EventInput csv(FileStore store, String input, CsvFormat format, Lateness lateness) {
    String root = store.resolve("--input", input);
    return new Csv(store, root, store.csvFiles(root), format, lateness);
  }

  /** Rows of a generator. */
  record Generated(RowGenerator generator, Lateness lateness) implements EventInput {
    @Override
    public InputSurvey survey(ProgressListener progress, Consumer<? super Event> each) {
      return InputSurvey.of(generator, lateness, progress, each);
    }

    @Override
    public String description() {
      return "generated events";
    }
  }

  /** Rows of CSV files. */
  record Csv(FileStore store, String root, List<String> files, CsvFormat format, Lateness lateness)
      implements EventInput {
    @Override
    public InputSurvey survey(ProgressListener progress, Consumer<? super Event> each) {
      try {
        return InputSurvey.of(files, store, format, lateness, progress, each);
      } catch (IOException unreadable) {
        throw JobFailure.because("--input: cannot read " + FileStore.shown(root), unreadable);
      }
    }

    @Override
    public String description() {
      return FileStore.shown(root);
    }
  }
}
