package org.partitioners.jobs.flink;

import org.partitioners.jobs.cli.OptionNames;

/** How the celebrity job spreads its keys. The order is that of {@code --strategy all}. */
enum Strategy {
  NAIVE("keyBy(key): Flink's own placement"),
  HASH("each key placed by hash modulo the parallelism"),
  RING("each key placed by a consistent-hash ring, 256 virtual nodes a subtask"),
  RENDEZVOUS("each key placed by rendezvous hashing"),
  JUMP("each key placed by jump hashing"),
  SALT_ALL("every key split in 16 by a salt, two stages: the textbook's cure"),
  SALT_HOT("only hot keys split, over evenly loaded subtasks; cold keys straight home");

  private final String description;

  Strategy(String description) {
    this.description = description;
  }

  String description() {
    return description;
  }

  @Override
  public String toString() {
    return OptionNames.of(this);
  }
}
