package org.partitioners.flink.skew;

import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.java.tuple.Tuple3;

/** How many clicks, their sum, and an order-free digest that no loss or doubling leaves alone. */
class Summary
    implements AggregateFunction<Click, Tuple3<Long, Long, Long>, Tuple3<Long, Long, Long>> {
  private static final long serialVersionUID = 1L;

  @Override
  public Tuple3<Long, Long, Long> createAccumulator() {
    return Tuple3.of(0L, 0L, 0L);
  }

  @Override
  public Tuple3<Long, Long, Long> add(Click click, Tuple3<Long, Long, Long> sum) {
    sum.f0 += 1;
    sum.f1 += click.value;
    sum.f2 += KeyHash.of(click.time * 31 + click.value);
    return sum;
  }

  @Override
  public Tuple3<Long, Long, Long> getResult(Tuple3<Long, Long, Long> sum) {
    return sum;
  }

  @Override
  public Tuple3<Long, Long, Long> merge(
      Tuple3<Long, Long, Long> sum, Tuple3<Long, Long, Long> other) {
    sum.f0 += other.f0;
    sum.f1 += other.f1;
    sum.f2 += other.f2;
    return sum;
  }
}
