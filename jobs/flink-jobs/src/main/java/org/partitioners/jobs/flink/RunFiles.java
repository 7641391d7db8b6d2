package org.partitioners.jobs.flink;

import java.io.IOException;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.functions.sink.filesystem.BucketAssigner;
import org.apache.flink.streaming.api.functions.sink.filesystem.OutputFileConfig;
import org.apache.flink.streaming.api.functions.sink.filesystem.PartFileInfo;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.SimpleVersionedStringSerializer;
import org.apache.flink.streaming.api.functions.sink.filesystem.rollingpolicies.CheckpointRollingPolicy;
import org.partitioners.jobs.events.Event;
import org.partitioners.jobs.run.CsvTable;

/**
 * Exactly-once files of events: a folder for each partition, in it a file {@code part-*} for each
 * sorted run, completed at checkpoints.
 */
final class RunFiles implements BulkWriter.Factory<SortedRun> {
  private static final long serialVersionUID = 1L;

  private final CsvLines<Event> lines = new CsvLines<>(CsvTable.EVENTS);

  private RunFiles() {}

  static FileSink<SortedRun> sink(String folder) {
    return FileSink.forBulkFormat(new Path(folder), new RunFiles())
        .withBucketAssigner(new ByPartition())
        .withRollingPolicy(new EachRun())
        .withOutputFileConfig(new OutputFileConfig(CsvTable.PREFIX, ".csv"))
        .build();
  }

  @Override
  public BulkWriter<SortedRun> create(FSDataOutputStream out) throws IOException {
    BulkWriter<Event> writer = lines.create(out);
    return new BulkWriter<>() {
      @Override
      public void addElement(SortedRun run) throws IOException {
        for (Event event : run.events()) {
          writer.addElement(event);
        }
      }

      @Override
      public void flush() throws IOException {
        writer.flush();
      }

      @Override
      public void finish() throws IOException {
        writer.finish();
      }
    };
  }

  private static final class ByPartition implements BucketAssigner<SortedRun, String> {
    private static final long serialVersionUID = 1L;

    @Override
    public String getBucketId(SortedRun run, Context context) {
      return run.partition();
    }

    @Override
    public SimpleVersionedSerializer<String> getSerializer() {
      return SimpleVersionedStringSerializer.INSTANCE;
    }
  }

  /** A run is an element, so every element begins a file. */
  private static final class EachRun extends CheckpointRollingPolicy<SortedRun, String> {
    private static final long serialVersionUID = 1L;

    @Override
    public boolean shouldRollOnEvent(PartFileInfo<String> file, SortedRun run) {
      return true;
    }

    @Override
    public boolean shouldRollOnProcessingTime(PartFileInfo<String> file, long currentTime) {
      return false;
    }
  }
}
