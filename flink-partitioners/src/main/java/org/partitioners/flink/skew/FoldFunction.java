package org.partitioners.flink.skew;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.ReduceFunction;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.functions.util.FunctionUtils;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Folds the results of a key that have the same timestamp into one, which it emits when the
 * watermark passes that timestamp. The timer of a late result is due at once, that is when the
 * watermark next advances, so late results need no code of their own.
 */
final class FoldFunction<K, P> extends KeyedProcessFunction<K, Tuple2<K, P>, P> {
  private static final long serialVersionUID = 1L;

  private final ReduceFunction<P> reduce;
  private final TypeInformation<P> type;

  private transient MapState<Long, P> folded;

  FoldFunction(ReduceFunction<P> reduce, TypeInformation<P> type) {
    this.reduce = reduce;
    this.type = type;
  }

  @Override
  public void setRuntimeContext(RuntimeContext context) {
    super.setRuntimeContext(context);
    FunctionUtils.setFunctionRuntimeContext(reduce, context);
  }

  @Override
  public void open(OpenContext context) throws Exception {
    FunctionUtils.openFunction(reduce, context);
    folded = getRuntimeContext().getMapState(new MapStateDescriptor<>("folded", Types.LONG, type));
  }

  @Override
  public void close() throws Exception {
    FunctionUtils.closeFunction(reduce);
  }

  @Override
  public void processElement(Tuple2<K, P> result, Context context, Collector<P> out)
      throws Exception {
    Long timestamp = context.timestamp();
    if (timestamp == null) {
      throw new IllegalStateException(
          "timestamp: none, of a result of key "
              + result.f0
              + ": fold needs results with timestamps, from event-time timers or records that have"
              + " one; use merge where processing-time timers emit or records have no timestamps");
    }
    P before = folded.get(timestamp);
    if (before == null) {
      context.timerService().registerEventTimeTimer(timestamp);
      folded.put(timestamp, result.f1);
    } else {
      folded.put(timestamp, reduce.reduce(before, result.f1));
    }
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<P> out) throws Exception {
    P whole = folded.get(timestamp);
    folded.remove(timestamp);
    out.collect(whole);
  }
}
