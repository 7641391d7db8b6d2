package org.partitioners.flink.skew;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.common.state.AggregatingStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.TypeExtractor;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.functions.windowing.PassThroughWindowFunction;
import org.apache.flink.streaming.api.functions.windowing.ProcessWindowFunction;
import org.apache.flink.streaming.api.functions.windowing.WindowFunction;
import org.apache.flink.streaming.api.graph.StreamGraphGenerator;
import org.apache.flink.streaming.api.transformations.OneInputTransformation;
import org.apache.flink.streaming.api.transformations.PartitionTransformation;
import org.apache.flink.streaming.api.windowing.assigners.MergingWindowAssigner;
import org.apache.flink.streaming.api.windowing.assigners.WindowAssigner;
import org.apache.flink.streaming.api.windowing.triggers.Trigger;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.streaming.api.windowing.windows.Window;
import org.apache.flink.streaming.runtime.operators.windowing.functions.InternalSingleValueProcessWindowFunction;
import org.apache.flink.streaming.runtime.operators.windowing.functions.InternalSingleValueWindowFunction;
import org.apache.flink.streaming.runtime.operators.windowing.functions.InternalWindowFunction;
import org.apache.flink.streaming.runtime.partitioner.KeyGroupStreamPartitioner;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * A windowed stream to be aggregated with relief of hot keys. Made by {@link
 * SkewAwareStream#window}; reads like Flink's {@code WindowedStream}, and gives what it gives.
 *
 * <p>Immutable: each option is a new stream.
 *
 * @param <T> the records
 * @param <K> the keys
 * @param <W> the windows
 */
@PublicEvolving
public final class SkewAwareWindowedStream<T, K, W extends Window> {
  private final SkewAwareStream<T, K> keyed;
  private final WindowAssigner<? super T, W> assigner;
  private final @Nullable Trigger<? super T, ? super W> trigger;
  private final Duration allowedLateness;
  private final @Nullable OutputTag<T> lateTag;

  SkewAwareWindowedStream(SkewAwareStream<T, K> keyed, WindowAssigner<? super T, W> assigner) {
    this(keyed, assigner, null, Duration.ZERO, null);
  }

  private SkewAwareWindowedStream(
      SkewAwareStream<T, K> keyed,
      WindowAssigner<? super T, W> assigner,
      @Nullable Trigger<? super T, ? super W> trigger,
      Duration allowedLateness,
      @Nullable OutputTag<T> lateTag) {
    this.keyed = keyed;
    this.assigner = assigner;
    this.trigger = trigger;
    this.allowedLateness = allowedLateness;
    this.lateTag = lateTag;
  }

  /**
   * When windows emit, other than by default: a trigger that does not look at single records, as
   * Flink's event-time, processing-time and continuous triggers, purging or not.
   */
  public SkewAwareWindowedStream<T, K, W> trigger(Trigger<? super T, ? super W> newTrigger) {
    return new SkewAwareWindowedStream<>(
        keyed, assigner, requireNonNull(newTrigger, "trigger"), allowedLateness, lateTag);
  }

  /**
   * How long after a window's end late records still count, and make it emit again.
   *
   * @param lateness not negative; zero by default
   * @throws IllegalArgumentException if it is negative
   */
  public SkewAwareWindowedStream<T, K, W> allowedLateness(Duration lateness) {
    if (requireNonNull(lateness, "lateness").isNegative()) {
      throw new IllegalArgumentException("lateness: " + lateness + " is negative");
    }
    return new SkewAwareWindowedStream<>(keyed, assigner, trigger, lateness, lateTag);
  }

  /** Where records go that come too late: {@code getSideOutput(tag)} of the result. */
  public SkewAwareWindowedStream<T, K, W> sideOutputLateData(OutputTag<T> tag) {
    return new SkewAwareWindowedStream<>(
        keyed, assigner, trigger, allowedLateness, requireNonNull(tag, "tag"));
  }

  /**
   * Aggregates each window.
   *
   * @param function with a {@code merge} that is associative and commutative, and to which {@code
   *     createAccumulator()} is neutral; not a rich function
   */
  public <ACC, R> SingleOutputStreamOperator<R> aggregate(AggregateFunction<T, ACC, R> function) {
    return aggregate(function, accumulatorType(function), resultType(function));
  }

  /** {@link #aggregate(AggregateFunction)} with the types given. */
  public <ACC, R> SingleOutputStreamOperator<R> aggregate(
      AggregateFunction<T, ACC, R> function,
      TypeInformation<ACC> accumulatorType,
      TypeInformation<R> resultType) {
    return aggregate(
        function,
        new InternalSingleValueWindowFunction<>(new PassThroughWindowFunction<K, W, R>()),
        accumulatorType,
        resultType,
        resultType);
  }

  /** Aggregates each window and hands the result, with key and window, to a function. */
  public <ACC, V, R> SingleOutputStreamOperator<R> aggregate(
      AggregateFunction<T, ACC, V> function, ProcessWindowFunction<V, R, K, W> windowFunction) {
    TypeInformation<V> valueType = resultType(function);
    TypeInformation<R> resultType =
        TypeExtractor.getUnaryOperatorReturnType(
            requireNonNull(windowFunction, "windowFunction"),
            ProcessWindowFunction.class,
            0,
            1,
            TypeExtractor.NO_INDEX,
            valueType,
            null,
            false);
    return aggregate(function, windowFunction, accumulatorType(function), valueType, resultType);
  }

  /** {@link #aggregate(AggregateFunction, ProcessWindowFunction)} with the types given. */
  public <ACC, V, R> SingleOutputStreamOperator<R> aggregate(
      AggregateFunction<T, ACC, V> function,
      ProcessWindowFunction<V, R, K, W> windowFunction,
      TypeInformation<ACC> accumulatorType,
      TypeInformation<V> valueType,
      TypeInformation<R> resultType) {
    return aggregate(
        function,
        new InternalSingleValueProcessWindowFunction<>(clean(windowFunction)),
        accumulatorType,
        valueType,
        resultType);
  }

  /** Aggregates each window and hands the result, with key and window, to a function. */
  public <ACC, V, R> SingleOutputStreamOperator<R> aggregate(
      AggregateFunction<T, ACC, V> function, WindowFunction<V, R, K, W> windowFunction) {
    TypeInformation<V> valueType = resultType(function);
    TypeInformation<R> resultType =
        TypeExtractor.getUnaryOperatorReturnType(
            requireNonNull(windowFunction, "windowFunction"),
            WindowFunction.class,
            0,
            1,
            new int[] {3, 0},
            valueType,
            null,
            false);
    return aggregate(
        function,
        new InternalSingleValueWindowFunction<>(clean(windowFunction)),
        accumulatorType(function),
        valueType,
        resultType);
  }

  private <ACC, V, R> SingleOutputStreamOperator<R> aggregate(
      AggregateFunction<T, ACC, V> function,
      InternalWindowFunction<V, R, K, W> windowFunction,
      TypeInformation<ACC> accumulatorType,
      TypeInformation<V> valueType,
      TypeInformation<R> resultType) {
    requireNonNull(valueType, "valueType");
    AggregateFunction<T, ACC, V> cleaned = clean(Topology.plain(function));
    Windowing<T> windowing = Windowing.of(assigner, trigger);
    DataStream<Contribution<K, T, ACC>> contributions =
        Topology.wayHome(
            keyed,
            cleaned,
            accumulatorType,
            windowing,
            lateTag != null || !allowedLateness.isZero()
                ? Topology.Lateness.SEEN
                : Topology.Lateness.UNSEEN);
    HomeOperator<K, T, ACC, V, R, W> home =
        home(windowing, cleaned, windowFunction, accumulatorType);
    SingleOutputStreamOperator<R> result =
        atHome(contributions).transform("skew-aware " + assigner, resultType, home);
    keyState(result);
    return finished(result);
  }

  private <ACC, V, R> HomeOperator<K, T, ACC, V, R, W> home(
      Windowing<T> windowing,
      AggregateFunction<T, ACC, V> function,
      InternalWindowFunction<V, R, K, W> windowFunction,
      TypeInformation<ACC> accumulatorType) {
    return new HomeOperator<>(
        contributed(windowing),
        assigner.getWindowSerializer(keyed.environment().getConfig()),
        new HomeKey<>(keyed.selector()),
        Topology.serializer(keyed.keyType(), keyed.environment()),
        new AggregatingStateDescriptor<>(
            "window-contents",
            new HomeAggregate<K, T, ACC, V>(function),
            Topology.serializer(accumulatorType, keyed.environment())),
        windowFunction,
        this.<ACC>contributedTrigger(),
        allowedLateness.toMillis(),
        lateTag == null
            ? null
            : new OutputTag<>(
                "late-contributions",
                new ContributionTypeInfo<>(
                    keyed.keyType(), keyed.stream().getType(), accumulatorType)),
        windowing,
        Topology.serializer(keyed.stream().getType(), keyed.environment()),
        lateTag);
  }

  @SuppressWarnings(
      "unchecked") // but for sessions, the assigners that are let in look at no record
  private <ACC> WindowAssigner<Contribution<K, T, ACC>, W> contributed(Windowing<T> windowing) {
    return (WindowAssigner<Contribution<K, T, ACC>, W>)
        (windowing.gap() == null
            ? assigner
            : new ContributedSessions<K, T, ACC>(
                (MergingWindowAssigner<? super T, TimeWindow>) assigner));
  }

  @SuppressWarnings("unchecked") // the triggers that are let in look at no record
  private <ACC> Trigger<Contribution<K, T, ACC>, W> contributedTrigger() {
    return (Trigger<Contribution<K, T, ACC>, W>)
        (trigger == null ? assigner.getDefaultTrigger() : trigger);
  }

  /**
   * Partitioned as by {@code keyBy}, which cannot be told of marks: these have a place to go to,
   * but no key.
   */
  private <ACC> DataStream<Contribution<K, T, ACC>> atHome(
      DataStream<Contribution<K, T, ACC>> contributions) {
    return new DataStream<>(
        keyed.environment(),
        new PartitionTransformation<>(
            contributions.getTransformation(),
            new KeyGroupStreamPartitioner<>(
                new HomeEdge<K, T, ACC>(keyed.selector()),
                StreamGraphGenerator.DEFAULT_LOWER_BOUND_MAX_PARALLELISM)));
  }

  @SuppressWarnings("unchecked") // what HomeOperator takes
  private <ACC> void keyState(SingleOutputStreamOperator<?> home) {
    OneInputTransformation<Contribution<K, T, ACC>, ?> transformation =
        (OneInputTransformation<Contribution<K, T, ACC>, ?>) home.getTransformation();
    transformation.setStateKeySelector(new HomeKey<K, T, ACC>(keyed.selector()));
    transformation.setStateKeyType(keyed.keyType());
  }

  private <R> SingleOutputStreamOperator<R> finished(SingleOutputStreamOperator<R> result) {
    SkewAwareStream.Options<K> options = keyed.options();
    if (options.parallelism() > 0) {
      result.setParallelism(options.parallelism());
    }
    return options.uid() == null ? result : result.uid(options.uid());
  }

  private <F> F clean(F function) {
    return keyed.environment().clean(requireNonNull(function, "function"));
  }

  private <ACC> TypeInformation<ACC> accumulatorType(AggregateFunction<T, ACC, ?> function) {
    return TypeExtractor.getAggregateFunctionAccumulatorType(
        requireNonNull(function, "function"), keyed.stream().getType(), null, false);
  }

  private <R> TypeInformation<R> resultType(AggregateFunction<T, ?, R> function) {
    return TypeExtractor.getAggregateFunctionReturnType(
        requireNonNull(function, "function"), keyed.stream().getType(), null, false);
  }
}
