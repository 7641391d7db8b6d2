package org.partitioners.flink.skew;

import java.io.Serializable;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.util.Collector;

/**
 * Emits the running result of a key that has changed.
 *
 * @param <K> the key
 * @param <R> the result of the aggregate function
 * @param <OUT> what is emitted
 */
@PublicEvolving
@FunctionalInterface
public interface RunningResult<K, R, OUT> extends Serializable {

  /** Emits what is to be known of a key's result so far. */
  void emit(K key, R result, Collector<OUT> out) throws Exception;
}
