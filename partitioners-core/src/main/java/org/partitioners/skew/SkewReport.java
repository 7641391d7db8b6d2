package org.partitioners.skew;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.List;

/**
 * How skewed a stream was under a partitioner, and what to do about it; what {@link
 * SkewSketch#report} derives from its counts.
 *
 * <p>Immutable and thread-safe; serializable if its keys are.
 *
 * @param records how many there were
 * @param distinctKeys how many different keys they had: an estimate with a standard error of 1.6 %
 * @param share from which share of the records on a key is a heavy hitter, in (0..1]
 * @param heavyHitters all keys with more than the share, the most frequent first, and none with
 *     less than half of it
 * @param firstShare the share of the most frequent key in [0..1], heavy hitter or not, to within
 *     half of {@code share}
 * @param zipfExponent z, when the i-th most frequent key comes with a probability in proportion to
 *     1/i^z: 0 is even, in [0..10]. NaN if fewer than five keys are frequent enough to tell. It is
 *     the most likely exponent of Zipf's law cut off after the keys whose counts are known within a
 *     factor of two, at most 1000 of them; for why the line through a doubly logarithmic plot is
 *     not to be trusted see Clauset, Shalizi and Newman, "Power-law distributions in empirical
 *     data" (SIAM Review 51(4), 2009, <a
 *     href="https://doi.org/10.1137/070710111">doi:10.1137/070710111</a>)
 * @param parallelism the number of places, at least 1
 * @param predictedMaxOverMean what the busiest place carries of the mean when each key goes whole
 *     to where the partitioner puts it, as {@link org.partitioners.PartitionLoad#maxOverMean()}, in
 *     [1..parallelism]
 * @param relief what is recommended
 * @param fanOut over how many places the first key should be spread where it is not combined, in
 *     [1..parallelism]: the least with which all hot keys together, spread no further, leave at
 *     most a tenth to gain. 1 if it need not be split
 * @param <K> the type of key
 */
public record SkewReport<K>(
    long records,
    double distinctKeys,
    double share,
    List<HeavyHitter<K>> heavyHitters,
    double firstShare,
    double zipfExponent,
    int parallelism,
    double predictedMaxOverMean,
    ReliefAdvice relief,
    int fanOut)
    implements Serializable {

  /** Copies the list. */
  public SkewReport {
    heavyHitters = List.copyOf(heavyHitters);
    requireNonNull(relief, "relief");
  }
}
