package org.partitioners.flink.range;

import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;
import org.partitioners.flink.window.WindowTiming;
import org.partitioners.range.RangeReport;
import org.partitioners.range.SharedRanges;

/** Announces the ranges of a batch, which is one epoch, at its end. */
final class BatchDerivingOperator<K> extends DerivingOperator<K> implements BoundedOneInput {
  private static final long serialVersionUID = 1L;

  /** The {@link BatchRouter} takes ranges as those of all records. */
  private static final WindowTiming ONE = new WindowTiming(Long.MAX_VALUE, 0);

  BatchDerivingOperator(
      RangeForm<K> form,
      double moveAbove,
      @Nullable SharedRanges<K> first,
      OutputTag<RangeReport<K>> reports) {
    super(form, ONE, moveAbove, first, reports);
  }

  @Override
  public void endInput() {
    prepareSnapshotPreBarrier(RangeMessage.END);
  }
}
