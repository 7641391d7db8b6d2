package org.partitioners.jobs.beam;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import org.apache.beam.sdk.io.FileIO;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.partitioners.jobs.run.CsvTable;

/** Writes CSV files {@code part-*} in a folder, each with its header, each complete or absent. */
final class CsvFiles<T> extends PTransform<PCollection<T>, PDone> {
  private static final long serialVersionUID = 1L;

  private final String folder;
  private final CsvTable<T> table;

  CsvFiles(String folder, CsvTable<T> table) {
    this.folder = folder;
    this.table = table;
  }

  @Override
  public PDone expand(PCollection<T> lines) {
    // In one window, or there would be files of each.
    lines
        .apply("AllWindows", Window.into(new GlobalWindows()))
        .apply(
            "Write",
            FileIO.<T>write()
                .via(new TableSink<>(table))
                .to(folder)
                .withPrefix(CsvTable.PREFIX)
                .withSuffix(".csv"));
    return PDone.in(lines.getPipeline());
  }

  private static final class TableSink<T> implements FileIO.Sink<T> {
    private static final long serialVersionUID = 1L;

    private final CsvTable<T> table;
    private transient CsvTable.Lines<T> lines;

    @SuppressWarnings("NullAway.Init") // Made in open().
    TableSink(CsvTable<T> table) {
      this.table = table;
    }

    @Override
    public void open(WritableByteChannel channel) {
      lines = table.begin(Channels.newOutputStream(channel));
    }

    @Override
    public void write(T element) {
      lines.add(element);
    }

    @Override
    public void flush() throws IOException {
      lines.flush();
    }
  }
}
