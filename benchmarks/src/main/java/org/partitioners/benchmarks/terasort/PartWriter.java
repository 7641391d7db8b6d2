package org.partitioners.benchmarks.terasort;

import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/** Writes the records of subtask p to the p-th file, and emits how many they were. */
final class PartWriter extends AbstractStreamOperator<Long>
    implements OneInputStreamOperator<byte[], Long>, BoundedOneInput {
  private static final long serialVersionUID = 1L;
  private static final int BUFFER = 1 << 16;

  private final String folder;

  private transient @Nullable OutputStream out;
  private transient long records;

  PartWriter(Path folder) {
    this.folder = folder.toString();
  }

  @Override
  public void open() throws Exception {
    super.open();
    int subtask = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
    Path file = new PartFiles(Path.of(folder)).file(subtask);
    out = new BufferedOutputStream(Files.newOutputStream(file), BUFFER);
  }

  @Override
  public void processElement(StreamRecord<byte[]> element) throws Exception {
    opened().write(element.getValue());
    records++;
  }

  private OutputStream opened() {
    OutputStream open = out;
    if (open == null) {
      throw new IllegalStateException("records come between open and close");
    }
    return open;
  }

  @Override
  public void endInput() throws Exception {
    opened().flush();
    output.collect(new StreamRecord<>(records));
  }

  @Override
  public void close() throws Exception {
    OutputStream open = out;
    out = null;
    if (open != null) {
      open.close();
    }
    super.close();
  }
}
