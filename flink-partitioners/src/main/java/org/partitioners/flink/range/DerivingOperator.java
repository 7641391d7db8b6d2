package org.partitioners.flink.range;

import java.time.Instant;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;
import org.partitioners.flink.window.AnnouncingOperator;
import org.partitioners.flink.window.WindowHistory;
import org.partitioners.flink.window.WindowTiming;
import org.partitioners.range.RangeReport;
import org.partitioners.range.SharedRanges;

/**
 * Merges the samples of all subtasks and announces new ranges when a checkpoint ends their epoch.
 * They stand at the raw samples.
 */
class DerivingOperator<K> extends AnnouncingOperator {
  private static final long serialVersionUID = 1L;

  private final RangeForm<K> form;
  private final WindowTiming timing;
  private final double moveAbove;
  private final @Nullable SharedRanges<K> first;
  private final OutputTag<RangeReport<K>> reports;

  private transient RangeCodec<K> codec;
  private transient RangeMaker<K> maker;
  private transient RangeMessage<K> last;
  private transient RangeGauges gauges;

  @SuppressWarnings("NullAway.Init") // initializeState() comes before all else
  DerivingOperator(
      RangeForm<K> form,
      WindowTiming timing,
      double moveAbove,
      @Nullable SharedRanges<K> first,
      OutputTag<RangeReport<K>> reports) {
    this.form = form;
    this.timing = timing;
    this.moveAbove = moveAbove;
    this.first = first;
    this.reports = reports;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    codec = new RangeCodec<>(form);
    maker = new RangeMaker<>(form, moveAbove, first);
    last = RangeMessage.early(first);
    super.initializeState(context);
  }

  @Override
  protected void resume(byte[] position) {
    last = RangeCodec.read(position, in -> maker.read(codec, in));
  }

  @Override
  protected byte[] position() {
    return RangeCodec.write(out -> maker.write(codec, last, out));
  }

  @Override
  public void open() throws Exception {
    super.open();
    gauges = RangeGauges.in(getMetricGroup());
  }

  @Override
  protected void heard(byte[] found) {
    RangeCodec.read(
        found,
        in -> {
          long records = in.readLong();
          maker.add(codec.readSample(in), records);
          return found;
        });
  }

  @Override
  protected WindowHistory<byte[]> plans(long checkpoint) {
    long now = getProcessingTimeService().getCurrentProcessingTime();
    RangeReport<K> before = maker.report();
    SharedRanges<K> ranges = maker.endEpoch(checkpoint, Instant.ofEpochMilli(now));
    RangeReport<K> report = maker.report();
    if (report != null && !report.equals(before)) {
      output.collect(reports, new StreamRecord<>(report));
      gauges.show(report);
    }
    WindowHistory<byte[]> plans = new WindowHistory<>();
    if (ranges != null) {
      last = new RangeMessage<>(checkpoint, ranges, form.summary(maker.statistics()));
      plans.add(timing.effective(Long.MIN_VALUE, seen()), codec.write(last));
    }
    return plans;
  }
}
