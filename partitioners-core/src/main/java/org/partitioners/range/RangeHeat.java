package org.partitioners.range;

import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much of the weight a range has, and what to do if that is too much.
 *
 * @param lower the least key that may be in it; null for no lower end. A key that ranges share is
 *     the upper end of one and the lower end of the next
 * @param upper the first key behind it, or the last in it that it shares; null for no upper end
 * @param weight its weight in the sample
 * @param share its share of all weight, in [0..1]
 * @param hotSince since when its keys have been in a hot range, report after report; null if it is
 *     not hot
 * @param splitPoints if it is hot, where to split it for parts no heavier than the mean; none where
 *     a single key is to blame
 * @param <K> the type of key
 */
public record RangeHeat<K>(
    @Nullable K lower,
    @Nullable K upper,
    long weight,
    double share,
    @Nullable Instant hotSince,
    List<K> splitPoints)
    implements Serializable {

  /** Copies the list. */
  public RangeHeat {
    splitPoints = List.copyOf(splitPoints);
  }

  /** Whether it has more than its part. */
  public boolean hot() {
    return hotSince != null;
  }
}
