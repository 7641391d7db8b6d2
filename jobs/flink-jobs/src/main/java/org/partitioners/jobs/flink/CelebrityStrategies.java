package org.partitioners.jobs.flink;

import org.partitioners.jobs.run.StrategyList;

/** Reads the strategies of the celebrity job. */
final class CelebrityStrategies extends StrategyList.Converter<Strategy> {
  CelebrityStrategies() {
    super(Strategy.values());
  }
}
