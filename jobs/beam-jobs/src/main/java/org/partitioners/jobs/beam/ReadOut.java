package org.partitioners.jobs.beam;

import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.values.KV;
import org.partitioners.jobs.run.WindowCount;

/** Says what was counted, and tells the metrics where. */
final class ReadOut extends DoFn<KV<String, Tally>, WindowCount> {
  private static final long serialVersionUID = 1L;

  private transient WorkerCounts added = new WorkerCounts();
  private transient WorkerCounts merged = new WorkerCounts();

  @Setup
  public void setUp() {
    added = new WorkerCounts();
    merged = new WorkerCounts();
  }

  @ProcessElement
  public void read(
      @Element KV<String, Tally> counted, BoundedWindow window, OutputReceiver<WindowCount> out) {
    Tally tally = counted.getValue();
    added.addAll(tally.added());
    merged.addAll(tally.merged());
    out.output(
        new WindowCount(
            ((IntervalWindow) window).start().getMillis(), counted.getKey(), tally.count()));
  }

  @FinishBundle
  public void report() {
    StageMeter.AGGREGATE.report(added);
    StageMeter.MERGE.report(merged);
  }
}
