package org.partitioners.flink.range;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Arrays;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.java.tuple.Tuple5;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;
import org.partitioners.range.RangeReport;
import org.partitioners.range.SharedRanges;

/**
 * Merges the samples of all subtasks and tells routers of new ranges ahead of the barrier of the
 * checkpoint at which the samples were taken. Its state are the raw samples.
 *
 * <p>Barriers are aligned, here and at the routers. So when it prepares a checkpoint all subtasks
 * have told of what they handed on before that, and a router that reaches the same checkpoint has
 * seen what is told here and no record that came after it.
 */
final class DerivingOperator<K> extends AbstractStreamOperator<byte[]>
    implements OneInputStreamOperator<Tuple5<Integer, Long, Long, Long, byte[]>, byte[]>,
        BoundedOneInput {
  private static final long serialVersionUID = 1L;

  /** Told by a subtask that nobody waits for: one that is idle, or has ended. */
  static final long IDLE = Long.MAX_VALUE;

  private final RangeForm<K> form;
  private final RangeTiming timing;
  private final double moveAbove;
  private final int subtasks;
  private final @Nullable SharedRanges<K> first;
  private final OutputTag<RangeReport<K>> reports;

  private transient RangeCodec<K> codec;
  private transient RangeMaker<K> maker;
  private transient RangeMessage<K> last;
  private transient long maxTimestamp;
  private transient long[] watermarks;
  private transient ListState<byte[]> state;
  private transient RangeGauges gauges;

  @SuppressWarnings("NullAway.Init") // initializeState() comes before all else
  DerivingOperator(
      RangeForm<K> form,
      RangeTiming timing,
      double moveAbove,
      int subtasks,
      @Nullable SharedRanges<K> first,
      OutputTag<RangeReport<K>> reports) {
    this.form = form;
    this.timing = timing;
    this.moveAbove = moveAbove;
    this.subtasks = subtasks;
    this.first = first;
    this.reports = reports;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    codec = new RangeCodec<>(form);
    maker = new RangeMaker<>(form, moveAbove, first);
    last = RangeMessage.early(first);
    maxTimestamp = Long.MIN_VALUE;
    watermarks = new long[subtasks];
    Arrays.fill(watermarks, Long.MIN_VALUE);
    state =
        context
            .getOperatorStateStore()
            .getListState(
                new ListStateDescriptor<>(
                    "samples", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    for (byte[] bytes : state.get()) {
      RangeCodec.read(
          bytes,
          in -> {
            maxTimestamp = in.readLong();
            last = maker.read(codec, in);
            return bytes;
          });
    }
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    state.clear();
    state.add(
        RangeCodec.write(
            out -> {
              out.writeLong(maxTimestamp);
              maker.write(codec, last, out);
            }));
  }

  @Override
  public void open() throws Exception {
    super.open();
    gauges = RangeGauges.in(getMetricGroup());
  }

  @Override
  public void processElement(StreamRecord<Tuple5<Integer, Long, Long, Long, byte[]>> element) {
    Tuple5<Integer, Long, Long, Long, byte[]> message = element.getValue();
    maxTimestamp = Math.max(maxTimestamp, message.f1);
    watermarks[message.f0] = message.f2;
    maker.add(codec.readSample(message.f4), message.f3);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    endEpoch(checkpointId);
  }

  /** The end of a batch: the ranges are known now. */
  @Override
  public void endInput() {
    if (!timing.isByTime()) {
      endEpoch(RangeMessage.END);
    }
  }

  private void endEpoch(long epoch) {
    long now = getProcessingTimeService().getCurrentProcessingTime();
    RangeReport<K> before = maker.report();
    SharedRanges<K> ranges = maker.endEpoch(epoch, Instant.ofEpochMilli(now));
    RangeReport<K> report = maker.report();
    if (report != null && !report.equals(before)) {
      output.collect(reports, new StreamRecord<>(report));
      gauges.show(report);
    }
    if (ranges != null) {
      long validFrom = timing.isByTime() ? timing.nextStart(maxTimestamp) : Long.MIN_VALUE;
      last =
          new RangeMessage<>(
              epoch, validFrom, watermark(), ranges, form.summary(maker.statistics()));
      tell(last);
    } else if (timing.isByTime()) {
      tell(new RangeMessage<>(epoch, Long.MIN_VALUE, watermark(), null, null));
    }
  }

  private void tell(RangeMessage<K> message) {
    output.collect(new StreamRecord<>(codec.write(requireNonNull(message))));
  }

  /** What all active subtasks have passed; while there are none, windows stay as they are. */
  private long watermark() {
    return Arrays.stream(watermarks).filter(each -> each != IDLE).min().orElse(Long.MIN_VALUE);
  }
}
