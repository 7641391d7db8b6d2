package org.partitioners.jobs.flink;

import java.time.Duration;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** How every job runs: exactly-once checkpoints are on, and a failed run restarts from the last. */
final class JobStart {
  private JobStart() {}

  /** A job's operators. */
  interface Pipeline {
    void define(StreamExecutionEnvironment environment);
  }

  /** Adds a pipeline to {@code environment} and starts it. */
  static JobClient start(
      StreamExecutionEnvironment environment,
      String name,
      int parallelism,
      int maxParallelism,
      Duration checkpointInterval,
      Pipeline pipeline)
      throws Exception {
    environment.setParallelism(parallelism);
    environment.setMaxParallelism(maxParallelism);
    environment.getConfig().enableObjectReuse();
    environment.enableCheckpointing(checkpointInterval.toMillis(), CheckpointingMode.EXACTLY_ONCE);
    environment.configure(restarts());
    pipeline.define(environment);
    return environment.executeAsync(name);
  }

  private static Configuration restarts() {
    Configuration configuration = new Configuration();
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 3);
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofSeconds(1));
    return configuration;
  }
}
