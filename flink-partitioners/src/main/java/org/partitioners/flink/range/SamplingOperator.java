package org.partitioners.flink.range;

import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.partitioners.flink.window.WatchingOperator;

/** Samples keys, and tells the {@link DerivingOperator} of how many records, and the sample. */
final class SamplingOperator<T, K> extends WatchingOperator<T> {
  private static final long serialVersionUID = 1L;

  private final Selection<T, K> selection;
  private final RangeForm<K> form;

  private transient KeySampler<K> sampler;
  private transient RangeCodec<K> codec;
  private transient boolean copiesKeys;

  @SuppressWarnings("NullAway.Init") // open() comes before all else
  SamplingOperator(Selection<T, K> selection, RangeForm<K> form) {
    this.selection = selection;
    this.form = form;
  }

  @Override
  public void open() throws Exception {
    super.open();
    int subtask = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
    int subtasks = getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks();
    sampler = new KeySampler<>(form.order(), form.subtaskK(subtasks), subtask);
    codec = new RangeCodec<>(form);
    copiesKeys = selection.mustCopy(getExecutionConfig().isObjectReuseEnabled());
  }

  @Override
  protected void watch(StreamRecord<T> element) throws Exception {
    if (sampler.takesNext()) {
      T record = element.getValue();
      K key = selection.getKey(record);
      sampler.add(copiesKeys ? selection.keySerializer().copy(key) : key, selection.weight(record));
    }
  }

  @Override
  protected byte[] found() {
    byte[] found =
        RangeCodec.write(
            out -> {
              out.writeLong(sampler.records());
              codec.write(sampler.take(), out);
            });
    sampler.startOver();
    return found;
  }
}
