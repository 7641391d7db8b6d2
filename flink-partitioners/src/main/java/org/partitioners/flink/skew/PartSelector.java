package org.partitioners.flink.skew;

import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.api.java.tuple.Tuple2;

/** Selects the key of a routed record, and the part that its router gave it. */
record PartSelector<T, K>(KeySelector<T, K> selector)
    implements KeySelector<Tuple2<Integer, T>, Tuple2<K, Integer>> {

  @Override
  public Tuple2<K, Integer> getKey(Tuple2<Integer, T> routed) throws Exception {
    return Tuple2.of(selector.getKey(routed.f1), routed.f0);
  }
}
