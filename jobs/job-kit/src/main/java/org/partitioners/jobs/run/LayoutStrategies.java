package org.partitioners.jobs.run;

import org.partitioners.jobs.layout.LayoutStrategy;

/** Reads the strategies of the timestamp job. */
final class LayoutStrategies extends StrategyList.Converter<LayoutStrategy> {
  LayoutStrategies() {
    super(LayoutStrategy.values());
  }
}
