package org.partitioners.jobs.flink;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.functions.sink.filesystem.OutputFileConfig;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.BasePathBucketAssigner;
import org.apache.flink.streaming.api.functions.sink.filesystem.rollingpolicies.OnCheckpointRollingPolicy;

/**
 * Exactly-once CSV files named {@code part-*}, each with its header, completed at checkpoints.
 *
 * @param <T> what a line says
 */
final class CsvLines<T> implements BulkWriter.Factory<T> {
  /** How the names of completed files start. */
  static final String PREFIX = "part";

  private static final long serialVersionUID = 1L;

  /** The fields of one line. */
  interface Fields<T> extends Serializable {
    List<String> of(T element);
  }

  private final String[] header;
  private final Fields<T> fields;

  private CsvLines(String[] header, Fields<T> fields) {
    this.header = header;
    this.fields = fields;
  }

  static <T> CsvLines<T> of(Fields<T> fields, String... header) {
    return new CsvLines<>(header, fields);
  }

  static <T> FileSink<T> sink(Path folder, Fields<T> fields, String... header) {
    return FileSink.forBulkFormat(folder, new CsvLines<T>(header, fields))
        .withBucketAssigner(new BasePathBucketAssigner<>())
        .withRollingPolicy(OnCheckpointRollingPolicy.build())
        .withOutputFileConfig(new OutputFileConfig(PREFIX, ".csv"))
        .build();
  }

  @Override
  public BulkWriter<T> create(FSDataOutputStream out) throws IOException {
    // FileSink owns and closes the stream; the CSV writer only ever flushes into it.
    BufferedWriter text = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    CsvWriter csv = CsvWriter.builder().build(text);
    csv.writeRecord(header);
    return new BulkWriter<>() {
      @Override
      public void addElement(T element) {
        csv.writeRecord(fields.of(element));
      }

      @Override
      public void flush() throws IOException {
        csv.flush();
        text.flush();
      }

      @Override
      public void finish() throws IOException {
        flush();
      }
    };
  }
}
