package org.partitioners.flink.range;

import java.time.Duration;
import java.util.Comparator;
import java.util.function.Consumer;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.tuple.Tuple6;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.core.memory.ManagedMemoryUseCase;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.MultipleConnectedStreams;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.operators.SimpleOperatorFactory;
import org.apache.flink.streaming.api.transformations.MultipleInputTransformation;
import org.apache.flink.streaming.api.transformations.PartitionTransformation;
import org.apache.flink.streaming.api.transformations.StreamExchangeMode;
import org.apache.flink.streaming.runtime.partitioner.BroadcastPartitioner;
import org.apache.flink.streaming.runtime.partitioner.ForwardPartitioner;
import org.apache.flink.streaming.runtime.partitioner.GlobalPartitioner;
import org.apache.flink.streaming.runtime.partitioner.StreamPartitioner;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;
import org.partitioners.flink.FlinkPartitioners;
import org.partitioners.flink.PlacedKey;
import org.partitioners.flink.Placement;
import org.partitioners.range.RangeBoundaries;
import org.partitioners.range.RangeReport;
import org.partitioners.range.SharedRanges;

/** Samples, derives and routes. */
final class RangeTopology<T, K> {
  /** In MiB, against what other operators of the slot ask for. */
  private static final int SORT_MEMORY_WEIGHT = 128;

  private final DataStream<T> stream;
  private final StreamExecutionEnvironment environment;
  private final TypeInformation<K> keyType;
  private final KeySelector<T, K> selector;
  private final Comparator<? super K> order;
  private final RangeOptions<T, K> options;
  private final Selection<T, K> selection;
  private final TypeInformation<Tuple2<Integer, T>> routedType;

  RangeTopology(
      DataStream<T> stream,
      KeySelector<T, K> selector,
      TypeInformation<K> keyType,
      Comparator<? super K> order,
      RangeOptions<T, K> options) {
    this.stream = stream;
    this.environment = stream.getExecutionEnvironment();
    this.keyType = keyType;
    this.selector = selector;
    this.order = order;
    this.options = options;
    this.selection = new Selection<>(selector, keySerializer(), options.weight);
    this.routedType = Types.TUPLE(Types.INT, stream.getType());
  }

  private TypeSerializer<K> keySerializer() {
    return keyType.createSerializer(environment.getConfig().getSerializerConfig());
  }

  boolean isBatch() {
    return mode() == RuntimeExecutionMode.BATCH;
  }

  private RuntimeExecutionMode mode() {
    return environment.getConfiguration().get(ExecutionOptions.RUNTIME_MODE);
  }

  int partitions() {
    RangeBoundaries<K> constant = options.constant;
    if (options.partitions > 0) {
      return options.partitions;
    }
    return constant != null ? constant.size() : environment.getParallelism();
  }

  int maxParallelism() {
    int maxParallelism = environment.getMaxParallelism();
    if (maxParallelism < 1) {
      throw new IllegalStateException(
          "maxParallelism of the environment: unset, and ranges are of key groups: call"
              + " env.setMaxParallelism(128), say, before RangeShuffle.keyBy");
    }
    return maxParallelism;
  }

  SingleOutputStreamOperator<T> shuffled() {
    int partitions = partitions();
    DataStream<Tuple2<Integer, T>> routed = routed(options.kind, partitions, timing());
    SingleOutputStreamOperator<T> shuffled =
        via(routed, new PlacePartitioner<>(), timing())
            .map(new Unplace<>())
            .returns(stream.getType())
            .name("range")
            .setParallelism(partitions);
    return options.uid == null ? shuffled : shuffled.uid(options.uid);
  }

