package org.partitioners.jobs.flink;

import org.partitioners.jobs.layout.LayoutStrategy;

/** Reads the strategies of the timestamp job. */
final class TimestampStrategies extends StrategyList.Converter<LayoutStrategy> {
  TimestampStrategies() {
    super(LayoutStrategy.values());
  }
}
