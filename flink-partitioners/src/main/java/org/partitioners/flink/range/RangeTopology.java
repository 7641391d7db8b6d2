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
import org.apache.flink.api.java.tuple.Tuple5;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.core.memory.ManagedMemoryUseCase;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.MultipleConnectedStreams;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.operators.SimpleOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamMap;
import org.apache.flink.streaming.api.transformations.MultipleInputTransformation;
import org.apache.flink.streaming.api.transformations.PartitionTransformation;
import org.apache.flink.streaming.api.transformations.StreamExchangeMode;
import org.apache.flink.streaming.runtime.partitioner.BroadcastPartitioner;
import org.apache.flink.streaming.runtime.partitioner.ForwardPartitioner;
import org.apache.flink.streaming.runtime.partitioner.GlobalPartitioner;
import org.apache.flink.streaming.runtime.partitioner.StreamPartitioner;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;
import org.partitioners.flink.ChainedOperatorFactory;
import org.partitioners.flink.FlinkPartitioners;
import org.partitioners.flink.PlacedKey;
import org.partitioners.flink.Placement;
import org.partitioners.range.RangeBoundaries;
import org.partitioners.range.RangeReport;
import org.partitioners.range.SharedRanges;

/** The operators that sample keys, derive ranges and route records. */
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
    SingleOutputStreamOperator<T> shuffled =
        via(placed(), new PlacePartitioner<>())
            .transform("range", stream.getType(), new StreamMap<>(new Same<>()))
            .setParallelism(partitions());
    return options.uid == null ? shuffled : shuffled.uid(options.uid);
  }

  /** The records, each with its place for the next edge. */
  private DataStream<T> placed() {
    requireMode();
    requirePartitionsToDerive();
    boolean coordinated = options.constant == null && !isBatch();
    return coordinated
        ? coordinated()
        : routed(options.kind, partitions(), RangeTiming.ONCE, Placing.onEdge(), stream.getType());
  }

  private DataStream<T> coordinated() {
    RangeForm<K> form =
        new RangeForm<>(order, keySerializer(), options.kind, partitions(), partitions());
    long interval =
        environment.getCheckpointConfig().isCheckpointingEnabled()
            ? 0
            : options.interval.toMillis();
    SharedRanges<K> first = starting(partitions());
    OutputTag<RangeReport<K>> reports = reportsTag();
    SingleOutputStreamOperator<T> routed =
        named(
            stream
                .transform(
                    "route",
                    stream.getType(),
                    new ShuffleOperatorFactory<>(
                        new ShuffleOperator<>(selection, form, interval, first, reports),
                        new ShuffleCoordinator.Plan<>(
                            form, interval > 0, options.moveAbove, first)))
                .setParallelism(stream.getParallelism()),
            "route");
    handReports(routed, reports);
    return routed;
  }

  private @Nullable SharedRanges<K> starting(int places) {
    RangeBoundaries<K> start = options.first;
    return start == null ? null : RangeShuffle.spread(start, partitions(), places);
  }

  private OutputTag<RangeReport<K>> reportsTag() {
    return new OutputTag<>("range-reports", new RangeReportTypeInfo<>(keyType));
  }

  private void handReports(
      SingleOutputStreamOperator<?> teller, OutputTag<RangeReport<K>> reports) {
    Consumer<DataStream<RangeReport<K>>> consumer = options.reports;
    if (consumer != null) {
      consumer.accept(teller.getSideOutput(reports));
    }
  }

  SingleOutputStreamOperator<T> sorted() {
    if (!isBatch()) {
      throw new IllegalStateException(
          "execution.runtime-mode: "
              + mode()
              + ", and a sort has an end in BATCH only: call"
              + " env.setRuntimeMode(RuntimeExecutionMode.BATCH) before RangeShuffle.sorted");
    }
    requirePartitionsToDerive();
    int partitions = partitions();
    DataStream<T> routed =
        routed(
            RangeForm.Kind.SHARED,
            partitions,
            RangeTiming.ONCE,
            Placing.onEdge(),
            stream.getType());
    return sorted(routed);
  }

  SingleOutputStreamOperator<T> sortedRuns() {
    if (!isBatch() && !environment.getCheckpointConfig().isCheckpointingEnabled()) {
      throw new IllegalStateException(
          "checkpoints: not enabled, and runs end at them: call env.enableCheckpointing before"
              + " RangeShuffle.sortedRuns");
    }
    return sorted(placed());
  }

  private SingleOutputStreamOperator<T> sorted(DataStream<T> routed) {
    SingleOutputStreamOperator<T> sorted =
        via(routed, new PlacePartitioner<>())
            .transform(
                "sort",
                stream.getType(),
                SortingOperator.of(
                    selection, stream.getType(), keyType, order, environment.getConfig()))
            .setParallelism(partitions());
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

  private void requireMode() {
    if (options.constant == null && mode() == RuntimeExecutionMode.AUTOMATIC) {
      throw new IllegalStateException(
          "execution.runtime-mode: AUTOMATIC, but ranges are made in one way for STREAMING and in"
              + " another for BATCH: call env.setRuntimeMode with either before RangeShuffle");
    }
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
    requireMode();
    requirePartitionsToDerive();
    if (!isBatch()
        && !environment.getCheckpointConfig().isCheckpointingEnabled()
        && options.constant == null) {
      throw new IllegalStateException(
          "checkpoints: not enabled, and without them routers cannot agree on ranges: call"
              + " env.enableCheckpointing, or give constant boundaries");
    }
    RangeTiming timing =
        isBatch()
            ? RangeTiming.ONCE
            : RangeTiming.atWindows(window.toMillis(), options.lateness.toMillis());
    DataStream<Tuple2<Integer, T>> routed =
        routed(RangeForm.Kind.WHOLE, places, timing, Placing.inTuples(), routedType);
    KeyedStream<Tuple2<Integer, T>, PlacedKey<Tuple2<K, Integer>>> keyed =
        Placement.<K>onChosenSubtasks(FlinkPartitioners.hashCodes(), places, places)
            .keyBy(routed, new PlaceSelector<>(selector), Types.TUPLE(keyType, Types.INT));
    ((PartitionTransformation<?>) keyed.getTransformation())
        .getPartitioner()
        .disableUnalignedCheckpoints();
    return keyed;
  }

  private void requirePartitionsToDerive() {
    if (options.constant == null && partitions() > RangeForm.MOST_PARTITIONS) {
      throw new IllegalStateException(
          "partitions: "
              + partitions()
              + " not in [1.."
              + RangeForm.MOST_PARTITIONS
              + "], as many as samples tell apart: call partitions with less, or give constant"
              + " boundaries");
    }
  }

  private <O> DataStream<O> routed(
      RangeForm.Kind kind,
      int places,
      RangeTiming timing,
      Placing<T, O> placing,
      TypeInformation<O> type) {
    RangeForm<K> form = new RangeForm<>(order, keySerializer(), kind, partitions(), places);
    RangeBoundaries<K> constant = options.constant;
    if (constant != null) {
      SharedRanges<K> ranges = RangeShuffle.spread(constant, partitions(), places);
      return named(
          stream
              .transform(
                  "route",
                  type,
                  ChainedOperatorFactory.of(new ConstantRouter<>(selection, ranges, placing)))
              .setParallelism(stream.getParallelism()),
          "route");
    }
    SharedRanges<K> first = starting(places);
    OutputTag<Tuple5<Integer, Long, Long, Long, byte[]>> samples =
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
    RoutingOperator<T, K, O> router =
        timing.isByTime()
            ? new WindowRouter<>(selection, form, placing, timing, first)
            : new BatchRouter<>(selection, form, placing, first);
    return route(router, type, sampled, derived(form, timing, first, sampled, samples));
  }

  private DataStream<byte[]> derived(
      RangeForm<K> form,
      RangeTiming timing,
      @Nullable SharedRanges<K> first,
      SingleOutputStreamOperator<T> sampled,
      OutputTag<Tuple5<Integer, Long, Long, Long, byte[]>> samples) {
    OutputTag<RangeReport<K>> reports = reportsTag();
    SingleOutputStreamOperator<byte[]> derived =
        named(
            via(sampled.getSideOutput(samples), new GlobalPartitioner<>())
                .transform(
                    "derive",
                    PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO,
                    new DerivingOperator<>(
                        form, timing, options.moveAbove, stream.getParallelism(), first, reports))
                .forceNonParallel(),
            "derive");
    handReports(derived, reports);
    return derived;
  }

  private <O> DataStream<O> route(
      RoutingOperator<T, K, O> router,
      TypeInformation<O> type,
      DataStream<T> sampled,
      DataStream<byte[]> derived) {
    MultipleInputTransformation<O> route =
        new MultipleInputTransformation<>(
            "route", SimpleOperatorFactory.of(router), type, stream.getParallelism());
    route.addInput(via(sampled, new ForwardPartitioner<>()).getTransformation());
    route.addInput(via(derived, new BroadcastPartitioner<>()).getTransformation());
    return named(new MultipleConnectedStreams(environment).transform(route), "route");
  }

  /** An edge on which barriers are aligned, or that is read when all has been written. */
  private <X> DataStream<X> via(DataStream<X> from, StreamPartitioner<X> partitioner) {
    partitioner.disableUnalignedCheckpoints();
    return new DataStream<>(
        environment,
        new PartitionTransformation<>(
            from.getTransformation(),
            partitioner,
            isBatch() ? StreamExchangeMode.BATCH : StreamExchangeMode.UNDEFINED));
  }

  private <X> SingleOutputStreamOperator<X> named(
      SingleOutputStreamOperator<X> operator, String name) {
    return options.uid == null ? operator : operator.uid(options.uid + "-" + name);
  }

  /** The record as it is: an operator of as many subtasks as there are partitions. */
  private static final class Same<T> implements MapFunction<T, T> {
    private static final long serialVersionUID = 1L;

    @Override
    public T map(T record) {
      return record;
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
