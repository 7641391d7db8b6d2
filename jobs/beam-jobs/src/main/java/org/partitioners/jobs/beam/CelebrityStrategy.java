package org.partitioners.jobs.beam;

import org.partitioners.jobs.cli.OptionNames;

/** How the celebrity job spreads its keys. The order is that of {@code --strategy all}. */
enum CelebrityStrategy {
  /** {@code Combine.perKey}. */
  NAIVE,
  /** {@code GroupByKey}, and a function that goes through the values. */
  GROUP,
  /** {@code Combine.perKey} with {@code withHotKeyFanout}. */
  FAN_OUT,
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
  /** Only hot keys split; cold keys in one stage. */
  SALT_HOT,
  /** {@code SkewAwareCombine}: hot keys combined in the sender. */
  COMBINE,
  /** {@code SkewAwareCombine} with fan-out: hot keys in as many pieces as their shares ask for. */
  ADAPTIVE;

  @Override
  public String toString() {
    return OptionNames.of(this);
  }
}
