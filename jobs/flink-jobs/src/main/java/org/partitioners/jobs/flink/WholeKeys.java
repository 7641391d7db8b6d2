package org.partitioners.jobs.flink;

import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.partitioners.KeyPartitioner;
import org.partitioners.flink.PlacedKey;
import org.partitioners.flink.Placement;
import org.partitioners.hash.KeyHashers;
import org.partitioners.jobs.run.SimulatedWork;
import org.partitioners.jobs.run.WindowCount;

/** Counting that keeps every key whole: one hop, one stage, and the celebrity on one subtask. */
final class WholeKeys {
  private WholeKeys() {}

  /** What a job does without this library: {@code keyBy}. */
  static Counting keyBy(Duration window, SimulatedWork work) {
    return oneStage(
        keys ->
            CountWindows.aggregate(keys.keyBy(key -> key, Types.STRING), key -> key, window, work));
  }

  /** Each key on the subtask its partition names. */
  static Counting placed(
      KeyPartitioner<? super String> partitioner,
      int maxParallelism,
      Duration window,
      SimulatedWork work) {
    Placement<String> placement =
        Placement.onSubtasks(partitioner, KeyHashers.strings(), maxParallelism);
    return oneStage(
        keys ->
            CountWindows.aggregate(
                placement.keyBy(keys, key -> key, Types.STRING), PlacedKey::key, window, work));
  }

  private interface Step {
    DataStream<WindowCount> add(DataStream<String> keys);
  }

  private static Counting oneStage(Step step) {
    return new Counting() {
      @Override
      public DataStream<WindowCount> count(DataStream<String> keys) {
        return step.add(keys);
      }

      @Override
      public List<Stage> stages() {
        return List.of(Stage.AGGREGATE);
      }
    };
  }
}
