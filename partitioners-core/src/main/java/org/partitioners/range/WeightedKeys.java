package org.partitioners.range;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.partitioners.PartitionLoad;

/** Distinct keys in ascending order with their weights, to be divided into ranges. */
final class WeightedKeys<K> {

  /** A key and its weight. */
  record Weighted<K>(K key, long weight) {}

  private final List<K> keys = new ArrayList<>();

  /** The weight of all keys before the i-th; at the end, of all. */
  private final long[] before;

  /** Adds up the weights of equal keys. */
  WeightedKeys(List<Weighted<K>> sample, Comparator<? super K> order) {
    List<Weighted<K>> sorted = new ArrayList<>(sample);
    sorted.sort((left, right) -> order.compare(left.key(), right.key()));
    long[] sums = new long[sorted.size() + 1];
    for (Weighted<K> next : sorted) {
      int last = keys.size() - 1;
      if (last < 0 || order.compare(keys.get(last), next.key()) != 0) {
        keys.add(next.key());
        sums[last + 2] = sums[last + 1];
        last++;
      }
      sums[last + 1] += next.weight();
    }
    this.before = Arrays.copyOf(sums, keys.size() + 1);
  }

  /**
   * Divides the keys into a number of ranges, or as many as there are keys if they are fewer.
   *
   * <p>The least bound is sought under which a range either holds no more or is a single key: so
   * the largest weight is the least possible, and a key heavier than the bound stands alone and
   * leaves the other ranges to the other keys. A range that is bounded stays so when made shorter,
   * so taking as many keys as fit, from the left, needs the fewest ranges.
   *
   * @return the number of the first key of each range
   */
  int[] divide(int numRanges) {
    int wanted = Math.min(numRanges, keys.size());
    long low = 0;
    long high = total();
    while (low < high) {
      long bound = low + (high - low) / 2;
      if (pack(bound, wanted).size() <= wanted) {
        high = bound;
      } else {
        low = bound + 1;
      }
    }
    return halveHeaviest(pack(low, wanted), wanted);
  }

  /** Where ranges begin that hold no more than the bound or are a single key; stops if too many. */
  private List<Integer> pack(long bound, int limit) {
    List<Integer> firsts = new ArrayList<>();
    for (int i = 0; i < keys.size() && firsts.size() <= limit; ) {
      firsts.add(i);
      i = Math.max(i + 1, lastWithin(before[i] + Math.min(bound, total() - before[i]), i));
    }
    return firsts;
  }

  /** The last number, from the given one, of a key before which there is no more than a sum. */
  private int lastWithin(long sum, int from) {
    int found = Arrays.binarySearch(before, from, before.length, sum);
    return found >= 0 ? found : -found - 2;
  }

  /** Divides the heaviest ranges of several keys until there are as many as wanted. */
  private int[] halveHeaviest(List<Integer> firsts, int wanted) {
    PriorityQueue<int[]> divisible =
        new PriorityQueue<>(
            Comparator.comparingLong((int[] range) -> -weight(range[0], range[1]))
                .thenComparingInt(range -> range[0]));
    for (int r = 0; r < firsts.size(); r++) {
      int end = r + 1 < firsts.size() ? firsts.get(r + 1) : keys.size();
      if (end - firsts.get(r) > 1) {
        divisible.add(new int[] {firsts.get(r), end});
      }
    }
    int[] all = Arrays.copyOf(firsts.stream().mapToInt(Integer::intValue).toArray(), wanted);
    for (int n = firsts.size(); n < wanted; n++) {
      int[] range = divisible.remove();
      int middle = middle(range[0], range[1]);
      all[n] = middle;
      for (int[] half : new int[][] {{range[0], middle}, {middle, range[1]}}) {
        if (half[1] - half[0] > 1) {
          divisible.add(half);
        }
      }
    }
    Arrays.sort(all);
    return all;
  }

  /** Where to divide keys so that the heavier part is lightest. */
  private int middle(int first, int end) {
    int left = lastWithin(before[first] + weight(first, end) / 2, first);
    int middle = Math.min(Math.max(left, first + 1), end - 1);
    boolean better =
        middle + 1 < end
            && Math.max(weight(first, middle + 1), weight(middle + 1, end))
                < Math.max(weight(first, middle), weight(middle, end));
    return better ? middle + 1 : middle;
  }

  private long weight(int first, int end) {
    return before[end] - before[first];
  }

  long total() {
    return before[keys.size()];
  }

  /** The boundaries between ranges that begin with these keys. */
  RangeBoundaries<K> boundaries(int[] firsts, Comparator<? super K> order, Inclusive inclusive) {
    List<K> points = new ArrayList<>();
    for (int r = 1; r < firsts.length; r++) {
      points.add(keys.get(inclusive == Inclusive.LOWER ? firsts[r] : firsts[r] - 1));
    }
    return RangeBoundaries.of(points, order, inclusive);
  }

