package org.partitioners.flink.skew;

import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;
import org.partitioners.flink.PlacedKey;

/** Runs the user's function on the parts of keys; each result carries its key onward. */
final class PartFunction<K, T, P>
    extends AdaptedFunction<
        PlacedKey<Tuple2<K, Integer>>, Tuple2<Integer, T>, Tuple2<K, P>, KeyPart<K>, T, P> {
  private static final long serialVersionUID = 1L;

  private transient @Nullable KeyedResults<K, P> results;

  PartFunction(KeyedProcessFunction<KeyPart<K>, T, P> function) {
    super(function);
  }

  @Override
  KeyPart<K> key(PlacedKey<Tuple2<K, Integer>> placed) {
    return new KeyPart<>(placed.key().f0, placed.key().f1);
  }

  @Override
  T value(Tuple2<Integer, T> routed) {
    return routed.f1;
  }

  @Override
  Collector<P> results(PlacedKey<Tuple2<K, Integer>> placed, Collector<Tuple2<K, P>> out) {
    KeyedResults<K, P> keyed = results;
    if (keyed == null) {
      // Flink's operator passes one collector, always the same.
      keyed = new KeyedResults<>(out);
      results = keyed;
    }
    keyed.key = placed.key().f0;
    return keyed;
  }

  @SuppressWarnings("NullAway.Init") // the key is set before each use
  private static final class KeyedResults<K, P> implements Collector<P> {
    private final Collector<Tuple2<K, P>> out;
    private K key;

    KeyedResults(Collector<Tuple2<K, P>> out) {
      this.out = out;
    }

    @Override
    public void collect(P result) {
      out.collect(Tuple2.of(key, result));
    }

    @Override
    public void close() {
      out.close();
    }
  }
}
