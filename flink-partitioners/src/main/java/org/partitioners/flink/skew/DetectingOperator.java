package org.partitioners.flink.skew;

import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.api.java.tuple.Tuple5;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;
import org.partitioners.PartitionLoad;
import org.partitioners.skew.SkewSketch;

/**
 * Hands every record on as it is and adds its key to the sketch of the interval, which it sends to
 * a {@link ReportingOperator} when the interval is over. Intervals are numbered from 1970 on, so
 * all subtasks have the same ones.
 */
final class DetectingOperator<T, K> extends AbstractStreamOperator<T>
    implements OneInputStreamOperator<T, T>, BoundedOneInput {
  private static final long serialVersionUID = 1L;

  private final KeySelector<T, K> selector;
  private final TypeSerializer<K> keySerializer;
  private final KeyByRoute route;
  private final long length;
  private final OutputTag<Tuple5<Integer, Integer, Long, long[], byte[]>> sketches;
  private final OutputTag<IntervalReport<K>> reports;

  private transient int[] subtasks;
  private transient boolean copiesKeys;
  private transient SkewSketch<K> sketch;
  private transient long[] measured;
  private transient long interval;
  private transient boolean ended;
  private transient SkewGauges gauges;

  @SuppressWarnings("NullAway.Init") // open() comes before all else
  DetectingOperator(
      KeySelector<T, K> selector,
      TypeSerializer<K> keySerializer,
      KeyByRoute route,
      long length,
      OutputTag<Tuple5<Integer, Integer, Long, long[], byte[]>> sketches,
      OutputTag<IntervalReport<K>> reports) {
    this.selector = selector;
    this.keySerializer = keySerializer;
    this.route = route;
    this.length = length;
    this.sketches = sketches;
    this.reports = reports;
  }

  @Override
  public void open() throws Exception {
    super.open();
    subtasks = route.subtasks();
    // Else nobody changes a key's object once the record has come by: Flink copies in between.
    copiesKeys = getExecutionConfig().isObjectReuseEnabled() && !keySerializer.isImmutableType();
    gauges = SkewGauges.in(getMetricGroup());
    begin();
  }

  private void begin() {
    sketch = route.emptySketch();
    measured = new long[route.parallelism()];
    interval = Math.floorDiv(getProcessingTimeService().getCurrentProcessingTime(), length);
    // What a timer throws fails the task: its future has nothing to add.
    var unused =
        getProcessingTimeService().registerTimer((interval + 1) * length, time -> onIntervalOver());
  }

  private void onIntervalOver() {
    if (!ended) {
      tell();
      begin();
    }
  }

  @Override
  public void processElement(StreamRecord<T> element) throws Exception {
    K key = selector.getKey(element.getValue());
    if (key == null) {
      throw new NullPointerException(
          "key: the key selector of the SkewDetector returned null for a "
              + element.getValue().getClass().getName()
              + ", and keyBy takes no null keys either: let it return a key that stands for none");
    }
    int hash = key.hashCode();
    sketch.add(copiesKeys ? keySerializer.copy(key) : key, hash);
    measured[
        subtasks[
            KeyGroupRangeAssignment.computeKeyGroupForKeyHash(hash, route.maxParallelism())]]++;
    output.collect(element);
  }

  private void tell() {
    IntervalReport<K> report =
        new IntervalReport<>(
            interval * length,
            (interval + 1) * length,
            route.report(sketch),
            PartitionLoad.of(measured));
    gauges.show(report);
    output.collect(reports, new StreamRecord<>(report));
    send(interval, measured, SketchMessage.write(sketch, keySerializer));
  }

  private void send(long ofInterval, long[] counts, byte[] bytes) {
    int subtask = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
    int all = getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks();
    output.collect(
        sketches, new StreamRecord<>(Tuple5.of(subtask, all, ofInterval, counts, bytes)));
  }

  @Override
  public void endInput() {
    ended = true;
    if (sketch.records() > 0) {
      tell();
    }
    send(SketchMessage.END, new long[0], new byte[0]);
  }
}
