package org.partitioners.jobs.beam;

import org.partitioners.jobs.cli.OptionNames;

/** Where a pipeline runs. */
enum Runner {
  /** Beam's own, for tests. */
  DIRECT("DirectRunner", "Direct runner"),
  /** A Flink in this JVM. */
  FLINK("FlinkRunner", "Flink runner, embedded in one JVM"),
  /** A running Flink cluster. */
  FLINK_CLUSTER("FlinkRunner", "Flink runner, a standalone cluster"),
  /** A Spark in this JVM. */
  SPARK("SparkRunner", "Spark runner, local");

  private final String beamName;
  private final String description;

  Runner(String beamName, String description) {
    this.beamName = beamName;
    this.description = description;
  }

  /** As Beam's {@code --runner} has it. */
  String beamName() {
    return beamName;
  }

  String description() {
    return description;
  }

  /** Whether workers have the subtasks' numbers; else the threads', which say nothing. */
  boolean numbersWorkers() {
    return this != DIRECT;
  }

  @Override
  public String toString() {
    return OptionNames.of(this);
  }
}
