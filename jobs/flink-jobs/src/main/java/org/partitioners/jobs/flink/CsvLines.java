package org.partitioners.jobs.flink;

import java.io.IOException;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.functions.sink.filesystem.OutputFileConfig;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.BasePathBucketAssigner;
import org.apache.flink.streaming.api.functions.sink.filesystem.rollingpolicies.OnCheckpointRollingPolicy;
import org.partitioners.jobs.run.CsvTable;

/**
 * Exactly-once CSV files named {@code part-*}, each with its header, completed at checkpoints.
 *
 * @param <T> what a line says
 */
final class CsvLines<T> implements BulkWriter.Factory<T> {
  private static final long serialVersionUID = 1L;

  private final CsvTable<T> table;

  CsvLines(CsvTable<T> table) {
    this.table = table;
  }

  static <T> FileSink<T> sink(String folder, CsvTable<T> table) {
    return FileSink.forBulkFormat(new Path(folder), new CsvLines<T>(table))
        .withBucketAssigner(new BasePathBucketAssigner<>())
        .withRollingPolicy(OnCheckpointRollingPolicy.build())
        .withOutputFileConfig(new OutputFileConfig(CsvTable.PREFIX, ".csv"))
        .build();
  }

  @Override
  public BulkWriter<T> create(FSDataOutputStream out) {
    // FileSink owns and closes the stream; the CSV writer only ever flushes into it.
    CsvTable.Lines<T> lines = table.begin(out);
    return new BulkWriter<>() {
      @Override
      public void addElement(T element) {
        lines.add(element);
      }

      @Override
      public void flush() throws IOException {
        lines.flush();
      }

      @Override
      public void finish() throws IOException {
        flush();
      }
    };
  }
}
