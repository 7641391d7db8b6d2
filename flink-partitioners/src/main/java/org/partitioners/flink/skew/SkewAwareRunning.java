package org.partitioners.flink.skew;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.TypeExtractor;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * A stream without windows, to be aggregated with relief of hot keys. Made by {@link
 * SkewAwareStream#running}.
 *
 * @param <T> the records
 * @param <K> the keys
 */
@PublicEvolving
public final class SkewAwareRunning<T, K> {
  private final SkewAwareStream<T, K> keyed;
  private final Duration interval;

  SkewAwareRunning(SkewAwareStream<T, K> keyed, Duration interval) {
    this.keyed = keyed;
    this.interval = interval;
  }

  /**
   * Aggregates all records of a key. The last result of a key is that of all its records; how many
   * come before it, and of what, depends on the clock.
   *
   * @param function with a {@code merge} that is associative and commutative, and to which {@code
   *     createAccumulator()} is neutral; not a rich function
   * @param result emits a key's result
   * @param resultType of what is emitted
   */
  public <ACC, R, OUT> SingleOutputStreamOperator<OUT> aggregate(
      AggregateFunction<T, ACC, R> function,
      RunningResult<K, R, OUT> result,
      TypeInformation<OUT> resultType) {
    return aggregate(
        function,
        result,
        TypeExtractor.getAggregateFunctionAccumulatorType(
            requireNonNull(function, "function"), keyed.stream().getType(), null, false),
        resultType);
  }

  /** The same with the accumulator's type given. */
  public <ACC, R, OUT> SingleOutputStreamOperator<OUT> aggregate(
      AggregateFunction<T, ACC, R> function,
      RunningResult<K, R, OUT> result,
      TypeInformation<ACC> accumulatorType,
      TypeInformation<OUT> resultType) {
    AggregateFunction<T, ACC, R> cleaned = keyed.environment().clean(Topology.plain(function));
    DataStream<Contribution<K, T, ACC>> contributions =
        Topology.wayHome(
            keyed, cleaned, accumulatorType, Windowing.running(), Topology.Lateness.UNSEEN);
    SkewAwareStream.Options<K> options = keyed.options();
    SingleOutputStreamOperator<OUT> home =
        contributions
            .keyBy(new HomeKey<>(keyed.selector()), keyed.keyType())
            .process(
                new RunningHome<>(
                    new HomeAggregate<>(cleaned),
                    keyed.environment().clean(requireNonNull(result, "result")),
                    accumulatorType,
                    interval),
                resultType)
            .name("skew-aware running aggregate");
    if (options.parallelism() > 0) {
      home.setParallelism(options.parallelism());
    }
    return options.uid() == null ? home : home.uid(options.uid());
  }
}
