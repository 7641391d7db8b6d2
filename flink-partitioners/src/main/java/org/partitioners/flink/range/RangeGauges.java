package org.partitioners.flink.range;

import java.util.function.Function;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.jspecify.annotations.Nullable;
import org.partitioners.range.RangeReport;

/** The gauges of the metric group {@code ranges}, which show the last report. */
final class RangeGauges {
  private static final String GROUP = "ranges";

  private volatile @Nullable RangeReport<?> last;
  private volatile long moves;

  static RangeGauges in(MetricGroup operator) {
    RangeGauges gauges = new RangeGauges();
    MetricGroup group = operator.addGroup(GROUP);
    gauges.register(group, "epoch", 0L, RangeReport::epoch);
    gauges.register(group, "maxOverMean", 1.0, RangeReport::maxOverMean);
    gauges.register(group, "maxOverMeanAfter", 1.0, RangeReport::maxOverMeanAfter);
    gauges.register(group, "hotRanges", 0, report -> report.hot().size());
    gauges.register(group, "heavyKeys", 0, report -> report.heavyKeys().size());
    Gauge<Long> moves = () -> gauges.moves;
    group.gauge("moves", moves);
    return gauges;
  }

  private <V> void register(
      MetricGroup group, String name, V initial, Function<RangeReport<?>, V> value) {
    Gauge<V> gauge =
        () -> {
          RangeReport<?> report = last;
          return report == null ? initial : value.apply(report);
        };
    group.gauge(name, gauge);
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // written by the task's thread alone
  void show(RangeReport<?> report) {
    last = report;
    if (report.moved()) {
      moves++;
    }
  }
}
