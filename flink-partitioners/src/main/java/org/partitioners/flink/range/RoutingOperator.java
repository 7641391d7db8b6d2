package org.partitioners.flink.range;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.Input;
import org.apache.flink.streaming.api.operators.MultipleInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;
import org.partitioners.flink.UntimedInput;

/**
 * Gives each record its place. Its inputs are itself, for the records, and what it is told by the
 * {@link DerivingOperator}, whose time is not heeded.
 */
abstract class RoutingOperator<T, K, O> extends AbstractStreamOperator<O>
    implements MultipleInputStreamOperator<O>, Input<T> {
  private static final long serialVersionUID = 1L;

  private final Selection<T, K> selection;
  private final RangeForm<K> form;
  private final Placing<T, O> placing;

  private transient RangeCodec<K> codec;
  private transient BroadcastState<Long, byte[]> state;
  private transient Tickets tickets;

  @SuppressWarnings("NullAway.Init") // initializeState() comes before all else
  RoutingOperator(Selection<T, K> selection, RangeForm<K> form, Placing<T, O> placing) {
    this.selection = selection;
    this.form = form;
    this.placing = placing;
  }

  /** The place of a record. */
  abstract int place(K key, StreamRecord<T> element, long nextTicket);

  /** Takes what is told. */
  abstract void told(RangeMessage<K> message) throws Exception;

  /** Takes what was kept. */
  abstract void restored(long number, RangeMessage<K> message);

  final RangeForm<K> form() {
    return form;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    codec = new RangeCodec<>(form);
    placing.open(form.places());
    tickets = new Tickets(getRuntimeContext().getTaskInfo().getIndexOfThisSubtask());
    state =
        context
            .getOperatorStateStore()
            .getBroadcastState(
                new MapStateDescriptor<>(
                    "ranges", Types.LONG, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    for (var entry : state.immutableEntries()) {
      restored(entry.getKey(), codec.readMessage(entry.getValue()));
    }
  }

  /** Keeps ranges under a number; nothing if they are null. */
  final void keep(long number, @Nullable RangeMessage<K> message) throws Exception {
    if (message == null) {
      requireNonNull(state).remove(number);
    } else {
      requireNonNull(state).put(number, codec.write(message));
    }
  }

  @Override
  public void processElement(StreamRecord<T> element) throws Exception {
    int place = place(selection.key(element), element, tickets.next());
    output.collect(placing.at(place, element));
  }

  @Override
  public void setKeyContextElement(StreamRecord<T> element) {}

  @Override
  @SuppressWarnings("rawtypes") // as Flink declares it
  public List<Input> getInputs() {
    return List.of(this, UntimedInput.<byte[]>of(message -> told(codec.readMessage(message))));
  }
}
