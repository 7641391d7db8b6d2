package org.partitioners.flink.range;

import org.apache.flink.api.java.tuple.Tuple5;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.util.OutputTag;

/**
 * Hands every record on as it is, samples its key, and sends the sample ahead of each checkpoint's
 * barrier to the {@link DerivingOperator}.
 */
final class SamplingOperator<T, K> extends AbstractStreamOperator<T>
    implements OneInputStreamOperator<T, T> {
  private static final long serialVersionUID = 1L;

  private final Selection<T, K> selection;
  private final RangeForm<K> form;
  private final RangeTiming timing;
  private final OutputTag<Tuple5<Integer, Long, Long, Long, byte[]>> samples;

  private transient KeySampler<K> sampler;
  private transient RangeCodec<K> codec;
  private transient boolean copiesKeys;
  private transient long maxTimestamp;
  private transient long watermark;
  private transient boolean idle;

  @SuppressWarnings("NullAway.Init") // open() comes before all else
  SamplingOperator(
      Selection<T, K> selection,
      RangeForm<K> form,
      RangeTiming timing,
      OutputTag<Tuple5<Integer, Long, Long, Long, byte[]>> samples) {
    this.selection = selection;
    this.form = form;
    this.timing = timing;
    this.samples = samples;
  }

  @Override
  public void open() throws Exception {
    super.open();
    int subtask = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
    int subtasks = getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks();
    sampler = new KeySampler<>(form.order(), form.subtaskK(subtasks), subtask);
    codec = new RangeCodec<>(form);
    copiesKeys = selection.mustCopy(getExecutionConfig().isObjectReuseEnabled());
    maxTimestamp = Long.MIN_VALUE;
    watermark = Long.MIN_VALUE;
  }

  @Override
  public void processElement(StreamRecord<T> element) throws Exception {
    if (sampler.takesNext()) {
      K key = selection.key(element);
      sampler.add(
          copiesKeys ? selection.keySerializer().copy(key) : key,
          selection.weight(element.getValue()));
    }
    if (timing.isByTime()) {
      maxTimestamp = Math.max(maxTimestamp, timing.timestamp(element));
    }
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
    long records = sampler.records();
    output.collect(
        samples,
        new StreamRecord<>(
            Tuple5.of(
                getRuntimeContext().getTaskInfo().getIndexOfThisSubtask(),
                maxTimestamp,
                idle ? DerivingOperator.IDLE : watermark,
                records,
                codec.write(sampler.take()))));
    sampler.startOver();
  }
}
