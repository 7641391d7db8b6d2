package org.partitioners.hash;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Nodes as the leaves of a trie of the digits of their random bits. From the root on, a hash goes
 * to the child that wins weighted rendezvous hashing among its siblings: the first to come, at a
 * time that is exponentially distributed with the weight of all nodes below it as rate. So each
 * node gets its share by weight, and where it is in the trie depends on its name alone.
 *
 * <p>Branches with a single child are left out, which changes nothing. Weights are whole numbers of
 * units, so that sums do not depend on any order.
 */
final class RendezvousTree {

  private static final int DIGIT_BITS = 3;
  private static final int DIGITS = 1 << DIGIT_BITS;
  private static final double UNITS = 1 << 30;

  private static final int QUANTILE_BITS = 8;
  private static final int MANTISSA_BITS = 52;
  private static final long MANTISSA = (1L << MANTISSA_BITS) - 1;
  private static final int SPARE_BITS = Long.SIZE - QUANTILE_BITS - MANTISSA_BITS;

  /** Above, so that no time is 0: where there is no child, times are infinite. */
  private static final long ABOVE_ONE = Double.doubleToRawLongBits(1) | 1;

  /**
   * Of each 256-quantile of the exponential distribution, how long it is and, before that, where it
   * starts less that length, which is added for its fraction from 1 on. Between quantiles times are
   * uniform; shares are as by the distribution itself to some millionths.
   */
  private static final double[] QUANTILES = quantiles();

  /** Of each branch's possible children by digit: random bits, and the inverse of the weight. */
  private final long[] randomBits;

  private final double[] meanTimes;

  /** Its branch or, if it is a node, the complement of that one's number. */
  private final int[] targets;

  /** Its weight, 0 if there is none, and the places of the nodes below it. */
  private final long[] weights;

  private final char[] firstPlaces;
  private final char[] lastPlaces;

  /** Each node's place in the order of random bits, and its weight. */
  private final char[] places;

  private final long[] nodeWeights;

  RendezvousTree(Nodes nodes) {
    this(
        nodes.randomBits(),
        nodes.list().stream().mapToDouble(Node::weight).toArray(),
        nodes.list().stream().map(Node::name).toArray(String[]::new));
  }

  /** For nodes with these random bits, weights and names. */
  RendezvousTree(long[] bits, double[] nodeWeights, String[] names) {
    Builder builder = new Builder(bits, nodeWeights, names);
    int children = builder.branches * DIGITS;
    this.randomBits = Arrays.copyOf(builder.randomBits, children);
    this.targets = Arrays.copyOf(builder.targets, children);
    this.weights = Arrays.copyOf(builder.weights, children);
    this.firstPlaces = Arrays.copyOf(builder.firstPlaces, children);
    this.lastPlaces = Arrays.copyOf(builder.lastPlaces, children);
    this.places = builder.places;
    this.nodeWeights = builder.nodeWeights;
    this.meanTimes = new double[children];
    for (int child = 0; child < children; child++) {
      meanTimes[child] = 1.0 / weights[child];
    }
  }

  private static double[] quantiles() {
    int size = 1 << QUANTILE_BITS;
    double[] quantiles = new double[2 * size];
    for (int i = 0; i < size; i++) {
      double start = -StrictMath.log1p(-(double) i / size);
      double end = -StrictMath.log1p(-Math.min(i + 1, size - 0.5) / size);
      quantiles[2 * i] = start - (end - start);
      quantiles[2 * i + 1] = end - start;
    }
    return quantiles;
  }

  /** The number of the node that a hash goes to. */
  int first(long hash) {
    int target = 0;
    do {
      int from = target * DIGITS;
      long first = Long.MAX_VALUE;
      for (int digit = 0; digit < DIGITS; digit++) {
        first = Math.min(first, arrival(hash, from + digit, meanTimes[from + digit]));
      }
      target = targets[child(from, first)];
    } while (target >= 0);
    return ~target;
  }

  /** The child that arrives, among those of a branch. */
  private static int child(int from, long arrival) {
    return from | ((int) arrival & (DIGITS - 1));
  }

  /** The time at which a child comes, ordered as integers are, with its digit in the last bits. */
  private long arrival(long hash, int child, double meanTime) {
    long score = RendezvousRanking.score(hash, randomBits[child]);
    int quantile = (int) (score >>> (Long.SIZE - QUANTILE_BITS)) << 1;
    double fraction = Double.longBitsToDouble(((score >>> SPARE_BITS) & MANTISSA) | ABOVE_ONE);
    double time = (QUANTILES[quantile] + fraction * QUANTILES[quantile + 1]) * meanTime;
    return (Double.doubleToRawLongBits(time) & -DIGITS) | (child & (DIGITS - 1));
  }

