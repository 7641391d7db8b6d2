package org.partitioners.flink.skew;

import java.io.Serializable;
import java.time.Duration;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.functions.KeySelector;

/**
 * How records are combined on their way.
 *
 * @param keys copies keys that are kept, if they may be reused upstream
 * @param records copies records that are combined, likewise
 * @param maxParts how many parts are kept, at least 1
 * @param maxDelay how long parts are kept where home goes by the clock
 */
record Combining<K, T, ACC>(
    KeySelector<T, K> keyOf,
    AggregateFunction<T, ACC, ?> function,
    Windowing<T> windowing,
    TypeSerializer<K> keys,
    TypeSerializer<T> records,
    int maxParts,
    Duration maxDelay)
    implements Serializable {

  /** The key of a record. */
  K key(T record) throws Exception {
    K key = keyOf.getKey(record);
    if (key == null) {
      throw new NullPointerException(
          "key: null cannot be aggregated: filter such records out, or map them to a value");
    }
    return key;
  }
}
