package org.partitioners.flink.skew;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.TimeDomain;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Runs a user's function, on the user's types, where Flink's keys, records and results are carriers
 * of the user's. Nothing but these is changed: Flink's own operator keeps state and timers.
 *
 * @param <FK> Flink's key
 * @param <FI> Flink's record
 * @param <FO> Flink's result
 * @param <K> the user's key
 * @param <I> the user's record
 * @param <O> the user's result
 */
abstract class AdaptedFunction<FK, FI, FO, K, I, O> extends KeyedProcessFunction<FK, FI, FO>
    implements CheckpointedFunction, CheckpointListener {
  private static final long serialVersionUID = 1L;

  private final KeyedProcessFunction<K, I, O> function;
  private transient UserContext userContext;

  AdaptedFunction(KeyedProcessFunction<K, I, O> function) {
    this.function = function;
  }

  /** The user's key within Flink's. */
  abstract K key(FK flinkKey);

  /** The user's record within Flink's. */
  abstract I value(FI flinkValue);

  /** A collector of the user's results for a key. */
  abstract Collector<O> results(FK flinkKey, Collector<FO> out);

  @Override
  public void setRuntimeContext(RuntimeContext context) {
    super.setRuntimeContext(context);
    function.setRuntimeContext(context);
  }

  @Override
  public void open(OpenContext context) throws Exception {
    userContext = new UserContext();
    function.open(context);
  }

  @Override
  public void close() throws Exception {
    function.close();
  }

  @Override
  public void processElement(FI flinkValue, Context context, Collector<FO> out) throws Exception {
    FK flinkKey = context.getCurrentKey();
    userContext.flinkKey = flinkKey;
    userContext.context = context;
    function.processElement(value(flinkValue), userContext, results(flinkKey, out));
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<FO> out) throws Exception {
    FK flinkKey = context.getCurrentKey();
    userContext.flinkKey = flinkKey;
    userContext.context = context;
    userContext.timeDomain = context.timeDomain();
    function.onTimer(timestamp, userContext, results(flinkKey, out));
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    if (function instanceof CheckpointedFunction checkpointed) {
      checkpointed.snapshotState(context);
    }
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    if (function instanceof CheckpointedFunction checkpointed) {
      checkpointed.initializeState(context);
    }
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) throws Exception {
    if (function instanceof CheckpointListener listener) {
      listener.notifyCheckpointComplete(checkpointId);
    }
  }

  @Override
  public void notifyCheckpointAborted(long checkpointId) throws Exception {
    if (function instanceof CheckpointListener listener) {
      listener.notifyCheckpointAborted(checkpointId);
    }
  }

  /** The user's context of the record or timer at hand; one for all, as Flink's own. */
  @SuppressWarnings("NullAway.Init") // set before each use
  private final class UserContext extends KeyedProcessFunction<K, I, O>.OnTimerContext {
    private FK flinkKey;
    private KeyedProcessFunction<?, ?, ?>.Context context;
    private TimeDomain timeDomain;

    UserContext() {
      function.super();
    }

    @Override
    public @Nullable Long timestamp() {
      return context.timestamp();
    }

    @Override
    public TimerService timerService() {
      return context.timerService();
    }

    @Override
    public <X> void output(OutputTag<X> tag, X value) {
      context.output(tag, value);
    }

    @Override
    public K getCurrentKey() {
      return key(flinkKey);
    }

    @Override
    public TimeDomain timeDomain() {
      return timeDomain;
    }
  }
}