  SingleOutputStreamOperator<T> sorted() {
    if (!isBatch()) {
      throw new IllegalStateException(
          "execution.runtime-mode: "
              + mode()
              + ", and a sort has an end in BATCH only: call"
              + " env.setRuntimeMode(RuntimeExecutionMode.BATCH) before RangeShuffle.sorted");
    }
    int partitions = partitions();
    DataStream<Tuple2<Integer, T>> routed =
        routed(RangeForm.Kind.SHARED, partitions, RangeTiming.ONCE);
    SingleOutputStreamOperator<T> sorted =
        via(routed, new PlacePartitioner<>(), RangeTiming.ONCE)
            .transform(
                "sort",
                stream.getType(),
                SortingOperator.of(
                    selection, stream.getType(), keyType, order, environment.getConfig()))
            .setParallelism(partitions);
    sorted
        .getTransformation()
        .declareManagedMemoryUseCaseAtOperatorScope(
            ManagedMemoryUseCase.OPERATOR, SORT_MEMORY_WEIGHT);
    return options.uid == null ? sorted : sorted.uid(options.uid);
  }

  /** Fails as {@code keyBy} does for types that are no keys, such as arrays and enums. */
  void requireKeys() {
    var unused = stream.keyBy(selector, keyType);
  }

  private RangeTiming timing() {
    if (options.constant == null && mode() == RuntimeExecutionMode.AUTOMATIC) {
      throw new IllegalStateException(
          "execution.runtime-mode: AUTOMATIC, but ranges are made in one way for STREAMING and in"
              + " another for BATCH: call env.setRuntimeMode with either before RangeShuffle");
    }
    if (isBatch()) {
      return RangeTiming.ONCE;
    }
    return environment.getCheckpointConfig().isCheckpointingEnabled()
        ? RangeTiming.AT_CHECKPOINTS
        : RangeTiming.byClock(options.interval.toMillis());
  }

  KeyedStream<Tuple2<Integer, T>, PlacedKey<Tuple2<K, Integer>>> keyed(Duration window) {
    int places = maxParallelism();
    if (partitions() > places) {
      throw new IllegalStateException(
          "partitions: "
              + partitions()
              + " not in [1.."
              + places
              + "], the maxParallelism of the environment: call env.setMaxParallelism with more, or"
              + " partitions with less");
    }
    requireKeys();
    RangeTiming timing = timing();
    if (!timing.isBatch()) {
      if (timing.interval() > 0 && options.constant == null) {
        throw new IllegalStateException(
            "checkpoints: not enabled, and without them routers cannot agree on ranges: call"
                + " env.enableCheckpointing, or give constant boundaries");
      }
      timing = RangeTiming.atWindows(window.toMillis(), options.lateness.toMillis());
    }
    DataStream<Tuple2<Integer, T>> routed = routed(RangeForm.Kind.WHOLE, places, timing);
    KeyedStream<Tuple2<Integer, T>, PlacedKey<Tuple2<K, Integer>>> keyed =
        Placement.<K>onChosenSubtasks(FlinkPartitioners.hashCodes(), places, places)
            .keyBy(routed, new PlaceSelector<>(selector), Types.TUPLE(keyType, Types.INT));
    ((PartitionTransformation<?>) keyed.getTransformation())
        .getPartitioner()
        .disableUnalignedCheckpoints();
    return keyed;
  }

  private DataStream<Tuple2<Integer, T>> routed(
      RangeForm.Kind kind, int places, RangeTiming timing) {
    RangeForm<K> form = new RangeForm<>(order, keySerializer(), kind, partitions(), places);
    RangeBoundaries<K> constant = options.constant;
    if (constant != null) {
      SharedRanges<K> ranges = RangeShuffle.spread(constant, partitions(), places);
      return named(
          stream
              .transform(
                  "route",
                  routedType,
                  ChainedOperatorFactory.of(new ConstantRouter<>(selection, ranges)))
              .setParallelism(stream.getParallelism()),
          "route");
    }
    RangeBoundaries<K> start = options.first;
    SharedRanges<K> first = start == null ? null : RangeShuffle.spread(start, partitions(), places);
    OutputTag<Tuple6<Long, Integer, Long, Long, Long, byte[]>> samples =
        new OutputTag<>("range-samples", SampleMessage.TYPE);
    SingleOutputStreamOperator<T> sampled =
        named(
            stream
                .transform(
                    "sample",
                    stream.getType(),
                    ChainedOperatorFactory.of(
                        new SamplingOperator<>(selection, form, timing, samples)))
                .setParallelism(stream.getParallelism()),
            "sample");
    return route(form, timing, sampled, derived(form, timing, first, sampled, samples), first);
  }

