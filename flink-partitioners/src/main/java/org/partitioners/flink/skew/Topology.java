package org.partitioners.flink.skew;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.common.functions.RichFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.MultipleConnectedStreams;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.operators.SimpleOperatorFactory;
import org.apache.flink.streaming.api.transformations.MultipleInputTransformation;
import org.apache.flink.streaming.api.transformations.PartitionTransformation;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;
import org.partitioners.flink.ChainedOperatorFactory;

/** The way home: senders, and places between them and home where hot keys may spread. */
final class Topology {
  private Topology() {}

  /** All that goes home. */
  static <K, T, ACC> DataStream<Contribution<K, T, ACC>> wayHome(
      SkewAwareStream<T, K> keyed,
      AggregateFunction<T, ACC, ?> function,
      TypeInformation<ACC> accumulatorType,
      Windowing<T> windowing,
      Lateness lateness) {
    SkewAwareStream.Options<K> options = keyed.options();
    StreamExecutionEnvironment environment = keyed.environment();
    TypeInformation<T> recordType = keyed.stream().getType();
    Combining<K, T, ACC> combining =
        new Combining<>(
            keyed.selector(),
            function,
            windowing,
            serializer(keyed.keyType(), environment),
            serializer(recordType, environment),
            options.maxParts(),
            options.maxDelay());
    Places places = places(options, environment, windowing);
    TypeInformation<Tuple2<Integer, T>> routedType = Types.TUPLE(Types.INT, recordType);
    OutputTag<Tuple2<Integer, T>> toPlaces = new OutputTag<>("to-places", routedType);
    SendingOperator.Routing<K, T> routing =
        new SendingOperator.Routing<>(
            routers(options, places),
            places,
            toPlaces,
            places != null && windowing.canBeLate(),
            lateness == Lateness.SEEN);
    TypeInformation<Contribution<K, T, ACC>> type =
        new ContributionTypeInfo<>(keyed.keyType(), recordType, accumulatorType);

    SingleOutputStreamOperator<Contribution<K, T, ACC>> direct =
        named(senders(keyed, combining, routing, type), "send", options);
    direct.setParallelism(keyed.stream().getParallelism());
    if (places == null) {
      return direct;
    }
    DataStream<Tuple2<Integer, T>> spread =
        direct.getSideOutput(toPlaces).keyBy(routed -> routed.f0, Types.INT);
    // What was in flight to a place would be restored to any, at another parallelism: so to one
    // whose
    // watermarks in flight are ahead of it. Thus nothing is.
    ((PartitionTransformation<?>) spread.getTransformation())
        .getPartitioner()
        .disableUnalignedCheckpoints();
    // Without the key: a place keeps no keyed state, and batch need not sort its input.
    DataStream<Tuple2<Integer, T>> unkeyed =
        new DataStream<>(environment, spread.getTransformation());
    SingleOutputStreamOperator<Contribution<K, T, ACC>> parts =
        named(unkeyed.transform("place", type, new PlaceOperator<>(combining)), "place", options);
    parts.setParallelism(places.number()).setMaxParallelism(places.maxParallelism());
    return direct.union(parts);
  }

  /** The function, which nobody would open if it were rich. */
  static <F extends AggregateFunction<?, ?, ?>> F plain(F function) {
    if (requireNonNull(function, "function") instanceof RichFunction) {
      throw new IllegalArgumentException(
          "function: "
              + function.getClass().getName()
              + " is a RichFunction, which is not opened here: use a plain one");
    }
    return function;
  }

  /** Whether home's output shows which records were late. */
  enum Lateness {
    SEEN,
    UNSEEN
  }

  private static <K, T, ACC> SingleOutputStreamOperator<Contribution<K, T, ACC>> senders(
      SkewAwareStream<T, K> keyed,
      Combining<K, T, ACC> combining,
      SendingOperator.Routing<K, T> routing,
      TypeInformation<Contribution<K, T, ACC>> type) {
    DataStream<List<K>> told = keyed.options().told();
    if (told == null) {
      return keyed.stream()
          .transform(
              "send", type, ChainedOperatorFactory.of(new SendingOperator<>(combining, routing)));
    }
    MultipleInputTransformation<Contribution<K, T, ACC>> send =
        new MultipleInputTransformation<>(
            "send",
            SimpleOperatorFactory.of(new ToldSendingOperator<>(combining, routing)),
            type,
            keyed.stream().getParallelism());
    send.addInput(keyed.stream().getTransformation());
    send.addInput(told.broadcast().getTransformation());
    return new MultipleConnectedStreams(keyed.environment()).transform(send);
  }

  private static <K> SendingOperator.RouterFactory<K> routers(
      SkewAwareStream.Options<K> options, @Nullable Places places) {
    if (options.routers() != null) {
      return options.routers();
    }
    Relief relief = options.relief();
    HotKeyRule rule = options.rule();
    return () -> relief.router(places, rule);
  }

  private static @Nullable Places places(
      SkewAwareStream.Options<?> options,
      StreamExecutionEnvironment environment,
      Windowing<?> windowing) {
    boolean spreads = options.relief().spreads() && windowing.canSpread();
    if (!spreads || options.parallelism() < 2) {
      return null;
    }
    int given = environment.getMaxParallelism();
    int maxParallelism =
        given > 0
            ? given
            : KeyGroupRangeAssignment.computeDefaultMaxParallelism(options.parallelism());
    return new Places(options.parallelism(), maxParallelism);
  }

  static <X> TypeSerializer<X> serializer(
      TypeInformation<X> type, StreamExecutionEnvironment environment) {
    return type.createSerializer(environment.getConfig().getSerializerConfig());
  }

  static <X> SingleOutputStreamOperator<X> named(
      SingleOutputStreamOperator<X> operator, String name, SkewAwareStream.Options<?> options) {
    if (options.uid() != null) {
      operator.uid(options.uid() + "-" + name);
    }
    return operator;
  }
}
