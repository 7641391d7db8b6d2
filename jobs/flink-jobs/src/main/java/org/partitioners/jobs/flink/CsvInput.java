package org.partitioners.jobs.flink;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.enumerate.NonSplittingRecursiveEnumerator;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.src.util.ArrayResultIterator;
import org.apache.flink.connector.file.src.util.CheckpointedPosition;
import org.apache.flink.core.fs.Path;
import org.jspecify.annotations.Nullable;
import org.partitioners.jobs.events.CsvFormat;
import org.partitioners.jobs.events.CsvRows;
import org.partitioners.jobs.events.FileStart;
import org.partitioners.jobs.events.InputSurvey;
import org.partitioners.jobs.events.Lateness;
import org.partitioners.jobs.events.Row;

/**
 * CSV files as a Flink source of rows. A file is read by one reader from its first byte (neither
 * compressed files nor quoted fields with line ends can be cut); after a restart it is read again
 * up to the checkpointed row.
 */
final class CsvInput implements BulkFormat<Row, FileSourceSplit> {
  private static final long serialVersionUID = 1L;
  private static final int BATCH = 1024;

  private final LinkedHashMap<String, FileStart> starts;
  private final CsvFormat format;
  private final Lateness lateness;

  private CsvInput(Map<String, FileStart> starts, CsvFormat format, Lateness lateness) {
    this.starts = new LinkedHashMap<>(starts);
    this.format = format;
    this.lateness = lateness;
  }

  /** A bounded source over the files that {@code survey} has seen, in their order. */
  static FileSource<Row> source(InputSurvey survey, CsvFormat format, Lateness lateness) {
    Map<String, FileStart> starts = new LinkedHashMap<>();
    for (FileStart start : survey.fileStarts()) {
      starts.put(new Path(start.file()).toString(), start);
    }
    Path[] paths = starts.keySet().stream().map(Path::new).toArray(Path[]::new);
    return FileSource.forBulkFileFormat(new CsvInput(starts, format, lateness), paths)
        // The survey has chosen the files; Flink's own choice would pass over hidden ones.
        .setFileEnumerator(() -> new NonSplittingRecursiveEnumerator(path -> true))
        .setSplitAssigner(PathOrder::new)
        .build();
  }

  @Override
  public Reader<Row> createReader(Configuration configuration, FileSourceSplit split)
      throws IOException {
    return new Rows(open(split), 0);
  }

  @Override
  public Reader<Row> restoreReader(Configuration configuration, FileSourceSplit split)
      throws IOException {
    long done =
        split.getReaderPosition().map(CheckpointedPosition::getRecordsAfterOffset).orElse(0L);
    CsvRows rows = open(split);
    try {
      for (long row = 0; row < done; row++) {
        rows.next();
      }
      return new Rows(rows, done);
    } catch (IOException | RuntimeException failed) {
      try (rows) {
        throw failed;
      }
    }
  }

  private CsvRows open(FileSourceSplit split) throws IOException {
    String file = split.path().toString();
    FileStart start = starts.get(file);
    if (start == null) {
      throw new IOException("file: " + file + " appeared after the input was surveyed");
    }
    return CsvRows.open(FlinkFiles.STORE, start, format, lateness);
  }

  @Override
  public boolean isSplittable() {
    return false;
  }

  @Override
  public TypeInformation<Row> getProducedType() {
    return TypeInformation.of(Row.class);
  }

  private static final class Rows implements Reader<Row> {
    private final CsvRows rows;
    private long read;

    Rows(CsvRows rows, long read) {
      this.rows = rows;
      this.read = read;
    }

    @Override
    public @Nullable RecordIterator<Row> readBatch() throws IOException {
      Row[] batch = new Row[BATCH];
      int size = 0;
      while (size < BATCH) {
        Row row = rows.next();
        if (row == null) {
          break;
        }
        batch[size++] = row;
      }
      if (size == 0) {
        return null;
      }
      ArrayResultIterator<Row> iterator = new ArrayResultIterator<>();
      iterator.set(batch, size, CheckpointedPosition.NO_OFFSET, read);
      read += size;
      return iterator;
    }

    @Override
    public void close() throws IOException {
      rows.close();
    }
  }
}
