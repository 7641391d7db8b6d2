package org.partitioners.flink.window;

import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.MultipleConnectedStreams;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.CheckpointConfig;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.SimpleOperatorFactory;
import org.apache.flink.streaming.api.transformations.MultipleInputTransformation;
import org.apache.flink.streaming.api.transformations.PartitionTransformation;
import org.apache.flink.streaming.api.transformations.StreamExchangeMode;
import org.apache.flink.streaming.runtime.partitioner.BroadcastPartitioner;
import org.apache.flink.streaming.runtime.partitioner.ForwardPartitioner;
import org.apache.flink.streaming.runtime.partitioner.GlobalPartitioner;
import org.apache.flink.streaming.runtime.partitioner.StreamPartitioner;
import org.jspecify.annotations.Nullable;
import org.partitioners.flink.ChainedOperatorFactory;
import org.partitioners.flink.FlinkPartitioners;
import org.partitioners.flink.PlacedKey;
import org.partitioners.flink.Placement;

/**
 * Puts the operators behind a stream that watch it, announce plans, and route its records.
 *
 * @param stream the records
 * @param uid what the operators' uids begin with, before a hyphen and their names; null for none
 * @param <T> the type of record
 */
@Internal
public record RoutedStream<T>(DataStream<T> stream, @Nullable String uid) {

  /**
   * Checks that operators can agree on plans at checkpoints.
   *
   * @param without what is not possible without checkpoints
   * @param otherwise what may be done instead of asking for them; empty for nothing
   * @throws IllegalStateException if the environment has no checkpoints, or none whose barriers
   *     hold back the records behind them
   */
  public static void requireCheckpoints(
      StreamExecutionEnvironment environment, String without, String otherwise) {
    CheckpointConfig checkpoints = environment.getCheckpointConfig();
    if (!checkpoints.isCheckpointingEnabled()) {
      throw new IllegalStateException(
          "checkpoints: not enabled, and without them "
              + without
              + ": call env.enableCheckpointing"
              + otherwise);
    }
    CheckpointingMode mode = checkpoints.getCheckpointingConsistencyMode();
    if (mode != CheckpointingMode.EXACTLY_ONCE) {
      throw new IllegalStateException(
          "execution.checkpointing.mode: "
              + mode
              + ", and with barriers that hold nothing back "
              + without
              + ": set it to EXACTLY_ONCE"
              + otherwise);
    }
  }

  /** An operator in the thread of the stream's own, with as many subtasks. */
  public <O> SingleOutputStreamOperator<O> chained(
      String name, TypeInformation<O> type, OneInputStreamOperator<T, O> operator) {
    return named(
        name,
        stream
            .transform(name, type, ChainedOperatorFactory.of(operator))
            .setParallelism(stream.getParallelism()));
  }

  /** The one subtask that hears what all have watched. */
  public SingleOutputStreamOperator<byte[]> announced(
      String name, SingleOutputStreamOperator<T> watched, AnnouncingOperator operator) {
    return named(
        name,
        aligned(watched.getSideOutput(WatchingOperator.PROGRESS), new GlobalPartitioner<>())
            .transform(name, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO, operator)
            .forceNonParallel());
  }

  /**
   * The records with their places.
   *
   * @param router with two inputs: records and announcements
   */
  public <O> SingleOutputStreamOperator<O> routed(
      AbstractStreamOperator<O> router,
      TypeInformation<O> type,
      DataStream<T> watched,
      DataStream<byte[]> announced) {
    MultipleInputTransformation<O> route =
        new MultipleInputTransformation<>(
            "route", SimpleOperatorFactory.of(router), type, stream.getParallelism());
    route.addInput(aligned(watched, new ForwardPartitioner<>()).getTransformation());
    route.addInput(aligned(announced, new BroadcastPartitioner<>()).getTransformation());
    return named(
        "route", new MultipleConnectedStreams(stream.getExecutionEnvironment()).transform(route));
  }

  /** The operator with its name and uid. */
  public <O> SingleOutputStreamOperator<O> named(
      String name, SingleOutputStreamOperator<O> operator) {
    return uid == null ? operator : operator.uid(uid + "-" + name);
  }

  /** Placed records by key and key group. */
  public static <T, K> KeyedStream<Tuple2<Integer, T>, PlacedKey<Tuple2<K, Integer>>> keyed(
      DataStream<Tuple2<Integer, T>> routed,
      KeySelector<T, K> selector,
      TypeInformation<K> keyType,
      int places) {
    KeyedStream<Tuple2<Integer, T>, PlacedKey<Tuple2<K, Integer>>> keyed =
        Placement.<K>onChosenSubtasks(FlinkPartitioners.hashCodes(), places, places)
            .keyBy(
                routed,
                placed -> Tuple2.of(selector.getKey(placed.f1), placed.f0),
                Types.TUPLE(keyType, Types.INT));
    ((PartitionTransformation<?>) keyed.getTransformation())
        .getPartitioner()
        .disableUnalignedCheckpoints();
    return keyed;
  }

  /** An edge on which barriers are aligned, or that in a batch is read when all is written. */
  public static <X> DataStream<X> aligned(DataStream<X> from, StreamPartitioner<X> partitioner) {
    partitioner.disableUnalignedCheckpoints();
    boolean isBatch =
        from.getExecutionEnvironment().getConfiguration().get(ExecutionOptions.RUNTIME_MODE)
            == RuntimeExecutionMode.BATCH;
    return new DataStream<>(
        from.getExecutionEnvironment(),
        new PartitionTransformation<>(
            from.getTransformation(),
            partitioner,
            isBatch ? StreamExchangeMode.BATCH : StreamExchangeMode.UNDEFINED));
  }
}
