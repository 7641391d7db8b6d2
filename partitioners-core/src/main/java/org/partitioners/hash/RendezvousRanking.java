package org.partitioners.hash;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * How hashes rank nodes: by {@code -weight / log(fraction)}, the higher the better, where the
 * fraction is a score between 0 and 1 that the hash and the node's name decide.
 *
 * <p>A score is the hash, xored with the node's random bits and multiplied by an odd constant: the
 * product's high bits depend on all bits below, and they decide the comparison. One multiplication
 * is enough because both operands are random already. Among nodes of equal weight the highest score
 * wins, so nodes are kept in classes of equal weight and logarithms are for the winners of classes.
 * These are compared by approximate logarithms first, and nearly always that is enough.
 *
 * <p>Among equals the lighter node comes first, then the one whose name does: numbers of nodes
 * never matter.
 */
final class RendezvousRanking {

  /** Scores of up to so many nodes are compared one by one. */
  private static final int BLOCK = 128;

  private static final long INVERSE_GAMMA = inverse(SplitMix64.GOLDEN_GAMMA);

  /** Approximate times that differ by less than this factor are compared exactly. */
  private static final double TOO_CLOSE = 1 + 4 * MinusLog.MAX_ERROR;

  /** Nodes by weight, then name: the number of each, its random bits and weight. */
  private final int[] partitions;

  private final long[] randomBits;
  private final double[] weights;

  /** Where each class of equal weight starts, and where the last one ends. */
  private final int[] starts;

  RendezvousRanking(Nodes nodes) {
    this(
        nodes.randomBits(),
        nodes.list().stream().mapToDouble(Node::weight).toArray(),
        nodes.list().stream().map(Node::name).toArray(String[]::new));
  }

  /** For nodes with these random bits, weights and names. */
  RendezvousRanking(long[] bits, double[] unsortedWeights, String[] names) {
    this.partitions =
        IntStream.range(0, bits.length)
            .boxed()
            .sorted(
                Comparator.<Integer>comparingDouble(node -> unsortedWeights[node])
                    .thenComparing(node -> names[node]))
            .mapToInt(Integer::intValue)
            .toArray();
    this.randomBits = IntStream.of(partitions).mapToLong(node -> bits[node]).toArray();
    this.weights = IntStream.of(partitions).mapToDouble(node -> unsortedWeights[node]).toArray();
    this.starts =
        IntStream.rangeClosed(0, bits.length)
            .filter(i -> i == 0 || i == bits.length || weights[i] != weights[i - 1])
            .toArray();
  }

  /** The inverse of an odd number modulo 2⁶⁴, by Newton's iteration: right bits double, from 3. */
  private static long inverse(long factor) {
    long inverse = factor;
    for (int bits = 3; bits < Long.SIZE; bits *= 2) {
      inverse *= 2 - factor * inverse;
    }
    return inverse;
  }

  /** A node's score for a hash. */
  static long score(long hash, long randomBits) {
    return (hash ^ randomBits) * SplitMix64.GOLDEN_GAMMA;
  }

  /** The number of the node that a hash ranks first. */
  int first(long hash) {
    int first = firstOfClass(hash, 0);
    if (isWeighted()) {
      first = firstOfWinners(hash, first);
    }
    return partitions[first];
  }

  private boolean isWeighted() {
    return starts.length > 2;
  }

  private int firstOfWinners(long hash, int winnerOfFirstClass) {
    int first = winnerOfFirstClass;
    double least = quickTime(hash, first);
    double second = Double.POSITIVE_INFINITY;
    for (int c = 1; c < starts.length - 1; c++) {
      int winner = firstOfClass(hash, c);
      if (isSurelyAfter(hash, winner, least)) {
        continue;
      }
      double time = quickTime(hash, winner);
      if (time < least) {
        second = least;
        least = time;
        first = winner;
      } else if (time < second) {
        second = time;
      }
    }
    return second > least * TOO_CLOSE ? first : firstOfWinnersExactly(hash);
  }

  private int firstOfWinnersExactly(long hash) {
    int first = firstOfClass(hash, 0);
    for (int c = 1; c < starts.length - 1; c++) {
      int winner = firstOfClass(hash, c);
      if (isBeforeExactly(hash, winner, first)) {
        first = winner;
      }
    }
    return first;
  }

  private int firstOfClass(long hash, int c) {
    int from = starts[c];
    int to = starts[c + 1];
    return to - from <= BLOCK ? firstOfFew(hash, from, to) : firstOfMany(hash, from, to);
  }

  private int firstOfFew(long hash, int from, int to) {
    int first = from;
    long highest = Long.MIN_VALUE;
    for (int i = from; i < to; i++) {
      long score = score(hash, randomBits[i]);
      if (score > highest) {
        highest = score;
        first = i;
      }
    }
    return first;
  }