  private DataStream<byte[]> derived(
      RangeForm<K> form,
      RangeTiming timing,
      @Nullable SharedRanges<K> first,
      SingleOutputStreamOperator<T> sampled,
      OutputTag<Tuple6<Long, Integer, Long, Long, Long, byte[]>> samples) {
    OutputTag<RangeReport<K>> reports =
        new OutputTag<>("range-reports", new RangeReportTypeInfo<>(keyType));
    SingleOutputStreamOperator<byte[]> derived =
        named(
            via(sampled.getSideOutput(samples), new GlobalPartitioner<>(), timing)
                .transform(
                    "derive",
                    PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO,
                    new DerivingOperator<>(
                        form, timing, options.moveAbove, stream.getParallelism(), first, reports))
                .forceNonParallel(),
            "derive");
    Consumer<DataStream<RangeReport<K>>> consumer = options.reports;
    if (consumer != null) {
      consumer.accept(derived.getSideOutput(reports));
    }
    return derived;
  }

  private DataStream<Tuple2<Integer, T>> route(
      RangeForm<K> form,
      RangeTiming timing,
      DataStream<T> sampled,
      DataStream<byte[]> derived,
      @Nullable SharedRanges<K> first) {
    RoutingOperator<T, K> router =
        timing.isBatch()
            ? new BatchRouter<>(selection, form, first)
            : timing.isByTime()
                ? new WindowRouter<>(selection, form, timing, first)
                : new ShuffleRouter<>(selection, form, timing, first);
    MultipleInputTransformation<Tuple2<Integer, T>> route =
        new MultipleInputTransformation<>(
            "route", SimpleOperatorFactory.of(router), routedType, stream.getParallelism());
    route.addInput(via(sampled, new ForwardPartitioner<>(), timing).getTransformation());
    route.addInput(via(derived, new BroadcastPartitioner<>(), timing).getTransformation());
    return named(new MultipleConnectedStreams(environment).transform(route), "route");
  }

  /** An edge on which barriers are aligned, or that is read when all has been written. */
  private <X> DataStream<X> via(
      DataStream<X> from, StreamPartitioner<X> partitioner, RangeTiming timing) {
    partitioner.disableUnalignedCheckpoints();
    return new DataStream<>(
        environment,
        new PartitionTransformation<>(
            from.getTransformation(),
            partitioner,
            timing.isBatch() ? StreamExchangeMode.BATCH : StreamExchangeMode.UNDEFINED));
  }

  private <X> SingleOutputStreamOperator<X> named(
      SingleOutputStreamOperator<X> operator, String name) {
    return options.uid == null ? operator : operator.uid(options.uid + "-" + name);
  }

  /** The record without its place. */
  private static final class Unplace<T> implements MapFunction<Tuple2<Integer, T>, T> {
    private static final long serialVersionUID = 1L;

    @Override
    public T map(Tuple2<Integer, T> placed) {
      return placed.f1;
    }
  }

  /** The key of a record and its place. */
  private static final class PlaceSelector<T, K>
      implements KeySelector<Tuple2<Integer, T>, Tuple2<K, Integer>> {
    private static final long serialVersionUID = 1L;

    private final KeySelector<T, K> selector;

    PlaceSelector(KeySelector<T, K> selector) {
      this.selector = selector;
    }

    @Override
    public Tuple2<K, Integer> getKey(Tuple2<Integer, T> placed) throws Exception {
      return Tuple2.of(selector.getKey(placed.f1), placed.f0);
    }
  }
}
