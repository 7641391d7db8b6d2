package org.partitioners.range;

/**
 * What a {@link SplitPolicy} sees of a range.
 *
 * @param records how many records the range has taken; after a split, the estimate of its sample.
 *     It only grows: what has been deleted or has expired elsewhere is still counted
 * @param recordsPerSecond the rate over the {@linkplain SplitPolicy#window() window}
 * @param ageMillis the event time since the range came to be by a split or merge, or since the
 *     start
 * @param ranges how many ranges there are now
 */
public record RangeStatistics(long records, double recordsPerSecond, long ageMillis, int ranges) {}