  /**
   * In two steps, for the compiler (that of JDK 25) makes vector instructions of a maximum without
   * its place: the highest score, block by block, and then whose it is.
   */
  private int firstOfMany(long hash, int from, int to) {
    int block = from;
    long highest = Long.MIN_VALUE;
    for (int i = from; i < to; i += BLOCK) {
      long score = highestScore(hash, i, Math.min(i + BLOCK, to));
      if (score > highest) {
        highest = score;
        block = i;
      }
    }
    long bits = highest * INVERSE_GAMMA ^ hash;
    int first = block;
    while (randomBits[first] != bits) {
      first++;
    }
    return first;
  }

  private long highestScore(long hash, int from, int to) {
    long highest = Long.MIN_VALUE;
    for (int i = from; i < to; i++) {
      highest = Math.max(highest, score(hash, randomBits[i]));
    }
    return highest;
  }

  /**
   * Puts the nodes that a hash ranks first, in order, behind the first elements, which are kept and
   * passed over. Time O(n·(1 + k) + r·log r·log n) for r of n nodes behind k, expected; allocates
   * nothing.
   */
  void fillBehind(long hash, int[] found, int kept) {
    int size = found.length - kept;
    if (size == 0) {
      return;
    }
    // The last of the best so far is on top of a heap.
    int next = 0;
    for (int i = kept; i < found.length; next++) {
      if (!contains(found, kept, partitions[next])) {
        found[i++] = next;
      }
    }
    for (int i = size / 2 - 1; i >= 0; i--) {
      sink(hash, found, kept, i, size);
    }
    double latest = isWeighted() ? quickTime(hash, found[kept]) : Double.POSITIVE_INFINITY;
    for (; next < partitions.length; next++) {
      if ((!isWeighted() || !isSurelyAfter(hash, next, latest))
          && isBefore(hash, next, found[kept])
          && !contains(found, kept, partitions[next])) {
        found[kept] = next;
        sink(hash, found, kept, 0, size);
        latest = isWeighted() ? quickTime(hash, found[kept]) : latest;
      }
    }
    for (int end = size - 1; end > 0; end--) {
      int last = found[kept];
      found[kept] = found[kept + end];
      found[kept + end] = last;
      sink(hash, found, kept, 0, end);
    }
    for (int i = kept; i < found.length; i++) {
      found[i] = partitions[found[i]];
    }
  }

  private static boolean contains(int[] found, int length, int node) {
    for (int i = 0; i < length; i++) {
      if (found[i] == node) {
        return true;
      }
    }
    return false;
  }

  private void sink(long hash, int[] found, int offset, int from, int size) {
    int node = found[offset + from];
    int at = from;
    for (int child = 2 * at + 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && isBefore(hash, found[offset + child], found[offset + child + 1])) {
        child++;
      }
      if (!isBefore(hash, node, found[offset + child])) {
        break;
      }
      found[offset + at] = found[offset + child];
      at = child;
    }
    found[offset + at] = node;
  }

  /** Whether a hash ranks a node before another. */
  private boolean isBefore(long hash, int node, int other) {
    if (weights[node] == weights[other]) {
      long score = score(hash, randomBits[node]);
      long otherScore = score(hash, randomBits[other]);
      return score > otherScore || (score == otherScore && node < other);
    }
    double time = quickTime(hash, node);
    double otherTime = quickTime(hash, other);
    return time * TOO_CLOSE < otherTime
        || (time < otherTime * TOO_CLOSE && isBeforeExactly(hash, node, other));
  }

  private boolean isBeforeExactly(long hash, int node, int other) {
    long score = score(hash, randomBits[node]);
    long otherScore = score(hash, randomBits[other]);
    double rank = weights[node] / MinusLog.exact(MinusLog.fraction(score));
    double otherRank = weights[other] / MinusLog.exact(MinusLog.fraction(otherScore));
    if (rank != otherRank) {
      return rank > otherRank;
    }
    return score > otherScore || (score == otherScore && node < other);
  }

  /** Whether a node comes after a time, without a logarithm: −ln u is above 1 − u. */
  private boolean isSurelyAfter(long hash, int node, double time) {
    double fraction = MinusLog.fraction(score(hash, randomBits[node]));
    return 1 - fraction > time * TOO_CLOSE * weights[node];
  }

  /** The inverse of what decides, approximately: the time at which the node would come. */
  private double quickTime(long hash, int node) {
    return MinusLog.quick(MinusLog.fraction(score(hash, randomBits[node]))) / weights[node];
  }
}
