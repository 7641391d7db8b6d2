package org.partitioners.jobs.flink;

import org.partitioners.jobs.cli.OptionNames;

/** How the celebrity job spreads its keys. The order is that of {@code --strategy all}. */
enum Strategy {
  /** {@code keyBy}: Flink's own placement. */
  NAIVE,
  /** Each key placed by its hash modulo the parallelism. */
  HASH,
  /** Each key placed by a consistent-hash ring. */
  RING,
  /** Each key placed by rendezvous hashing. */
  RENDEZVOUS,
  /** Each key placed by jump hashing. */
  JUMP,
  /** Every key split by a salt, in two stages: the textbook's cure. */
  SALT_ALL,
  /** Only hot keys split, over evenly loaded subtasks; cold keys straight home. */
  SALT_HOT,
  /** Hot keys combined in the sending subtask. */
  COMBINE,
  /** Partial key grouping: every key between two subtasks. */
  PKG,
  /** D-Choices: hot keys between as many subtasks as it takes, by the paper's estimate. */
  D_CHOICES,
  /** W-Choices: hot keys over all subtasks. */
  W_CHOICES,
  /** Hot keys combined or spread, whichever is cheaper. */
  ADAPTIVE;

  @Override
  public String toString() {
    return OptionNames.of(this);
  }
}
