package org.partitioners.flink.skew;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * A sender that is told the hot keys, all of them each time; what it was told last is its state.
 */
final class ToldSendingOperator<K, T, ACC> extends SendingOperator<K, T, ACC>
    implements TwoInputStreamOperator<T, List<K>, Contribution<K, T, ACC>> {
  private static final long serialVersionUID = 1L;

  private final TypeSerializer<K> keys;

  private transient @Nullable ListState<K> state;
  private transient List<K> told;

  ToldSendingOperator(Combining<K, T, ACC> combining, Routing<K, T> routing) {
    super(combining, routing);
    this.keys = combining.keys();
    this.told = new ArrayList<>();
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    state =
        context
            .getOperatorStateStore()
            .getUnionListState(new ListStateDescriptor<>("told-hot-keys", keys));
    told = new ArrayList<>();
    state.get().forEach(told::add);
    router().tell(told);
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    if (state != null) {
      // All subtasks were told the same: one writes it for all.
      boolean writes = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 0;
      state.update(writes ? told : List.of());
    }
  }

  @Override
  public void processElement1(StreamRecord<T> element) throws Exception {
    processElement(element);
  }

  @Override
  public void processElement2(StreamRecord<List<K>> element) {
    told = new ArrayList<>(element.getValue());
    router().tell(told);
  }
}
