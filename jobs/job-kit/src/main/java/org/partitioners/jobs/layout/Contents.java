package org.partitioners.jobs.layout;

import org.jspecify.annotations.Nullable;
import org.partitioners.range.TimeBuckets;

/**
 * What a partition can hold, by the rules of its strategy. An event is in the partition only if it
 * satisfies every rule that is not null.
 *
 * @param times the times it holds
 * @param sensors the sensors it holds, in their order
 * @param sensorHash the sensors it holds, by hash
 * @param salt the times it holds, salted
 */
public record Contents(
    @Nullable Times times,
    @Nullable Sensors sensors,
    @Nullable SensorHash sensorHash,
    @Nullable Salt salt) {

  /** Holds whatever there is. */
  public static final Contents ANYTHING = new Contents(null, null, null, null);

  /**
   * Times {@code from <= time < to}, in epoch milliseconds.
   *
   * @param from the first
   * @param to the one after the last
   */
  public record Times(long from, long to) {}

  /**
   * Sensors {@code from <= sensor < to} in the order of {@link String#compareTo}.
   *
   * @param from the first; null for no bound
   * @param to the one after the last; null for no bound
   */
  public record Sensors(@Nullable String from, @Nullable String to) {}

  /**
   * Sensors whose hash modulo a number is this: {@code HashPartitioners.modulo} over {@code
   * KeyHashers.strings()}.
   *
   * @param partitions the modulus
   * @param partition the residue
   */
  public record SensorHash(int partitions, int partition) {}

  /**
   * Salted buckets of time: {@link TimeBuckets} with these parameters places some of them here.
   *
   * @param bucketMillis the length of a bucket
   * @param salts over how many partitions a bucket is spread
   * @param partitions how many partitions there are
   * @param partition this one
   */
  public record Salt(long bucketMillis, int salts, int partitions, int partition) {}
}
