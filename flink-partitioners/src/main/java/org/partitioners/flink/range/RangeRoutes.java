package org.partitioners.flink.range;

import java.time.Duration;
import java.util.Comparator;
import java.util.function.Consumer;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;
import org.partitioners.flink.report.ReportTypeInfo;
import org.partitioners.flink.window.RoutedStream;
import org.partitioners.flink.window.WindowHistory;
import org.partitioners.flink.window.WindowRouter;
import org.partitioners.flink.window.WindowTiming;
import org.partitioners.range.RangeBoundaries;
import org.partitioners.range.RangeReport;
import org.partitioners.range.SharedRanges;

/** The operators that sample keys, derive ranges and give each record its place. */
final class RangeRoutes<T, K> {
  private final DataStream<T> stream;
  private final TypeInformation<K> keyType;
  private final Comparator<? super K> order;
  private final RangeOptions<T, K> options;
  private final int partitions;
  private final Selection<T, K> selection;
  private final RoutedStream<T> routes;

  RangeRoutes(
      DataStream<T> stream,
      KeySelector<T, K> selector,
      TypeInformation<K> keyType,
      Comparator<? super K> order,
      RangeOptions<T, K> options,
      int partitions) {
    this.stream = stream;
    this.keyType = keyType;
    this.order = order;
    this.options = options;
    this.partitions = partitions;
    this.routes = new RoutedStream<>(stream, options.uid);
    TypeSerializer<K> keys =
        keyType.createSerializer(
            stream.getExecutionEnvironment().getConfig().getSerializerConfig());
    this.selection = new Selection<>(selector, keys, options.weight);
  }

  Selection<T, K> selection() {
    return selection;
  }

  private RangeForm<K> form(RangeForm.Kind kind, int places) {
    return new RangeForm<>(order, selection.keySerializer(), kind, partitions, places);
  }

  /** By ranges that are known before the first record: constant ones, or those of a batch. */
  <O> DataStream<O> known(RangeForm.Kind kind, int places, Placing<T, O> placing) {
    TypeInformation<O> type = placing.type(stream.getType());
    RangeBoundaries<K> constant = options.constant;
    if (constant != null) {
      SharedRanges<K> ranges = RangeShuffle.spread(constant, partitions, places);
      return routes.chained("route", type, new ConstantRouter<>(selection, ranges, placing));
    }
    RangeForm<K> form = form(kind, places);
    SharedRanges<K> first = starting(places);
    OutputTag<RangeReport<K>> reports = reportsTag();
    SingleOutputStreamOperator<T> sampled = sampled(form);
    return routes.routed(
        new BatchRouter<>(selection, form, placing, first),
        type,
        sampled,
        derived(
            sampled,
            new BatchDerivingOperator<>(form, options.moveAbove, first, reports),
            reports));
  }

  /** By ranges that change at the starts of windows. */
  DataStream<Tuple2<Integer, T>> changing(int places, Duration window) {
    WindowTiming timing = new WindowTiming(window.toMillis(), options.lateness.toMillis());
    RangeForm<K> form = form(RangeForm.Kind.WHOLE, places);
    SharedRanges<K> first = starting(places);
    WindowHistory<byte[]> plans = new WindowHistory<>();
    if (first != null) {
      plans.add(Long.MIN_VALUE, new RangeCodec<>(form).write(RangeMessage.early(first)));
    }
    OutputTag<RangeReport<K>> reports = reportsTag();
    SingleOutputStreamOperator<T> sampled = sampled(form);
    return routes.routed(
        new WindowRouter<>(selection, new RangeReader<>(form), timing, places, plans),
        Placing.<T>inTuples().type(stream.getType()),
        sampled,
        derived(
            sampled,
            new DerivingOperator<>(form, timing, options.moveAbove, first, reports),
            reports));
  }

  private SingleOutputStreamOperator<T> sampled(RangeForm<K> form) {
    return routes.chained("sample", stream.getType(), new SamplingOperator<>(selection, form));
  }

  private DataStream<byte[]> derived(
      SingleOutputStreamOperator<T> sampled,
      DerivingOperator<K> operator,
      OutputTag<RangeReport<K>> reports) {
    SingleOutputStreamOperator<byte[]> derived = routes.announced("derive", sampled, operator);
    handReports(derived, reports);
    return derived;
  }

  /** By ranges that a coordinator changes at checkpoints, or at times. */
  DataStream<T> coordinated() {
    RangeForm<K> form = form(options.kind, partitions);
    StreamExecutionEnvironment environment = stream.getExecutionEnvironment();
    long interval =
        environment.getCheckpointConfig().isCheckpointingEnabled()
            ? 0
            : options.interval.toMillis();
    SharedRanges<K> first = starting(partitions);
    OutputTag<RangeReport<K>> reports = reportsTag();
    SingleOutputStreamOperator<T> routed =
        routes.named(
            "route",
            stream
                .transform(
                    "route",
                    stream.getType(),
                    new ShuffleOperatorFactory<>(
                        new ShuffleOperator<>(selection, form, interval, first, reports),
                        new ShuffleCoordinator.Plan<>(
                            form, interval > 0, options.moveAbove, first)))
                .setParallelism(stream.getParallelism()));
    handReports(routed, reports);
    return routed;
  }

  private @Nullable SharedRanges<K> starting(int places) {
    RangeBoundaries<K> start = options.first;
    return start == null ? null : RangeShuffle.spread(start, partitions, places);
  }

  private OutputTag<RangeReport<K>> reportsTag() {
    return new OutputTag<>(
        "range-reports", new ReportTypeInfo<>(new RangeReportFormat<>(), keyType));
  }

  private void handReports(
      SingleOutputStreamOperator<?> teller, OutputTag<RangeReport<K>> reports) {
    Consumer<DataStream<RangeReport<K>>> consumer = options.reports;
    if (consumer != null) {
      consumer.accept(teller.getSideOutput(reports));
    }
  }
}
