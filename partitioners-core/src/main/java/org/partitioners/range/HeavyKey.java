package org.partitioners.range;

import java.io.Serializable;
import java.util.Locale;

/**
 * A key with at least a partition's share of the weight, which no split point can divide.
 *
 * @param key the key
 * @param share its share of all weight, in (0..1]
 * @param partitions how many partitions' worth that is, at least 1
 */
public record HeavyKey<K>(K key, double share, double partitions) implements Serializable {

  /** What to tell a user, as the first sentences of {@link RangePlan#report()} do. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "not splittable by range alone: key %s has %.1f %% of the weight, %.1f partitions' worth;"
            + " salt it (SaltingPlan)",
        KeyRange.text(key),
        100 * share,
        partitions);
  }
}
