package org.partitioners.flink.map;

import java.io.IOException;
import java.util.Collection;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.SupportsWriterState;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.connector.file.sink.FileSinkCommittable;
import org.apache.flink.connector.file.sink.writer.FileWriterBucketState;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.SupportsPostCommitTopology;
import org.apache.flink.streaming.api.connector.sink2.SupportsPreCommitTopology;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.ProcessOperator;

/**
 * A {@code FileSink} with a {@link FirstCommit} behind its committers.
 *
 * <p>It discards nothing. It extends {@code DiscardingSink} because that, in Flink 1.20, implements
 * the deprecated way to create a writer, whose parameter Flink 2 does not know; neither calls it.
 */
final class PublishingFileSink<T> extends DiscardingSink<T>
    implements SupportsWriterState<T, FileWriterBucketState>,
        SupportsWriterState.WithCompatibleState,
        SupportsPreCommitTopology<FileSinkCommittable, FileSinkCommittable>,
        SupportsCommitter<FileSinkCommittable>,
        SupportsPostCommitTopology<FileSinkCommittable> {
  private static final long serialVersionUID = 1L;

  private final FileSink<T> files;
  private final FirstCommit publisher;

  PublishingFileSink(FileSink<T> files, FirstCommit publisher) {
    this.files = files;
    this.publisher = publisher;
  }

  /** Tells a {@link FirstCommit} of the end, too. */
  private static final class Publishing
      extends ProcessOperator<CommittableMessage<FileSinkCommittable>, Void>
      implements BoundedOneInput {
    private static final long serialVersionUID = 1L;

    Publishing(FirstCommit publisher) {
      super(publisher);
    }

    @Override
    public void endInput() {
      ((FirstCommit) userFunction).inputEnds();
    }
  }

  @Override
  public SinkWriter<T> createWriter(WriterInitContext context) throws IOException {
    return files.createWriter(context);
  }

  @Override
  public StatefulSinkWriter<T, FileWriterBucketState> restoreWriter(
      WriterInitContext context, Collection<FileWriterBucketState> state) throws IOException {
    return files.restoreWriter(context, state);
  }

  @Override
  public SimpleVersionedSerializer<FileWriterBucketState> getWriterStateSerializer() {
    return files.getWriterStateSerializer();
  }

  @Override
  public Collection<String> getCompatibleWriterStateNames() {
    return files.getCompatibleWriterStateNames();
  }

  @Override
  public DataStream<CommittableMessage<FileSinkCommittable>> addPreCommitTopology(
      DataStream<CommittableMessage<FileSinkCommittable>> written) {
    return files.addPreCommitTopology(written);
  }

  @Override
  public SimpleVersionedSerializer<FileSinkCommittable> getWriteResultSerializer() {
    return files.getWriteResultSerializer();
  }

  @Override
  public Committer<FileSinkCommittable> createCommitter(CommitterInitContext context)
      throws IOException {
    return files.createCommitter(context);
  }

  @Override
  public SimpleVersionedSerializer<FileSinkCommittable> getCommittableSerializer() {
    return files.getCommittableSerializer();
  }

  @Override
  public void addPostCommitTopology(DataStream<CommittableMessage<FileSinkCommittable>> committed) {
    committed
        .global()
        .transform("publish map", Types.VOID, new Publishing(publisher))
        .setParallelism(1);
  }
}
