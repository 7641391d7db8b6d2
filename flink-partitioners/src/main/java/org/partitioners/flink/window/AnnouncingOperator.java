package org.partitioners.flink.window;

import java.util.Arrays;
import java.util.List;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.tuple.Tuple5;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Hears how far all subtasks of the {@link WatchingOperator} have come, and tells routers of new
 * plans ahead of a checkpoint's barrier. Its state is the greatest time of a record, and where its
 * plans stand.
 *
 * <p>Barriers are aligned, here and at the routers. So when it prepares a checkpoint all subtasks
 * have told of what they handed on before that, and a router that reaches the same checkpoint has
 * seen what is told here and no record that came after it.
 */
@Internal
public abstract class AnnouncingOperator extends AbstractStreamOperator<byte[]>
    implements OneInputStreamOperator<Tuple5<Integer, Integer, Long, Long, byte[]>, byte[]> {
  private static final long serialVersionUID = 1L;

  private transient long seen;
  private transient long[] watermarks;
  private transient ListState<Tuple2<Long, byte[]>> state;

  /** An operator of one subtask. */
  @SuppressWarnings("NullAway.Init") // initializeState() comes before all else
  protected AnnouncingOperator() {}

  /** Takes what a subtask found. */
  protected abstract void heard(byte[] found);

  /**
   * The new plans, each from the start of a window that is {@linkplain WindowTiming#effective not
   * seen}.
   */
  protected abstract WindowHistory<byte[]> plans(long checkpoint);

  /** Where plans stand, for the state. */
  protected abstract byte[] position();

  /** Goes on from a {@link #position}; called by {@link #initializeState} if there is one. */
  protected abstract void resume(byte[] position);

  /** The greatest time of a record; the least time if there is none. */
  protected final long seen() {
    return seen;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    seen = Long.MIN_VALUE;
    watermarks = new long[0];
    state =
        context
            .getOperatorStateStore()
            .getListState(
                new ListStateDescriptor<>(
                    "position",
                    Types.TUPLE(
                        Types.LONG, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO)));
    for (Tuple2<Long, byte[]> position : state.get()) {
      seen = position.f0;
      resume(position.f1);
    }
  }

  @Override
  public final void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    state.update(List.of(Tuple2.of(seen, position())));
  }

  @Override
  public final void processElement(
      StreamRecord<Tuple5<Integer, Integer, Long, Long, byte[]>> element) {
    Tuple5<Integer, Integer, Long, Long, byte[]> progress = element.getValue();
    if (watermarks.length != progress.f1) {
      // Only they know how many they are, for a scheduler may adapt the parallelism of the job.
      watermarks = new long[progress.f1];
      Arrays.fill(watermarks, Long.MIN_VALUE);
    }
    seen = Math.max(seen, progress.f2);
    watermarks[progress.f0] = progress.f3;
    heard(progress.f4);
  }

  @Override
  public final void prepareSnapshotPreBarrier(long checkpointId) {
    WindowHistory<byte[]> plans = plans(checkpointId);
    output.collect(
        new StreamRecord<>(new Announcement(checkpointId, watermark(), plans).toBytes()));
  }

  /** What all active subtasks have passed; while there are none, windows stay as they are. */
  private long watermark() {
    return Arrays.stream(watermarks)
        .filter(each -> each != WatchingOperator.IDLE)
        .min()
        .orElse(Long.MIN_VALUE);
  }
}
