package org.partitioners.jobs.flink;

import java.util.Map;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.partitioners.KeyPartitioner;
import org.partitioners.PartitionLoad;
import org.partitioners.flink.FlinkPartitioners;
import org.partitioners.flink.skew.Relief;
import org.partitioners.hash.HashPartitioners;
import org.partitioners.hash.KeyHasher;
import org.partitioners.hash.KeyHashers;
import org.partitioners.jobs.events.InputSurvey;
import org.partitioners.jobs.run.CountsByKey;
import org.partitioners.jobs.run.SimulatedWork;
import org.partitioners.jobs.run.SurveyedInput;
import org.partitioners.map.PartitionMap;
import org.partitioners.skew.SaltingPlan;

/** Turns a strategy into the counting that follows it, for one input and parallelism. */
final class CountingPlan {
  private final CelebrityOptions options;
  private final InputSurvey survey;
  private final int maxParallelism;

  CountingPlan(CelebrityOptions options, InputSurvey survey) {
    this.options = options;
    this.survey = survey;
    this.maxParallelism =
        KeyGroupRangeAssignment.computeDefaultMaxParallelism(options.parallelism());
  }

  /** Flink's own default at this parallelism; said outright because placements embed it. */
  int maxParallelism() {
    return maxParallelism;
  }

  Counting counting(Strategy strategy, SimulatedWork work) {
    int subtasks = options.parallelism();
    KeyHasher<String> hasher = KeyHashers.strings();
    return switch (strategy) {
      case NAIVE -> WholeKeys.keyBy(options.window(), work);
      case HASH -> placed(HashPartitioners.modulo(subtasks, hasher), work);
      case RING -> placed(HashPartitioners.ring(subtasks, hasher), work);
      case RENDEZVOUS -> placed(HashPartitioners.rendezvous(subtasks, hasher), work);
      case JUMP -> placed(HashPartitioners.jump(subtasks, hasher), work);
      case SALT_ALL -> new SaltEveryKey(options.window(), work);
      case SALT_HOT ->
          new SaltHotKeys(saltingPlan(), home(), maxParallelism, options.window(), work);
      case COMBINE -> relieved(Relief.combine(), work);
      case PKG -> relieved(Relief.partialKey(), work);
      case D_CHOICES -> relieved(Relief.dChoices(), work);
      case W_CHOICES -> relieved(Relief.wChoices(), work);
      case ADAPTIVE -> relieved(Relief.adaptive(), work);
    };
  }

  /**
   * Where others find the counts of a key: by its hash, and where hot keys are salted, theirs in as
   * many places, as a store would have them that is written to as they come.
   */
  PartitionMap byKey(Strategy strategy) {
    PartitionMap map = CountsByKey.hashed(options.parallelism());
    return strategy == Strategy.SALT_HOT ? map.withSalted(saltingPlan()) : map;
  }

  private Counting placed(KeyPartitioner<? super String> partitioner, SimulatedWork work) {
    return WholeKeys.placed(partitioner, maxParallelism, options.window(), work);
  }

  private Counting relieved(Relief relief, SimulatedWork work) {
    return new RelieveHotKeys(relief, options.parallelism(), options.window(), work);
  }

  private KeyPartitioner<Object> home() {
    return FlinkPartitioners.keyBy(maxParallelism, options.parallelism());
  }

  /** Hot keys in pieces over the subtasks, evening out what the cold keys load on them. */
  private SaltingPlan<String> saltingPlan() {
    Map<String, Long> hot =
        SurveyedInput.keysToSplit(survey, options.hotKeys(), options.parallelism());
    KeyPartitioner<Object> home = home();
    long[] coldLoad = new long[options.parallelism()];
    survey.forEachKey(
        (key, count) -> {
          if (!hot.containsKey(key)) {
            coldLoad[home.partition(key)] += count;
          }
        });
    return SaltingPlan.balanced(hot, PartitionLoad.of(coldLoad));
  }
}
