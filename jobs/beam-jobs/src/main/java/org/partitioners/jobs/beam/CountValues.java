package org.partitioners.jobs.beam;

import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.values.KV;
import org.partitioners.jobs.run.WindowCount;

/**
 * Goes through what was grouped, doing the simulated work for each record, and counts its keys.
 *
 * @param <G> what records were grouped by
 * @param <V> the records
 */
final class CountValues<G, V> extends DoFn<KV<G, Iterable<V>>, WindowCount> {
  private static final long serialVersionUID = 1L;

  private final SerializableFunction<KV<G, V>, String> keyOf;
  private final ThreadsWork work;
  private transient WorkerCounts counted = new WorkerCounts();

  CountValues(SerializableFunction<KV<G, V>, String> keyOf, ThreadsWork work) {
    this.keyOf = keyOf;
    this.work = work;
  }

  @Setup
  public void setUp() {
    counted = new WorkerCounts();
  }

  @ProcessElement
  public void count(
      @Element KV<G, Iterable<V>> group, BoundedWindow window, OutputReceiver<WindowCount> out) {
    Map<String, Long> counts = new HashMap<>();
    long records = 0;
    for (V value : group.getValue()) {
      work.perform();
      records++;
      counts.merge(keyOf.apply(KV.of(group.getKey(), value)), 1L, Long::sum);
    }
    counted.add(Worker.current(), records);
    long start = ((IntervalWindow) window).start().getMillis();
    counts.forEach((key, count) -> out.output(new WindowCount(start, key, count)));
  }

  @FinishBundle
  public void report() {
    StageMeter.AGGREGATE.report(counted);
  }
}
