package org.partitioners.flink.skew;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Sums values per key and minute, in state, and emits the sums by event-time timers. The same class
 * does all of a key's work or that of a part.
 */
final class SumPerMinute<K> extends KeyedProcessFunction<K, Sale, Sum> {
  static final long MINUTE = 60_000;

  private transient MapState<Long, Sum> sums;

  @Override
  public void open(OpenContext context) {
    sums =
        getRuntimeContext()
            .getMapState(new MapStateDescriptor<>("sums", Types.LONG, Types.POJO(Sum.class)));
  }

  @Override
  public void processElement(Sale sale, Context context, Collector<Sum> out) throws Exception {
    long end = sale.time() - sale.time() % MINUTE + MINUTE - 1;
    Sum sum = new Sum(sale.shop(), end, sale.value());
    Sum before = sums.get(end);
    sums.put(end, before == null ? sum : before.plus(sum));
    context.timerService().registerEventTimeTimer(end);
  }

  @Override
  public void onTimer(long end, OnTimerContext context, Collector<Sum> out) throws Exception {
    out.collect(sums.get(end));
    sums.remove(end);
  }
}
