package org.partitioners.flink.range;

import java.util.List;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedMultiInput;
import org.apache.flink.streaming.api.operators.Input;
import org.apache.flink.streaming.api.operators.InputSelectable;
import org.apache.flink.streaming.api.operators.InputSelection;
import org.apache.flink.streaming.api.operators.MultipleInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;
import org.partitioners.flink.UntimedInput;
import org.partitioners.flink.window.Announcement;
import org.partitioners.range.SharedRanges;

/**
 * Reads the ranges of all records before the first of them, and gives each its place. A batch keeps
 * no state.
 */
final class BatchRouter<T, K, O> extends AbstractStreamOperator<O>
    implements MultipleInputStreamOperator<O>, Input<T>, InputSelectable, BoundedMultiInput {
  private static final long serialVersionUID = 1L;
  private static final int MESSAGES = 2;

  private final Selection<T, K> selection;
  private final RangeForm<K> form;
  private final Placing<T, O> placing;

  private SharedRanges<K> ranges;
  private boolean told;
  private transient Tickets tickets;

  @SuppressWarnings("NullAway.Init") // open() comes before all else
  BatchRouter(
      Selection<T, K> selection,
      RangeForm<K> form,
      Placing<T, O> placing,
      @Nullable SharedRanges<K> first) {
    this.selection = selection;
    this.form = form;
    this.placing = placing;
    // If there are no records, or none has any weight: one range keeps order and keys together.
    this.ranges =
        first == null ? SharedRanges.of(form.places(), 0, List.of(), form.order()) : first;
  }

  @Override
  public void open() throws Exception {
    super.open();
    placing.open(form.places());
    tickets = new Tickets(getRuntimeContext().getTaskInfo().getIndexOfThisSubtask());
  }

  @Override
  public void processElement(StreamRecord<T> element) throws Exception {
    K key = selection.getKey(element.getValue());
    output.collect(placing.at(ranges.partition(key, tickets.next()), element));
  }

  private void told(byte[] message) {
    RangeCodec<K> codec = new RangeCodec<>(form);
    for (byte[] plan :
        Announcement.ofBytes(message, getUserCodeClassloader()).plans().byStart().values()) {
      SharedRanges<K> all = codec.readMessage(plan).rangesFor(form);
      if (all != null) {
        ranges = all;
      }
    }
  }

  @Override
  public InputSelection nextSelection() {
    return told ? InputSelection.ALL : InputSelection.SECOND;
  }

  @Override
  public void endInput(int inputId) {
    told |= inputId == MESSAGES;
  }

  @Override
  public void setKeyContextElement(StreamRecord<T> element) {}

  @Override
  @SuppressWarnings("rawtypes") // as Flink declares it
  public List<Input> getInputs() {
    return List.of(this, UntimedInput.<byte[]>of(this::told));
  }
}
