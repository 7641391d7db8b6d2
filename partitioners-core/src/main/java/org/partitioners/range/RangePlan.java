package org.partitioners.range;

import java.util.List;
import java.util.Locale;
import org.partitioners.PartitionLoad;

/**
 * Boundaries made from a sample, and what they cannot help.
 *
 * @param boundaries where ranges meet
 * @param heavyKeys the keys that would fill a partition and more, in their order
 * @param expected the weight of each range, as far as the sample knows
 */
public record RangePlan<K>(
    RangeBoundaries<K> boundaries, List<HeavyKey<K>> heavyKeys, PartitionLoad expected) {

  /** Copies the list. */
  public RangePlan {
    heavyKeys = List.copyOf(heavyKeys);
  }

  /** One line on the balance to expect, and one for each heavy key. */
  public String report() {
    StringBuilder report = new StringBuilder();
    report.append(
        String.format(
            Locale.ROOT,
            "%d range%s, the busiest expected to have %.2f times the mean",
            boundaries.size(),
            boundaries.size() == 1 ? "" : "s",
            expected.maxOverMean()));
    for (HeavyKey<K> key : heavyKeys) {
      report.append('\n').append(key);
    }
    return report.toString();
  }
}
