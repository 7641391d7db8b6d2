package org.partitioners.jobs.beam;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.partitioners.beam.PartitionBy;
import org.partitioners.hash.HashPartitioners;
import org.partitioners.hash.KeyHashers;
import org.partitioners.jobs.run.CsvTable;

/**
 * Writes CSV files {@code part-*} in a folder: as many as asked for, or fewer, each with its header
 * and each whole. Beam's own {@code FileIO} is not for this: on the Spark runner several of its
 * bundles may each take themselves for all there is, and overwrite each other's files.
 *
 * @param <T> what a line says
 */
final class CsvFiles<T> extends PTransform<PCollection<T>, PDone> {
  private static final long serialVersionUID = 1L;

  private final String folder;
  private final CsvTable<T> table;
  private final SerializableFunction<T, String> spreadBy;
  private final int files;

  /**
   * @param spreadBy what says into which of the files a line goes
   */
  CsvFiles(String folder, CsvTable<T> table, SerializableFunction<T, String> spreadBy, int files) {
    this.folder = folder;
    this.table = table;
    this.spreadBy = spreadBy;
    this.files = files;
  }

  @Override
  public PDone expand(PCollection<T> lines) {
    // In one window, or there would be files of each.
    PCollection<KV<Integer, Iterable<T>>> byFile =
        lines
            .apply("AllWindows", Window.into(new GlobalWindows()))
            .apply(
                "File",
                PartitionBy.key(spreadBy, HashPartitioners.modulo(files, KeyHashers.strings())))
            .apply("Gather", GroupByKey.create());
    byFile.apply("Write", ParDo.of(new WriteFn<>(folder, table)));
    return PDone.in(lines.getPipeline());
  }

  private static final class WriteFn<T> extends DoFn<KV<Integer, Iterable<T>>, Void> {
    private static final long serialVersionUID = 1L;

    private final String folder;
    private final CsvTable<T> table;

    WriteFn(String folder, CsvTable<T> table) {
      this.folder = folder;
      this.table = table;
    }

    @ProcessElement
    public void write(@Element KV<Integer, Iterable<T>> file) throws IOException {
      String name = String.format(Locale.ROOT, "%s-%05d.csv", CsvTable.PREFIX, file.getKey());
      WholeFile.write(Path.of(folder), name, table, file.getValue());
    }
  }
}
