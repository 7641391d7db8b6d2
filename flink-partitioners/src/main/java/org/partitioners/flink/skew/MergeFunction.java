package org.partitioners.flink.skew;

import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Runs the user's function on the results of a key's parts, freed of the key they carry. */
final class MergeFunction<K, P, R> extends AdaptedFunction<K, Tuple2<K, P>, R, K, P, R> {
  private static final long serialVersionUID = 1L;

  MergeFunction(KeyedProcessFunction<K, P, R> function) {
    super(function);
  }

  @Override
  K key(K key) {
    return key;
  }

  @Override
  P value(Tuple2<K, P> result) {
    return result.f1;
  }

  @Override
  Collector<R> results(K key, Collector<R> out) {
    return out;
  }
}
