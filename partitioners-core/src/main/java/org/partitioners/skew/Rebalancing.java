package org.partitioners.skew;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.partitioners.PartitionLoad;

/**
 * An assignment of weighted keys that is mended, key by key, until it is balanced.
 *
 * <p>Balanced means, for weights w₁ ≥ w₂ ≥ … on n partitions:
 *
 * <ol>
 *   <li>no partition is empty while another has two keys;
 *   <li>the largest load exceeds the least by at most w₁;
 *   <li>the largest load is at most that of placing anew by LPT, or at most 4/3 − 1/(3n) times
 *       max(⌈Σw/n⌉, w₁, wₙ + wₙ₊₁), which no assignment can undercut: so never more than LPT's own
 *       bound allows.
 * </ol>
 *
 * <p>LPT itself is balanced, so there is always such an assignment: of the last key on the fullest
 * partition was said, when it was placed, that its partition was the least loaded.
 */
final class Rebalancing {

  /** The partition of a key that has none yet. */
  static final int NOWHERE = -1;

  /** How many keys two assignments have in common on a partition of each. */
  private record Overlap(int fresh, int old, int keys) {}

  private final long[] weights;
  private final long[] loads;
  private final int[] sizes;
  private final int[] places;
  private final long heaviest;

  private Rebalancing(long[] weights, int[] places, int numPartitions) {
    this.weights = weights;
    this.places = places;
    this.loads = loads(weights, places, numPartitions);
    this.sizes = new int[numPartitions];
    for (int place : places) {
      sizes[place]++;
    }
    this.heaviest = Arrays.stream(weights).max().orElse(0);
  }

  /** LPT: the heaviest first, each where then the load is least; among equals in their order. */
  static int[] anew(long[] weights, int numPartitions) {
    int[] nowhere = new int[weights.length];
    Arrays.fill(nowhere, NOWHERE);
    return placeRest(weights, nowhere, numPartitions);
  }

  /**
   * A balanced assignment that keeps keys where they are.
   *
   * @param before the partition of each key; {@link #NOWHERE} or beyond the last where it has none
   */
  static int[] mend(long[] weights, int[] before, int numPartitions) {
    int[] placed = placeRest(weights, before, numPartitions);
    int[] anew = anew(weights, numPartitions);
    long limit = limit(weights, anew, numPartitions);
    Rebalancing mended = new Rebalancing(weights, placed.clone(), numPartitions);
    boolean balanced = mended.mendUpTo(limit);
    if (balanced && moves(before, mended.places, numPartitions) == 0) {
      return mended.places;
    }
    int[] fewest = balanced ? mended.places : anew;
    for (int[] other : List.of(anew, renamed(anew, before, numPartitions))) {
      if (moves(before, other, numPartitions) < moves(before, fewest, numPartitions)) {
        fewest = other;
      }
    }
    return fewest;
  }

  private static int[] placeRest(long[] weights, int[] before, int numPartitions) {
    LargestFirst rest = new LargestFirst();
    for (int i = 0; i < weights.length; i++) {
      if (!isIn(before[i], numPartitions)) {
        rest.add(weights[i], 1);
      }
    }
    rest.placeOver(PartitionLoad.of(loads(weights, before, numPartitions)));
    int[] places = before.clone();
    for (int i = 0, next = 0; i < places.length; i++) {
      if (!isIn(before[i], numPartitions)) {
        places[i] = rest.places(next++)[0];
      }
    }
    return places;
  }

  private static long[] loads(long[] weights, int[] places, int numPartitions) {
    long[] loads = new long[numPartitions];
    for (int i = 0; i < weights.length; i++) {
      if (isIn(places[i], numPartitions)) {
        loads[places[i]] += weights[i];
      }
    }
    return loads;
  }

  private static boolean isIn(int place, int numPartitions) {
    return place >= 0 && place < numPartitions;
  }

