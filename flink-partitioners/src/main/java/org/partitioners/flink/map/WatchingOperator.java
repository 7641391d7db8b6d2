package org.partitioners.flink.map;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.util.OutputTag;

/**
 * Hands every record on as it is, and tells the {@link AnnouncingOperator} ahead of each
 * checkpoint's barrier how far it has come: its number, the greatest time of a record, and the
 * watermark.
 */
final class WatchingOperator<T> extends AbstractStreamOperator<T>
    implements OneInputStreamOperator<T, T> {
  private static final long serialVersionUID = 1L;

  static final TypeInformation<Tuple3<Integer, Long, Long>> PROGRESS =
      Types.TUPLE(Types.INT, Types.LONG, Types.LONG);

  /** The watermark of a subtask that nobody waits for: one that is idle, or has ended. */
  static final long IDLE = Long.MAX_VALUE;

  private final OutputTag<Tuple3<Integer, Long, Long>> progress;

  private transient long maxTimestamp;
  private transient long watermark;
  private transient boolean idle;

  WatchingOperator(OutputTag<Tuple3<Integer, Long, Long>> progress) {
    this.progress = progress;
  }

  @Override
  public void open() throws Exception {
    super.open();
    maxTimestamp = Long.MIN_VALUE;
    watermark = Long.MIN_VALUE;
  }

  @Override
  public void processElement(StreamRecord<T> element) {
    maxTimestamp = Math.max(maxTimestamp, WindowTiming.timestamp(element));
    output.collect(element);
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    watermark = mark.getTimestamp();
    super.processWatermark(mark);
  }

  @Override
  public void processWatermarkStatus(WatermarkStatus status) throws Exception {
    idle = status.isIdle();
    super.processWatermarkStatus(status);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    tell();
  }

  @Override
  public void finish() throws Exception {
    tell();
    super.finish();
  }

  private void tell() {
    int subtask = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
    output.collect(
        progress, new StreamRecord<>(Tuple3.of(subtask, maxTimestamp, idle ? IDLE : watermark)));
  }
}
