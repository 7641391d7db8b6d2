package org.partitioners.flink.skew;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * A key's home without windows: keeps the aggregate of all its records, and emits it at the next
 * full interval of the clock after it has changed, and at the end of the input.
 */
final class RunningHome<K, T, ACC, R, OUT>
    extends KeyedProcessFunction<K, Contribution<K, T, ACC>, OUT> {
  private static final long serialVersionUID = 1L;

  private final HomeAggregate<K, T, ACC, R> function;
  private final RunningResult<K, R, OUT> result;
  private final TypeInformation<ACC> accumulatorType;
  private final long intervalMillis;

  private transient @Nullable ValueState<ACC> accumulator;

  /** When the key's change will be told; absent if there is none to tell. */
  private transient @Nullable ValueState<Long> tellAt;

  RunningHome(
      HomeAggregate<K, T, ACC, R> function,
      RunningResult<K, R, OUT> result,
      TypeInformation<ACC> accumulatorType,
      Duration interval) {
    this.function = function;
    this.result = result;
    this.accumulatorType = accumulatorType;
    this.intervalMillis = interval.toMillis();
  }

  @Override
  public void open(OpenContext context) {
    accumulator =
        getRuntimeContext().getState(new ValueStateDescriptor<>("running", accumulatorType));
    tellAt = getRuntimeContext().getState(new ValueStateDescriptor<>("tell-at", Types.LONG));
  }

  @Override
  public void processElement(
      Contribution<K, T, ACC> contribution, Context context, Collector<OUT> out) throws Exception {
    ValueState<ACC> state = requireNonNull(accumulator);
    ACC old = state.value();
    state.update(function.add(contribution, old == null ? function.createAccumulator() : old));
    if (requireNonNull(tellAt).value() == null) {
      long now = context.timerService().currentProcessingTime();
      long next = now - Math.floorMod(now, intervalMillis) + intervalMillis;
      tellAt.update(next);
      context.timerService().registerProcessingTimeTimer(next);
      // The clock's timers do not fire after the end of the input; this one does, at the latest.
      context.timerService().registerEventTimeTimer(Long.MAX_VALUE);
    }
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<OUT> out) throws Exception {
    Long next = requireNonNull(tellAt).value();
    if (next == null) {
      return;
    }
    tellAt.clear();
    context.timerService().deleteProcessingTimeTimer(next);
    context.timerService().deleteEventTimeTimer(Long.MAX_VALUE);
    ACC sum = requireNonNull(accumulator).value();
    result.emit(context.getCurrentKey(), function.getResult(sum), out);
  }
}
