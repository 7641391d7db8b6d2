package org.partitioners.flink.skew;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** A key's total, by state of its own and a timer at the end of time. */
final class TotalAtTheEnd extends KeyedProcessFunction<String, Sum, Sum> {
  private transient ValueState<Long> total;

  @Override
  public void open(OpenContext context) {
    total = getRuntimeContext().getState(new ValueStateDescriptor<>("total", Types.LONG));
  }

  @Override
  public void processElement(Sum sum, Context context, Collector<Sum> out) throws Exception {
    Long before = total.value();
    total.update(before == null ? sum.value() : before + sum.value());
    context.timerService().registerEventTimeTimer(Long.MAX_VALUE - 1);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<Sum> out) throws Exception {
    out.collect(new Sum(context.getCurrentKey(), 0, total.value()));
  }
}
