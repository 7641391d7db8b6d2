package org.partitioners.hash;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * How slots and nodes rank each other: by a time at which the node would come for the slot, the
 * earlier the better to both.
 *
 * <p>The times are exponentially distributed with the node's weight as rate, so the first to come
 * for a slot is the winner of weighted rendezvous hashing. A node comes for its slots one after
 * another, each in a turn of its own: turn t lies between the t-th and the next 65536-quantile of
 * the distribution, and which slot it is for is a permutation that depends on the node's random
 * bits. So a slot's time can be had from the slot, for preference lists, and a node's slots can be
 * listed in the order of their times, from the first on, for building the table without looking at
 * all pairs. That a node has one slot in each quantile also halves the variance of how many slots
 * it wins.
 *
 * <p>Times are compared by their leading bits only, and among equals the node of the smaller random
 * bits is the earlier, then that of the smaller name: numbers of nodes never matter.
 */
final class SlotRanking {

  static final int SLOTS = 1 << 16;

  /** The trailing bits of a time that are zero, free for whoever sorts times to put an index in. */
  static final int SPARE_BITS = 18;

  private static final int MASK = SLOTS - 1;

  /** The lowest bit of each of the lower three 16-bit parts: multipliers must be odd. */
  private static final long ODD = 0x0000_0001_0001_0001L;

  /** The quantiles of the exponential distribution, the last one halved to keep it finite. */
  private static final double[] QUANTILES = quantiles();

  private final int size;
  private final long[] randomBits;
  private final double[] meanTimes;

  /** Each node's permutation: three factors and, on top, a summand; 16 bits each. */
  private final long[] permutations;

  /** The same with the factors' inverses. */
  private final long[] inverses;

  private final int[] ranks;

  SlotRanking(Nodes nodes) {
    this(
        nodes.randomBits(),
        nodes.list().stream().mapToDouble(Node::weight).toArray(),
        nodes.list().stream().map(Node::name).toArray(String[]::new));
  }

  /** For nodes with these random bits, weights and names. */
  SlotRanking(long[] randomBits, double[] weights, String[] names) {
    this.size = randomBits.length;
    this.randomBits = randomBits;
    this.meanTimes = new double[size];
    this.permutations = new long[size];
    this.inverses = new long[size];
    this.ranks = new int[size];
    for (int node = 0; node < size; node++) {
      meanTimes[node] = 1 / weights[node];
      permutations[node] = SplitMix64.output(randomBits[node]) | ODD;
      inverses[node] = inverse(permutations[node]);
    }
    int[] ordered =
        IntStream.range(0, size)
            .boxed()
            .sorted(
                Comparator.<Integer>comparingLong(node -> randomBits[node])
                    .thenComparing(node -> names[node]))
            .mapToInt(Integer::intValue)
            .toArray();
    for (int rank = 0; rank < size; rank++) {
      ranks[ordered[rank]] = rank;
    }
  }

  private static double[] quantiles() {
    double[] quantiles = new double[SLOTS + 1];
    for (int t = 0; t <= SLOTS; t++) {
      quantiles[t] = -StrictMath.log1p(-Math.min(t, SLOTS - 0.5) / SLOTS);
    }
    return quantiles;
  }

  private static long inverse(long permutation) {
    return (permutation & 0xFFFF_0000_0000_0000L)
        | (long) inverseFactor((int) (permutation >>> 32)) << 32
        | (long) inverseFactor((int) (permutation >>> 16)) << 16
        | inverseFactor((int) permutation);
  }

  /** The inverse of an odd number modulo 2¹⁶, by Newton's iteration: right bits double, from 3. */
  private static int inverseFactor(int factor) {
    int inverse = factor;
    for (int bits = 3; bits < Short.SIZE; bits *= 2) {
      inverse *= 2 - factor * inverse;
    }
    return inverse & MASK;
  }

  /** The number of nodes. */
  int size() {
    return size;
  }

  /** The node's place among all by random bits and name, in [0..size). */
  int rank(int node) {
    return ranks[node];
  }

  /** The turn in which a node comes for a slot. */
  int turn(int node, int slot) {
    long permutation = permutations[node];
    int mixed = (slot + (int) (permutation >>> 48)) * (int) permutation & MASK;
    mixed = (mixed ^ mixed >>> 8) * (int) (permutation >>> 16) & MASK;
    return (mixed ^ mixed >>> 7) * (int) (permutation >>> 32) & MASK;
  }

  /** The slot that a node comes for in a turn. */
  int slot(int node, int turn) {
    long inverse = inverses[node];
    int mixed = turn * (int) (inverse >>> 32) & MASK;
    mixed = (mixed ^ mixed >>> 7 ^ mixed >>> 14) * (int) (inverse >>> 16) & MASK;
    return (mixed ^ mixed >>> 8) * (int) inverse - (int) (inverse >>> 48) & MASK;
  }

  /** The time at which a node comes for a slot. */
  long time(int node, int slot) {
    return time(node, slot, turn(node, slot));
  }

  /** The same, for who knows in which turn. */
  long time(int node, int slot, int turn) {
    long bits = randomBits[node] + slot * SplitMix64.GOLDEN_GAMMA;
    double fraction = (((bits ^ (bits >>> 32)) * SplitMix64.GOLDEN_GAMMA) >>> 32) * 0x1p-32;
    double since = QUANTILES[turn];
    return comparable((since + fraction * (QUANTILES[turn + 1] - since)) * meanTimes[node]);
  }

  /** A time, not negative, as an integer that is ordered alike. */
  static long comparable(double time) {
    return Double.doubleToRawLongBits(time) >>> SPARE_BITS << SPARE_BITS;
  }

  /**
   * Puts the nodes that come for a slot first, in order, behind the first element, which is kept
   * and is none of them. Time O(n + r·log r·log n) for r of n nodes, expected; allocates nothing.
   */
  void fillBehindFirst(int slot, int[] nodes) {
    int heap = nodes.length - 1;
    if (heap == 0) {
      return;
    }
    // The latest of the best so far is on top of a heap in [1..heap].
    int next = 0;
    for (int i = 1; i <= heap; next++) {
      if (next != nodes[0]) {
        nodes[i++] = next;
      }
    }
    for (int i = heap / 2; i >= 1; i--) {
      sink(slot, nodes, i, heap);
    }
    long latest = time(nodes[1], slot);
    for (; next < size; next++) {
      long time = time(next, slot);
      if (next != nodes[0]
          && (time < latest || (time == latest && ranks[next] < ranks[nodes[1]]))) {
        nodes[1] = next;
        sink(slot, nodes, 1, heap);
        latest = time(nodes[1], slot);
      }
    }
    for (int end = heap; end > 1; end--) {
      int last = nodes[1];
      nodes[1] = nodes[end];
      nodes[end] = last;
      sink(slot, nodes, 1, end - 1);
    }
  }

  private void sink(int slot, int[] nodes, int from, int size) {
    int node = nodes[from];
    int at = from;
    for (int child = 2 * at; child <= size; child = 2 * at) {
      if (child < size && isBefore(slot, nodes[child], nodes[child + 1])) {
        child++;
      }
      if (!isBefore(slot, node, nodes[child])) {
        break;
      }
      nodes[at] = nodes[child];
      at = child;
    }
    nodes[at] = node;
  }

  /** Whether a node comes for a slot before another does. */
  boolean isBefore(int slot, int node, int other) {
    long time = time(node, slot);
    long otherTime = time(other, slot);
    return time < otherTime || (time == otherTime && ranks[node] < ranks[other]);
  }
}
