package org.partitioners.jobs.flink;

import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.partitioners.flink.skew.Relief;
import org.partitioners.flink.skew.SkewAware;
import org.partitioners.jobs.run.SimulatedWork;
import org.partitioners.jobs.run.WindowCount;

/** The one-line change: hot keys are found and relieved on their way home. */
record RelieveHotKeys(Relief relief, int parallelism, Duration window, SimulatedWork work)
    implements Counting {

  @Override
  public DataStream<WindowCount> count(DataStream<String> keys) {
    return CountWindows.aggregate(
        SkewAware.keyBy(keys, key -> key, Types.STRING).relief(relief), window, work);
  }

  @Override
  public List<Stage> stages() {
    boolean hasPlaces = parallelism > 1 && !relief.equals(Relief.combine());
    return List.of(hasPlaces ? Stage.AGGREGATE_AT_PLACES : Stage.AGGREGATE);
  }
}
