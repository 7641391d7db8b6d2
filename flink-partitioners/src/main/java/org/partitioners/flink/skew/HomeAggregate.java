package org.partitioners.flink.skew;

import org.apache.flink.api.common.functions.AggregateFunction;

/** The user's function at a key's home: adds records, and merges parts that others combined. */
final class HomeAggregate<K, T, ACC, R>
    implements AggregateFunction<Contribution<K, T, ACC>, ACC, R> {
  private static final long serialVersionUID = 1L;

  private final AggregateFunction<T, ACC, R> function;

  HomeAggregate(AggregateFunction<T, ACC, R> function) {
    this.function = function;
  }

  @Override
  public ACC createAccumulator() {
    return function.createAccumulator();
  }

  @Override
  public ACC add(Contribution<K, T, ACC> contribution, ACC accumulator) {
    return contribution instanceof Contribution.Whole<K, T, ACC> whole
        ? function.add(whole.record(), accumulator)
        : function.merge(accumulator, ((Contribution.Part<K, T, ACC>) contribution).accumulator());
  }

  @Override
  public R getResult(ACC accumulator) {
    return function.getResult(accumulator);
  }

  @Override
  public ACC merge(ACC one, ACC other) {
    return function.merge(one, other);
  }
}
