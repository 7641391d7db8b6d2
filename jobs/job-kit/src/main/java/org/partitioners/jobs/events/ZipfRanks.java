package org.partitioners.jobs.events;

import java.util.Arrays;

/**
 * Draws ranks 1..n with probability proportional to rank^−s, exactly, in expected constant time and
 * O(log n) memory, from nothing but a 64-bit state: no sequence of draws, no {@link Math} function
 * that may differ between JVMs.
 *
 * <p>Ranks are grouped into blocks: each of the first 64 alone, then each block 1/64 longer than
 * its first rank demands. A block is drawn by Walker's alias method (Vose, IEEE Transactions on
 * Software Engineering 17(9), 1991) with a weight as if all its ranks were as likely as its first;
 * a rank of it is drawn evenly and accepted with the ratio of its own probability to the first's.
 * That ratio is at least (64/65)^s, so a draw rarely repeats, and the power is seldom computed:
 * what lies below the last rank's ratio is accepted at once. Immutable and thread-safe.
 */
final class ZipfRanks {
  private static final int SINGLE_RANKS = 64;
  private static final double UNIT = 0x1p-53;

  private final double exponent;
  private final int blocks;
  private final long[] first;
  private final double[] lastRatio;
  private final double[] keep;
  private final int[] alias;

  ZipfRanks(long ranks, double exponent) {
    this.exponent = exponent;
    long[] starts = new long[SINGLE_RANKS];
    int count = 0;
    for (long start = 1; start <= ranks; start += Math.max(1, start / SINGLE_RANKS)) {
      if (count == starts.length) {
        starts = Arrays.copyOf(starts, 2 * count);
      }
      starts[count++] = start;
    }
    blocks = count;
    first = Arrays.copyOf(starts, count + 1);
    first[count] = ranks + 1;
    lastRatio = new double[count];
    double[] weight = new double[count];
    double total = 0;
    for (int b = 0; b < count; b++) {
      lastRatio[b] = ratio(first[b + 1] - 1, first[b]);
      weight[b] = (first[b + 1] - first[b]) * StrictMath.pow((double) first[b], -exponent);
      total += weight[b];
    }
    keep = new double[count];
    alias = new int[count];
    fillAlias(weight, total);
  }

  /** The rank that belongs to a state; every state has one. */
  long rank(long state) {
    long s = state;
    while (true) {
      s += SplitMix.GAMMA;
      long choice = SplitMix.mix(s) >>> 1;
      int column = (int) Math.multiplyHigh(choice, 2L * blocks);
      double fraction = ((choice * 2 * blocks) >>> 11) * UNIT;
      int block = fraction < keep[column] ? column : alias[column];
      long start = first[block];
      long length = first[block + 1] - start;
      if (length == 1) {
        return start;
      }
      s += SplitMix.GAMMA;
      long place = SplitMix.mix(s) >>> 1;
      long rank = start + Math.multiplyHigh(place, 2 * length);
      double height = ((place * 2 * length) >>> 11) * UNIT;
      if (height < lastRatio[block] || height < ratio(rank, start)) {
        return rank;
      }
    }
  }

  private double ratio(long rank, long start) {
    return StrictMath.pow((double) start / rank, exponent);
  }

  private void fillAlias(double[] weight, double total) {
    double[] scaled = new double[blocks];
    int[] queue = new int[blocks];
    int small = 0;
    int large = blocks;
    for (int b = 0; b < blocks; b++) {
      scaled[b] = weight[b] / total * blocks;
      if (scaled[b] < 1) {
        queue[small++] = b;
      } else {
        queue[--large] = b;
      }
    }
    while (small > 0 && large < blocks) {
      int poor = queue[--small];
      int rich = queue[large];
      keep[poor] = scaled[poor];
      alias[poor] = rich;
      scaled[rich] -= 1 - scaled[poor];
      if (scaled[rich] < 1) {
        large++;
        queue[small++] = rich;
      }
    }
    while (large < blocks) {
      keep[queue[large++]] = 1;
    }
    while (small > 0) {
      keep[queue[--small]] = 1; // left over by rounding only
    }
  }
}
