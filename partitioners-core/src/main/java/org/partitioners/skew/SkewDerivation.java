package org.partitioners.skew;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.partitioners.KeyPartitioner;
import org.partitioners.PartitionLoad;

/** Derives a {@link SkewReport} from a {@link SkewSketch}. */
final class SkewDerivation<K> {

  /** Imbalance that is not worth the trouble. */
  private static final double TOLERANCE = 1.1;

  /** A count is known well if its lower bound is at least this part of the upper. */
  private static final double WELL_KNOWN = 0.5;

  private final SkewSketch<K> sketch;
  private final List<HeavyHitter<K>> known;
  private final List<HeavyHitter<K>> hot;

  /** What hot keys bring, by rank: a plan needs keys that compare. */
  private final Map<Integer, Long> hotCounts = new HashMap<>();

  private final PartitionLoad coldLoad;
  private final PartitionLoad load;

  private SkewDerivation(
      SkewSketch<K> sketch, KeyPartitioner<? super K> keyBy, PartitionLoad rest) {
    this.sketch = sketch;
    this.known = sketch.heavyHitters().top(Integer.MAX_VALUE);
    double threshold = sketch.share() * sketch.records();
    this.hot = known.stream().filter(hitter -> hitter.upperBound() > threshold).toList();

    long[] hotAt = new long[keyBy.numPartitions()];
    long[] coldAt = new long[keyBy.numPartitions()];
    long unknown = sketch.records();
    for (HeavyHitter<K> hitter : known) {
      long count = estimate(hitter);
      int place = keyBy.partition(hitter.key());
      if (hitter.upperBound() > threshold) {
        hotCounts.put(hotCounts.size(), count);
        hotAt[place] += count;
      } else {
        coldAt[place] += count;
      }
      unknown -= count;
    }
    double scale = Math.max(0, unknown) / (double) rest.total();
    for (int place = 0; place < coldAt.length; place++) {
      coldAt[place] += Math.round(scale * rest.count(place));
    }
    this.coldLoad = PartitionLoad.of(coldAt);
    for (int place = 0; place < hotAt.length; place++) {
      hotAt[place] += coldAt[place];
    }
    this.load = PartitionLoad.of(hotAt);
  }

  static <K> SkewReport<K> of(
      SkewSketch<K> sketch, KeyPartitioner<? super K> keyBy, PartitionLoad rest) {
    return new SkewDerivation<>(sketch, keyBy, rest).report();
  }

  /**
   * A key that was counted from its first record on, as frequent ones are, came as often as the
   * upper bound says. Of rare keys the lower bound says more.
   */
  private static long estimate(HeavyHitter<?> hitter) {
    return isWellKnown(hitter) ? hitter.upperBound() : hitter.lowerBound();
  }

  private static boolean isWellKnown(HeavyHitter<?> hitter) {
    return hitter.lowerBound() >= WELL_KNOWN * hitter.upperBound();
  }

  private SkewReport<K> report() {
    int fanOut = fanOut();
    return new SkewReport<>(
        sketch.records(),
        sketch.distinctKeys(),
        sketch.share(),
        hot,
        firstShare(),
        zipfExponent(),
        load.numPartitions(),
        load.maxOverMean(),
        relief(fanOut),
        fanOut);
  }

  private double firstShare() {
    return known.isEmpty() ? 0 : Math.min(1, estimate(known.get(0)) / (double) sketch.records());
  }

  private double zipfExponent() {
    return ZipfFit.exponent(
        known.stream()
            .filter(SkewDerivation::isWellKnown)
            .limit(ZipfFit.MAX_KEYS)
            .mapToLong(HeavyHitter::upperBound)
            .toArray());
  }

  private ReliefAdvice relief(int fanOut) {
    if (load.maxOverMean() <= TOLERANCE * spread(Integer.MAX_VALUE).expectedLoad().maxOverMean()) {
      return ReliefAdvice.NONE;
    }
    if (fanOut == 1) {
      return ReliefAdvice.PLACE;
    }
    return firstShare() * load.numPartitions() > 1 ? ReliefAdvice.COMBINE : ReliefAdvice.SPREAD;
  }

  /** Over how many places the first key goes in the least pieces that leave little to gain. */
  private int fanOut() {
    if (hot.isEmpty()) {
      return 1;
    }
    double aim = TOLERANCE * spread(Integer.MAX_VALUE).expectedLoad().maxOverMean();
    if (load.maxOverMean() <= aim) {
      return 1;
    }
    int tooFew = 0;
    int enough = HotKeys.PIECES_PER_PLACE * load.numPartitions();
    while (enough - tooFew > 1) {
      int pieces = (tooFew + enough) >>> 1;
      if (spread(pieces).expectedLoad().maxOverMean() <= aim) {
        enough = pieces;
      } else {
        tooFew = pieces;
      }
    }
    return spread(enough).replicas(0).length;
  }

  private SaltingPlan<Integer> spread(int maxPieces) {
    return SaltingPlan.balanced(hotCounts, coldLoad, Integer::compare, maxPieces);
  }
}
