package org.partitioners.flink.skew;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.IntSerializer;
import org.apache.flink.api.common.typeutils.base.ListSerializer;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.api.operators.Input;
import org.apache.flink.streaming.api.operators.MultipleInputStreamOperator;
import org.jspecify.annotations.Nullable;
import org.partitioners.flink.UntimedInput;

/**
 * A sender that is told the hot keys, all of them each time; what it was told last is its state.
 *
 * <p>Its inputs are itself, for the records, and what it is told. So records, their watermarks and
 * their idleness go the way that they go without a second input; with Flink's operators of two
 * inputs they would be mixed with those of the second, and idleness be passed on behind the back of
 * this class, parts unsent.
 */
final class ToldSendingOperator<K, T, ACC> extends SendingOperator<K, T, ACC>
    implements MultipleInputStreamOperator<Contribution<K, T, ACC>> {
  private static final long serialVersionUID = 1L;

  /** The key of the state's only entry. */
  private static final Integer ONLY = 0;

  private final TypeSerializer<K> keys;

  private transient @Nullable BroadcastState<Integer, List<K>> state;

  ToldSendingOperator(Combining<K, T, ACC> combining, Routing<K, T> routing) {
    super(combining, routing);
    this.keys = combining.keys();
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    state =
        context
            .getOperatorStateStore()
            .getBroadcastState(
                new MapStateDescriptor<>(
                    "told-hot-keys", IntSerializer.INSTANCE, new ListSerializer<>(keys)));
    List<K> told = state.get(ONLY);
    if (told != null) {
      router().tell(told);
    }
  }

  @Override
  @SuppressWarnings("rawtypes") // as Flink declares it
  public List<Input> getInputs() {
    return List.of(this, UntimedInput.<List<K>>of(this::told));
  }

  private void told(List<K> list) throws Exception {
    List<K> told = new ArrayList<>(list);
    requireNonNull(state).put(ONLY, told);
    router().tell(told);
  }
}
