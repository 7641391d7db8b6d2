package org.partitioners.flink.window;

import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple5;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.util.OutputTag;

/**
 * Hands every record on as it is, and tells the {@link AnnouncingOperator} ahead of each
 * checkpoint's barrier how far it has come: its number, of how many, the greatest time of a record,
 * the watermark, and what else it found.
 *
 * @param <T> the type of record
 */
@Internal
public class WatchingOperator<T> extends AbstractStreamOperator<T>
    implements OneInputStreamOperator<T, T> {
  private static final long serialVersionUID = 1L;
  private static final byte[] NOTHING = {};

  static final OutputTag<Tuple5<Integer, Integer, Long, Long, byte[]>> PROGRESS =
      new OutputTag<>(
          "progress",
          Types.TUPLE(
              Types.INT,
              Types.INT,
              Types.LONG,
              Types.LONG,
              PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));

  /** The watermark of a subtask that nobody waits for: one that is idle, or has ended. */
  static final long IDLE = Long.MAX_VALUE;

  private transient long maxTimestamp;
  private transient long watermark;
  private transient boolean idle;

  /** Looks at a record that is about to be handed on. */
  protected void watch(StreamRecord<T> element) throws Exception {}

  /** What was found since this was last called. */
  protected byte[] found() {
    return NOTHING;
  }

  @Override
  public void open() throws Exception {
    super.open();
    maxTimestamp = Long.MIN_VALUE;
    watermark = Long.MIN_VALUE;
  }

  @Override
  public final void processElement(StreamRecord<T> element) throws Exception {
    watch(element);
    // The least time if it has none; whether it needs one is for the router to say.
    maxTimestamp = Math.max(maxTimestamp, element.getTimestamp());
    output.collect(element);
  }

  @Override
  public final void processWatermark(Watermark mark) throws Exception {
    watermark = mark.getTimestamp();
    super.processWatermark(mark);
  }

  @Override
  public final void processWatermarkStatus(WatermarkStatus status) throws Exception {
    idle = status.isIdle();
    super.processWatermarkStatus(status);
  }

  @Override
  public final void prepareSnapshotPreBarrier(long checkpointId) {
    tell();
  }

  @Override
  public final void finish() throws Exception {
    tell();
    super.finish();
  }

  private void tell() {
    TaskInfo task = getRuntimeContext().getTaskInfo();
    output.collect(
        PROGRESS,
        new StreamRecord<>(
            Tuple5.of(
                task.getIndexOfThisSubtask(),
                task.getNumberOfParallelSubtasks(),
                maxTimestamp,
                idle ? IDLE : watermark,
                found())));
  }
}
