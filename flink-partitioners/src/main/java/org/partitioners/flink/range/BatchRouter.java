package org.partitioners.flink.range;

import java.util.List;
import org.apache.flink.streaming.api.operators.BoundedMultiInput;
import org.apache.flink.streaming.api.operators.InputSelectable;
import org.apache.flink.streaming.api.operators.InputSelection;
import org.jspecify.annotations.Nullable;
import org.partitioners.range.SharedRanges;

/** Reads the ranges of all records before the first of them. */
final class BatchRouter<T, K> extends ShuffleRouter<T, K>
    implements InputSelectable, BoundedMultiInput {
  private static final long serialVersionUID = 1L;
  private static final int MESSAGES = 2;

  private boolean told;

  BatchRouter(Selection<T, K> selection, RangeForm<K> form, @Nullable SharedRanges<K> first) {
    super(selection, form, RangeTiming.ONCE, first);
  }

  @Override
  public InputSelection nextSelection() {
    return told ? InputSelection.ALL : InputSelection.SECOND;
  }

  @Override
  public void endInput(int inputId) {
    if (inputId == MESSAGES) {
      told = true;
      if (!knowsRanges()) {
        // There are no records, or none has any weight: one range keeps order and keys together.
        hold(SharedRanges.of(form().places(), 0, List.of(), form().order()));
      }
    }
  }
}
