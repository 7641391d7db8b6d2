package org.partitioners.flink.range;

import java.time.Duration;
import java.util.Comparator;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.core.memory.ManagedMemoryUseCase;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.operators.StreamMap;
import org.partitioners.flink.PlacedKey;
import org.partitioners.flink.window.RoutedStream;
import org.partitioners.range.RangeBoundaries;

/** The forms in which a stream goes by ranges, and what each asks of the environment. */
final class RangeTopology<T, K> {
  /** In MiB, against what other operators of the slot ask for. */
  private static final int SORT_MEMORY_WEIGHT = 128;

  private final DataStream<T> stream;
  private final StreamExecutionEnvironment environment;
  private final TypeInformation<K> keyType;
  private final KeySelector<T, K> selector;
  private final Comparator<? super K> order;
  private final RangeOptions<T, K> options;

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
        RoutedStream.aligned(placed(), new PlacePartitioner<>())
            .transform("range", stream.getType(), new StreamMap<>(new Same<>()))
            .setParallelism(partitions());
    return options.uid == null ? shuffled : shuffled.uid(options.uid);
  }

  /** The records, each with its place for the next edge. */
  private DataStream<T> placed() {
    requireMode();
    requirePartitionsToDerive();
    return isKnown()
        ? routes().known(options.kind, partitions(), Placing.onEdge())
        : routes().coordinated();
  }

  private boolean isKnown() {
    return options.constant != null || isBatch();
  }

  private RangeRoutes<T, K> routes() {
    return new RangeRoutes<>(stream, selector, keyType, order, options, partitions());
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
    return sorted(routes().known(RangeForm.Kind.SHARED, partitions(), Placing.onEdge()));
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
        RoutedStream.aligned(routed, new PlacePartitioner<>())
            .transform(
                "sort",
                stream.getType(),
                SortingOperator.of(
                    routes().selection(),
                    stream.getType(),
                    keyType,
                    order,
                    environment.getConfig()))
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
    if (!isKnown()) {
      RoutedStream.requireCheckpoints(
          environment, "routers cannot agree on ranges", ", or give constant boundaries");
    }
    return RoutedStream.keyed(
        isKnown()
            ? routes().known(RangeForm.Kind.WHOLE, places, Placing.inTuples())
            : routes().changing(places, window),
        selector,
        keyType,
        places);
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

  /** The record as it is: an operator of as many subtasks as there are partitions. */
  private static final class Same<T> implements MapFunction<T, T> {
    private static final long serialVersionUID = 1L;

    @Override
    public T map(T record) {
      return record;
    }
  }
}
