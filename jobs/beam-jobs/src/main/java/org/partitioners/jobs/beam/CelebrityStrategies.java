package org.partitioners.jobs.beam;

import org.partitioners.jobs.run.StrategyList;

/** Reads the strategies of the celebrity job. */
final class CelebrityStrategies extends StrategyList.Converter<CelebrityStrategy> {
  CelebrityStrategies() {
    super(CelebrityStrategy.values());
  }
}
