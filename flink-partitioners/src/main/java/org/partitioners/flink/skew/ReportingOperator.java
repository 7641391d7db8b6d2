package org.partitioners.flink.skew;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.tuple.Tuple5;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.partitioners.PartitionLoad;
import org.partitioners.skew.SkewSketch;

/**
 * Merges what the subtasks tell of an interval and reports on it when all have told of it or of a
 * later one. One that is far behind is not waited for; what it tells late counts to the next
 * interval, so that every record is in one report.
 */
final class ReportingOperator<K> extends AbstractStreamOperator<IntervalReport<K>>
    implements OneInputStreamOperator<
            Tuple5<Integer, Integer, Long, long[], byte[]>, IntervalReport<K>>,
        BoundedOneInput {
  private static final long serialVersionUID = 1L;

  /** More intervals than this are not kept open for a subtask that is behind. */
  private static final int MAX_OPEN = 3;

  private final TypeSerializer<K> keySerializer;
  private final KeyByRoute route;
  private final long length;

  private transient TreeMap<Long, Sum<K>> open;
  private transient long[] toldUpTo;
  private transient long reportedUpTo;
  private transient SkewGauges gauges;

  /** What subtasks have told of an interval so far. */
  private static final class Sum<K> {
    private final SkewSketch<K> sketch;
    private final long[] measured;

    Sum(SkewSketch<K> sketch, long[] measured) {
      this.sketch = sketch;
      this.measured = measured;
    }

    void add(SkewSketch<K> more, long[] moreMeasured) {
      sketch.merge(more);
      int known = Math.min(measured.length, moreMeasured.length);
      for (int subtask = 0; subtask < known; subtask++) {
        measured[subtask] += moreMeasured[subtask];
      }
    }
  }

  @SuppressWarnings("NullAway.Init") // open() comes before all else
  ReportingOperator(TypeSerializer<K> keySerializer, KeyByRoute route, long length) {
    this.keySerializer = keySerializer;
    this.route = route;
    this.length = length;
  }

  @Override
  public void open() throws Exception {
    super.open();
    open = new TreeMap<>();
    toldUpTo = new long[0];
    reportedUpTo = Long.MIN_VALUE;
    gauges = SkewGauges.in(getMetricGroup());
  }

  @Override
  public void processElement(StreamRecord<Tuple5<Integer, Integer, Long, long[], byte[]>> element) {
    Tuple5<Integer, Integer, Long, long[], byte[]> message = element.getValue();
    // Others than before: after a restore, subtasks of a job of another parallelism told this.
    if (toldUpTo.length != message.f1) {
      toldUpTo = new long[message.f1];
      Arrays.fill(toldUpTo, Long.MIN_VALUE);
    }
    toldUpTo[message.f0] = message.f2;
    if (message.f2 != SketchMessage.END) {
      add(Math.max(message.f2, reportedUpTo + 1), message.f3, message.f4);
    }
    long told = Arrays.stream(toldUpTo).min().getAsLong();
    while (!open.isEmpty() && (open.firstKey() <= told || open.size() > MAX_OPEN)) {
      report();
    }
  }

  private void add(long interval, long[] measured, byte[] bytes) {
    SkewSketch<K> sketch = SketchMessage.read(bytes, keySerializer, getUserCodeClassloader());
    open.computeIfAbsent(
            interval, i -> new Sum<>(route.emptySketch(), new long[route.parallelism()]))
        .add(sketch, measured);
  }

  /** On the earliest interval that is open. */
  private void report() {
    Map.Entry<Long, Sum<K>> earliest = open.pollFirstEntry();
    long interval = earliest.getKey();
    Sum<K> sum = earliest.getValue();
    IntervalReport<K> report =
        new IntervalReport<>(
            interval * length,
            (interval + 1) * length,
            route.report(sum.sketch),
            PartitionLoad.of(sum.measured));
    reportedUpTo = interval;
    gauges.show(report);
    output.collect(new StreamRecord<>(report));
  }

  @Override
  public void endInput() {
    while (!open.isEmpty()) {
      report();
    }
  }
}
