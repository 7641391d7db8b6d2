package org.partitioners.flink.range;

import java.time.Duration;
import java.util.function.Consumer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.jspecify.annotations.Nullable;
import org.partitioners.range.RangeBoundaries;
import org.partitioners.range.RangeReport;

/** What may be chosen of a {@link RangeShuffle}, each of which has a copy of its own. */
final class RangeOptions<T, K> {
  /** 0 stands for the job's parallelism. */
  int partitions;

  @Nullable RecordWeight<T> weight;
  RangeForm.Kind kind = RangeForm.Kind.WHOLE;
  double moveAbove = 0.03;
  Duration interval = Duration.ofSeconds(10);
  Duration lateness = Duration.ZERO;
  @Nullable RangeBoundaries<K> constant;
  @Nullable RangeBoundaries<K> first;
  @Nullable Consumer<DataStream<RangeReport<K>>> reports;
  @Nullable String uid;

  /** A copy with one thing chosen otherwise. */
  RangeOptions<T, K> with(Consumer<RangeOptions<T, K>> choice) {
    RangeOptions<T, K> copy = new RangeOptions<>();
    copy.partitions = partitions;
    copy.weight = weight;
    copy.kind = kind;
    copy.moveAbove = moveAbove;
    copy.interval = interval;
    copy.lateness = lateness;
    copy.constant = constant;
    copy.first = first;
    copy.reports = reports;
    copy.uid = uid;
    choice.accept(copy);
    return copy;
  }
}
