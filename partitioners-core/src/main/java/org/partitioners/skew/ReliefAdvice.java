package org.partitioners.skew;

/** What a {@link SkewReport} recommends against skew; its fan-out says how far. */
public enum ReliefAdvice {

  /** Keep plain key partitioning: there is less than a tenth to gain. */
  NONE,

  /**
   * Place the hot keys evenly, whole: they only happened to meet on the same places. No key needs
   * splitting, so any work will do. See {@link BalancedKeys}, and {@link SaltingPlan} with one
   * piece per key.
   */
  PLACE,

  /**
   * Combine hot keys' records in the sender, also called local or two-phase aggregation: some key
   * has more than a place's fair share, so it comes often enough in every sender for few partial
   * results to stand for many records. Work that cannot be combined is spread instead, by the
   * fan-out.
   */
  COMBINE,

  /**
   * Spread hot keys' records over several places, also called key splitting or salting: no key has
   * more than a place's fair share, but whole they do not fit side by side. See {@link SaltingPlan}
   * and {@link Groupings}.
   */
  SPREAD
}