  /**
   * The number of the node that a hash would go to if some had gone.
   *
   * @param gone the numbers of those, in its first elements; not all nodes
   */
  int firstWithout(long hash, int[] gone, int numGone) {
    int target = 0;
    do {
      int from = target * DIGITS;
      long first = Long.MAX_VALUE;
      for (int child = from; child < from + DIGITS; child++) {
        long weight = weightWithout(child, gone, numGone);
        if (weight > 0) {
          first = Math.min(first, arrival(hash, child, 1.0 / weight));
        }
      }
      target = targets[child(from, first)];
    } while (target >= 0);
    return ~target;
  }

  private long weightWithout(int child, int[] gone, int numGone) {
    long weight = weights[child];
    for (int i = 0; i < numGone; i++) {
      char place = places[gone[i]];
      if (place >= firstPlaces[child] && place <= lastPlaces[child]) {
        weight -= nodeWeights[gone[i]];
      }
    }
    return weight;
  }

  /** Sorts nodes by their random bits and makes branches of those that share leading digits. */
  private static final class Builder {
    final char[] places;
    final long[] nodeWeights;

    int branches;
    long[] randomBits = new long[DIGITS];
    int[] targets = new int[DIGITS];
    long[] weights = new long[DIGITS];
    char[] firstPlaces = new char[DIGITS];
    char[] lastPlaces = new char[DIGITS];

    private final long[] sortedBits;
    private final int[] sortedNodes;

    Builder(long[] bits, double[] unitless, String[] names) {
      this.places = new char[bits.length];
      this.nodeWeights = new long[bits.length];
      this.sortedNodes =
          IntStream.range(0, bits.length)
              .boxed()
              .sorted(
                  Comparator.<Integer, Long>comparing(i -> bits[i], Long::compareUnsigned)
                      .thenComparing(i -> names[i]))
              .mapToInt(Integer::intValue)
              .toArray();
      this.sortedBits = IntStream.of(sortedNodes).mapToLong(node -> bits[node]).toArray();
      for (int place = 0; place < bits.length; place++) {
        int node = sortedNodes[place];
        places[node] = (char) place;
        nodeWeights[node] = Math.round(unitless[node] * UNITS);
      }
      build();
    }

    /** Breadth first, so that the branches near the root lie together. */
    private void build() {
      addBranch(0, places.length - 1);
      for (int child = 0; child < branches * DIGITS; child++) {
        if (weights[child] > 0) {
          if (firstPlaces[child] < lastPlaces[child]) {
            targets[child] = branches;
            addBranch(firstPlaces[child], lastPlaces[child]);
          } else {
            targets[child] = ~sortedNodes[firstPlaces[child]];
          }
        }
      }
    }

    /** A branch where the nodes of these places first differ in a digit. */
    private void addBranch(int first, int last) {
      int from = branches * DIGITS;
      branches++;
      if (targets.length == from) {
        grow(2 * from);
      }
      long difference = sortedBits[first] ^ sortedBits[last];
      if (difference == 0) {
        addAlike(from, first, last);
        return;
      }
      int digits = Long.numberOfLeadingZeros(difference) / DIGIT_BITS + 1;
      // The last digit takes in some bits of the one before, which are alike here.
      int shift = Math.max(0, Long.SIZE - digits * DIGIT_BITS);
      for (int start = first; start <= last; ) {
        int end = start;
        while (end < last && sortedBits[end + 1] >>> shift == sortedBits[start] >>> shift) {
          end++;
        }
        long prefix = sortedBits[start] >>> shift;
        // Different numbers for the same bits as more digits or fewer.
        long number = (prefix << shift) + SplitMix64.output(shift);
        addChild(from + ((int) prefix & (DIGITS - 1)), number, start, end);
        start = end + 1;
      }
    }

    /** Nodes alike in all bits, in the order of their names: if too many, the last are together. */
    private void addAlike(int from, int first, int last) {
      for (int digit = 0; digit < DIGITS && first + digit <= last; digit++) {
        int end = digit == DIGITS - 1 ? last : first + digit;
        addChild(from + digit, sortedBits[first] + digit, first + digit, end);
      }
    }

    private void grow(int size) {
      randomBits = Arrays.copyOf(randomBits, size);
      targets = Arrays.copyOf(targets, size);
      weights = Arrays.copyOf(weights, size);
      firstPlaces = Arrays.copyOf(firstPlaces, size);
      lastPlaces = Arrays.copyOf(lastPlaces, size);
    }

    private void addChild(int child, long number, int first, int last) {
      randomBits[child] = SplitMix64.output(number);
      firstPlaces[child] = (char) first;
      lastPlaces[child] = (char) last;
      for (int place = first; place <= last; place++) {
        weights[child] += nodeWeights[sortedNodes[place]];
      }
    }
  }
}