  /** The weight of each range. */
  PartitionLoad load(int[] firsts) {
    long[] weights = new long[Math.max(1, firsts.length)];
    for (int r = 0; r < firsts.length; r++) {
      weights[r] = weight(firsts[r], r + 1 < firsts.length ? firsts[r + 1] : keys.size());
    }
    return PartitionLoad.of(weights);
  }

  /** The keys that have at least the share of one of so many partitions. */
  List<HeavyKey<K>> heavyKeys(int numPartitions) {
    List<HeavyKey<K>> heavy = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      double share = (double) weight(i, i + 1) / total();
      if (share * numPartitions >= 1) {
        heavy.add(new HeavyKey<>(keys.get(i), share, share * numPartitions));
      }
    }
    return heavy;
  }

  /** By what part of a partition a cut may move to leave a key whole. */
  private static final double MARGIN = 0.005;

  /** Cuts at the even ranks: a key inside whose weight one falls is shared. */
  SharedRanges<K> share(int numPartitions, Comparator<? super K> order) {
    double[] ranks = new double[numPartitions + 1];
    int[] keyAt = new int[numPartitions + 1];
    keyAt[numPartitions] = keys.size();
    ranks[numPartitions] = total();
    for (int i = 1; i < numPartitions && !keys.isEmpty(); i++) {
      double rank = (double) total() * i / numPartitions;
      int key = lastWithin((long) rank, 0);
      double margin = MARGIN * total() / numPartitions;
      boolean behind =
          before[key + 1] - rank <= margin && before[key + 1] - rank <= rank - before[key];
      keyAt[i] = behind ? key + 1 : key;
      ranks[i] = behind || rank - before[key] <= margin ? before[keyAt[i]] : rank;
    }
    List<SharedRanges.Cut<K>> cuts = new ArrayList<>();
    for (int i = 1, next; i < numPartitions && !keys.isEmpty(); i = next) {
      next = i + 1;
      while (next < numPartitions && keyAt[next] == keyAt[i]) {
        next++;
      }
      int first = ranks[i] == before[keyAt[i]] ? i : i - 1;
      cuts.add(
          new SharedRanges.Cut<>(
              keys.get(keyAt[i]), first, shares(keyAt[i], first, next - 1, ranks)));
    }
    return SharedRanges.of(numPartitions, 0, cuts, order);
  }

  /** How the weight of a key is divided by ranks. */
  private List<Double> shares(int key, int first, int last, double[] ranks) {
    List<Double> shares = new ArrayList<>();
    double end = before[key + 1];
    for (int p = first; p <= last; p++) {
      double part = Math.min(end, ranks[p + 1]) - Math.max((double) before[key], ranks[p]);
      shares.add(part / weight(key, key + 1));
    }
    return shares;
  }

  /**
   * Divides as by {@link #divide}, and each range again over its part of more places, evenly: range
   * p of n has the places from p·places/n, rounded up.
   */
  SharedRanges<K> nest(int numRanges, int places, Comparator<? super K> order) {
    int[] firsts = divide(numRanges);
    List<SharedRanges.Cut<K>> cuts = new ArrayList<>();
    int last = 0;
    for (int r = 0; r < firsts.length; r++) {
      int end = r + 1 < firsts.length ? firsts[r + 1] : keys.size();
      int firstPlace = (int) (((long) r * places + numRanges - 1) / numRanges);
      int endPlace = (int) (((long) (r + 1) * places + numRanges - 1) / numRanges);
      double ofRange = weight(firsts[r], end);
      for (int key = firsts[r]; key < end; key++) {
        double middle = weight(firsts[r], key) + weight(key, key + 1) / 2.0;
        int place = firstPlace + (int) (middle / ofRange * (endPlace - firstPlace));
        if (place > last) {
          cuts.add(new SharedRanges.Cut<>(keys.get(key), place, List.of(1.0)));
          last = place;
        }
      }
    }
    return SharedRanges.of(places, 0, cuts, order);
  }

  /** What each partition would hold of these keys. */
  PartitionLoad load(SharedRanges<K> ranges) {
    long[] weights = new long[ranges.numPartitions()];
    for (int i = 0; i < keys.size(); i++) {
      ranges.addTo(weights, keys.get(i), weight(i, i + 1));
    }
    return PartitionLoad.of(weights);
  }

  /** Keys that would divide what a partition holds in so many even parts; fewer if keys are. */
  List<K> splitPoints(SharedRanges<K> ranges, int partition, int parts) {
    int first = 0;
    while (first < keys.size() && ranges.partition(keys.get(first), -1) < partition) {
      first++;
    }
    int end = first;
    while (end < keys.size() && ranges.partition(keys.get(end), 0) <= partition) {
      end++;
    }
    List<K> points = new ArrayList<>();
    int last = first;
    for (int i = 1; i < parts && first < end; i++) {
      double rank = before[first] + (double) weight(first, end) * i / parts;
      int key = lastWithin((long) rank, first);
      boolean nearerEnd = key + 1 < end && before[key + 1] - rank < rank - before[key];
      key = nearerEnd ? key + 1 : key;
      if (key > last && key < end) {
        points.add(keys.get(key));
        last = key;
      }
    }
    return points;
  }
}
