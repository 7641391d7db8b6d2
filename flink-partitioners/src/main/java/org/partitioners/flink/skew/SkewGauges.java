package org.partitioners.flink.skew;

import java.util.function.Function;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.jspecify.annotations.Nullable;

/** The gauges of the metric group {@code skew}, which show the last report. */
final class SkewGauges {
  private static final String GROUP = "skew";

  private volatile @Nullable IntervalReport<?> last;

  static SkewGauges in(MetricGroup operator) {
    SkewGauges gauges = new SkewGauges();
    MetricGroup group = operator.addGroup(GROUP);
    gauges.register(group, "records", 0L, report -> report.skew().records());
    gauges.register(group, "hottestKeyShare", 0.0, report -> report.skew().firstShare());
    gauges.register(group, "hotKeys", 0, report -> report.skew().heavyHitters().size());
    gauges.register(
        group, "predictedMaxOverMean", 1.0, report -> report.skew().predictedMaxOverMean());
    gauges.register(group, "measuredMaxOverMean", 1.0, report -> report.measured().maxOverMean());
    return gauges;
  }

  private <V> void register(
      MetricGroup group, String name, V initial, Function<IntervalReport<?>, V> value) {
    Gauge<V> gauge =
        () -> {
          IntervalReport<?> report = last;
          return report == null ? initial : value.apply(report);
        };
    group.gauge(name, gauge);
  }

  void show(IntervalReport<?> report) {
    last = report;
  }
}
