package org.partitioners.flink.range;

import java.util.List;
import org.apache.flink.streaming.api.operators.BoundedMultiInput;
import org.apache.flink.streaming.api.operators.InputSelectable;
import org.apache.flink.streaming.api.operators.InputSelection;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;
import org.partitioners.range.SharedRanges;

/** Reads the ranges of all records before the first of them. */
final class BatchRouter<T, K, O> extends RoutingOperator<T, K, O>
    implements InputSelectable, BoundedMultiInput {
  private static final long serialVersionUID = 1L;
  private static final int MESSAGES = 2;

  private SharedRanges<K> ranges;
  private boolean told;

  BatchRouter(
      Selection<T, K> selection,
      RangeForm<K> form,
      Placing<T, O> placing,
      @Nullable SharedRanges<K> first) {
    super(selection, form, placing);
    // If there are no records, or none has any weight: one range keeps order and keys together.
    this.ranges =
        first == null ? SharedRanges.of(form.places(), 0, List.of(), form.order()) : first;
  }

  @Override
  int place(K key, StreamRecord<T> element, long nextTicket) {
    return ranges.partition(key, nextTicket);
  }

  @Override
  void told(RangeMessage<K> message) {
    SharedRanges<K> all = message.rangesFor(form());
    if (all != null) {
      ranges = all;
    }
  }

  /** A batch keeps no state. */
  @Override
  void restored(long number, RangeMessage<K> message) {
    throw new IllegalStateException("state of a batch");
  }

  @Override
  public InputSelection nextSelection() {
    return told ? InputSelection.ALL : InputSelection.SECOND;
  }

  @Override
  public void endInput(int inputId) {
    told |= inputId == MESSAGES;
  }
}
