package org.partitioners.flink.skew;

import static java.util.Objects.requireNonNull;

import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.functions.ReduceFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.typeutils.TypeExtractor;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.OutputTag;

/**
 * What the parts of keys emit, on its way to the keys' homes. Each method that makes it one result
 * per key adds an operator, with the parallelism of the parts; call one or several.
 *
 * <p>For savepoints give {@link #uid} to the parts, and a uid to the stream that {@link #fold} or
 * {@link #merge} returns.
 *
 * @param <K> the user's key
 * @param <P> the results of parts
 */
@PublicEvolving
public final class PartStream<K, P> {
  private final SingleOutputStreamOperator<?> routed;
  private final SingleOutputStreamOperator<Tuple2<K, P>> results;
  private final TypeInformation<K> keyType;
  private final TypeInformation<P> partType;

  PartStream(
      SingleOutputStreamOperator<?> routed,
      SingleOutputStreamOperator<Tuple2<K, P>> results,
      TypeInformation<K> keyType,
      TypeInformation<P> partType) {
    this.routed = routed;
    this.results = results;
    this.keyType = keyType;
    this.partType = partType;
  }

  /**
   * Identifies the operator of the parts in savepoints, as {@code uid} does any operator. The
   * router, which has no state, gets the same uid with "-route" after it, for jobs in which every
   * operator must have one.
   */
  public PartStream<K, P> uid(String uid) {
    routed.uid(uid + "-route");
    results.uid(uid);
    return this;
  }

  /** Names the operator of the parts; "parts" by default. */
  public PartStream<K, P> name(String name) {
    results.name(name);
    return this;
  }

  /** A side output of the parts, as they emit it: it does not go by the home. */
  public <X> DataStream<X> sideOutput(OutputTag<X> tag) {
    return results.getSideOutput(tag);
  }

  /**
   * Folds the results of a key's parts that have the same timestamp into one, emitted with that
   * timestamp when the watermark passes it. Made for parts that emit by event-time timers: parts
   * which set timers for the same times, such as the ends of windows, thus give one result for each
   * of these, as an unsplit function would. A result emitted for a record has the record's
   * timestamp.
   *
   * <p>Late results, those of timers that a part set for a time already past, are neither dropped
   * nor folded into what was emitted before: those of one time that come before the watermark next
   * advances are folded and emitted as one further result for it.
   *
   * <p>State: an entry and a timer for each key and timestamp, until the watermark passes it; in a
   * stream without watermarks, until its end. The job fails at a result without timestamp, such as
   * from a processing-time timer: {@link #merge} takes these.
   *
   * @param reduce associative and commutative; a rich one is opened and closed
   */
  public SingleOutputStreamOperator<P> fold(ReduceFunction<P> reduce) {
    requireNonNull(reduce, "reduce");
    return home()
        .process(new FoldFunction<>(reduce, partType), partType)
        .name("fold")
        .setParallelism(results.getParallelism())
        .setMaxParallelism(results.getTransformation().getMaxParallelism());
  }

  /**
   * {@link #merge(KeyedProcessFunction, TypeInformation)} with the results' type found by Flink's
   * type extraction.
   *
   * @throws org.apache.flink.api.common.functions.InvalidTypesException if it cannot be found
   */
  public <R> SingleOutputStreamOperator<R> merge(KeyedProcessFunction<K, P, R> function) {
    return merge(
        function,
        TypeExtractor.getUnaryOperatorReturnType(
            function,
            KeyedProcessFunction.class,
            1,
            2,
            TypeExtractor.NO_INDEX,
            partType,
            "merge",
            false));
  }

  /**
   * Merges the results of a key's parts by a function of the user's, at home: keyed by the user's
   * key with a plain {@code keyBy}, with state and timers. It sees results of one part in the order
   * in which they were emitted, of several parts in any.
   *
   * @param resultType type of what the function emits
   */
  public <R> SingleOutputStreamOperator<R> merge(
      KeyedProcessFunction<K, P, R> function, TypeInformation<R> resultType) {
    requireNonNull(function, "function");
    requireNonNull(resultType, "resultType");
    return home()
        .process(new MergeFunction<>(results.getExecutionEnvironment().clean(function)), resultType)
        .name("merge")
        .setParallelism(results.getParallelism())
        .setMaxParallelism(results.getTransformation().getMaxParallelism());
  }

  private KeyedStream<Tuple2<K, P>, K> home() {
    return results.keyBy(new Home<>(), keyType);
  }

  private record Home<K, P>() implements KeySelector<Tuple2<K, P>, K> {
    @Override
    public K getKey(Tuple2<K, P> result) {
      return result.f0;
    }
  }
}
