package org.partitioners.beam;

import java.util.Arrays;
import org.partitioners.range.SharedRanges;

/**
 * Places elements in shared ranges such that each partition gets its part of a key exactly, to
 * within a few elements for each router. Not thread-safe.
 */
final class RangeRouter<K> {

  /** 2⁶⁴ divided by the golden ratio, odd: multiples are as even as numbers can be. */
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private final SharedRanges<K> ranges;

  /** Which partitions are the first of those that share a key. */
  private final boolean[] shares;

  /** One sequence for each shared key, by its first partition. */
  private final long[] tickets;

  /**
   * Begins where the seed says: many routers that see few records each must not all begin with the
   * same partition, and one that is asked for the same records again must give the same partitions,
   * for some of its records may have arrived.
   */
  RangeRouter(SharedRanges<K> ranges, long seed) {
    this.ranges = ranges;
    this.shares = new boolean[ranges.numPartitions()];
    this.tickets = new long[ranges.numPartitions()];
    Arrays.fill(tickets, seed);
    for (SharedRanges.Cut<K> cut : ranges.cuts()) {
      shares[cut.first()] |= cut.last() > cut.first();
    }
  }

  int partition(K key) {
    int first = ranges.partition(key, 0);
    if (!shares[first] || ranges.partition(key, -1) == first) {
      return first;
    }
    return ranges.partition(key, tickets[first] += GOLDEN_GAMMA);
  }
}