  /** The largest load that is let be. */
  private static long limit(long[] weights, int[] anew, int numPartitions) {
    PartitionLoad load = PartitionLoad.of(loads(weights, anew, numPartitions));
    long[] ascending = weights.clone();
    Arrays.sort(ascending);
    int keys = weights.length;
    if (keys == 0) {
      return 0;
    }
    long least = Math.max((load.total() - 1) / numPartitions + 1, ascending[keys - 1]);
    if (keys > numPartitions) {
      least =
          Math.max(least, ascending[keys - numPartitions] + ascending[keys - numPartitions - 1]);
    }
    // (n − 1)/(3n) of it, rounded down, without overflow.
    long parts = 3L * numPartitions;
    long slack = least / parts * (numPartitions - 1) + least % parts * (numPartitions - 1) / parts;
    return Math.max(load.max(), least > Long.MAX_VALUE - slack ? Long.MAX_VALUE : least + slack);
  }

  /**
   * Moves one key after the other; each move lessens the sum of the squared loads, so it ends.
   *
   * @return whether that led to balance
   */
  private boolean mendUpTo(long limit) {
    while (true) {
      int least = 0;
      int fullest = 0;
      int fullestOfSome = NOWHERE;
      for (int p = 0; p < loads.length; p++) {
        least = loads[p] < loads[least] ? p : least;
        fullest = loads[p] > loads[fullest] ? p : fullest;
        if (sizes[p] > 1 && (fullestOfSome == NOWHERE || loads[p] > loads[fullestOfSome])) {
          fullestOfSome = p;
        }
      }
      boolean moved;
      if (sizes[least] == 0 && fullestOfSome != NOWHERE) {
        moved = moveBest(fullestOfSome, least);
      } else if (loads[fullest] - loads[least] > heaviest || loads[fullest] > limit) {
        moved = moveBest(fullest, least);
      } else {
        return true;
      }
      if (!moved) {
        return false;
      }
    }
  }

  /** Moves the key that evens the two partitions out best, if any evens them out. */
  private boolean moveBest(int from, int to) {
    int best = NOWHERE;
    long leastMax = loads[from];
    for (int i = 0; i < places.length; i++) {
      if (places[i] == from) {
        long max = Math.max(loads[from] - weights[i], loads[to] + weights[i]);
        if (max < leastMax) {
          leastMax = max;
          best = i;
        }
      }
    }
    if (best == NOWHERE) {
      return false;
    }
    loads[from] -= weights[best];
    loads[to] += weights[best];
    sizes[from]--;
    sizes[to]++;
    places[best] = to;
    return true;
  }

  /** The same assignment, its partitions numbered so that many keys are where they were. */
  private static int[] renamed(int[] anew, int[] before, int numPartitions) {
    SortedMap<Long, Integer> common = new TreeMap<>();
    for (int i = 0; i < anew.length; i++) {
      if (isIn(before[i], numPartitions)) {
        common.merge((long) anew[i] << Integer.SIZE | before[i], 1, Integer::sum);
      }
    }
    List<Overlap> overlaps = new ArrayList<>();
    common.forEach(
        (pair, keys) ->
            overlaps.add(new Overlap((int) (pair >>> Integer.SIZE), pair.intValue(), keys)));
    overlaps.sort(Comparator.comparingInt(Overlap::keys).reversed());
    int[] names = new int[numPartitions];
    Arrays.fill(names, NOWHERE);
    boolean[] taken = new boolean[numPartitions];
    for (Overlap overlap : overlaps) {
      if (names[overlap.fresh()] == NOWHERE && !taken[overlap.old()]) {
        names[overlap.fresh()] = overlap.old();
        taken[overlap.old()] = true;
      }
    }
    for (int fresh = 0, free = 0; fresh < numPartitions; fresh++) {
      if (names[fresh] == NOWHERE) {
        while (taken[free]) {
          free++;
        }
        names[fresh] = free++;
      }
    }
    return Arrays.stream(anew).map(place -> names[place]).toArray();
  }

  /** How many keys leave a partition that is still there. */
  private static int moves(int[] before, int[] after, int numPartitions) {
    int moves = 0;
    for (int i = 0; i < before.length; i++) {
      if (isIn(before[i], numPartitions) && before[i] != after[i]) {
        moves++;
      }
    }
    return moves;
  }
}
