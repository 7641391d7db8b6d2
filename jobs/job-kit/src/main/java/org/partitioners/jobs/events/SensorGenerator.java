package org.partitioners.jobs.events;

import java.time.Instant;

/**
 * Readings of many sensors over some days, in the order of their arrival, each a function of the
 * parameters and its index alone: any parallelism, order and JVM gives the same ones.
 *
 * <p>Arrivals follow the hour, the day of the week and bursts, which the seed decides: four times
 * as many by day as by night, half as many on Sundays, five times as many in the twenty minutes of
 * a burst. The sensor is {@code sensor-000001} to {@code sensor-NNNNNN} by rank, rank r having
 * probability proportional to r^−zipf. With probability {@code lateShare} a reading arrives late:
 * it happened earlier by a delay with mean {@value #MEAN_DELAY_MILLIS} ms, at most two hours; the
 * others happen as they arrive.
 *
 * <p>Which late ones have missed their window is decided by {@link Lateness} over the order of
 * arrival, as for files; their rows are {@link Row.Late}.
 *
 * <p>A row takes expected constant time, beside a search among the steps of ten minutes. Immutable
 * and thread-safe.
 */
public final class SensorGenerator implements RowGenerator {
  /** When the first day begins: a Monday. */
  public static final Instant START = Instant.parse("2026-01-05T00:00:00Z");

  /** What rows call the file they are in. */
  public static final String FILE = "generated";

  private static final long serialVersionUID = 1L;
  private static final int MEAN_DELAY_MILLIS = 600_000;
  private static final int MAX_DELAY_MILLIS = 7_200_000;
  private static final double MAX_LATE_SHARE = 0.5;
  private static final int MAX_DAYS = 366;
  private static final double UNIT = 0x1p-53;
  private static final long START_MILLIS = START.toEpochMilli();

  private final long events;
  private final long sensors;
  private final double zipf;
  private final int days;
  private final double lateShare;
  private final long seed;
  private final Lateness lateness;

  private final transient TimeProfile profile;
  private final transient ZipfRanks ranks;
  private final transient KeyNames names;

  /**
   * Readings with these parameters. Checks all bounds.
   *
   * @param events how many, in [0..10^14]
   * @param keys how many sensors, in [1..10^9]
   * @param zipf the exponent, in [0..10]; 0 is uniform
   * @param days over how many days, in [1..366]
   * @param lateShare probability of a delay, in [0..0.5]
   * @param seed any number
   * @param lateness what has missed its window
   */
  public SensorGenerator(
      long events,
      long keys,
      double zipf,
      int days,
      double lateShare,
      long seed,
      Lateness lateness) {
    GeneratorBounds.check("events", events, 0, GeneratorBounds.MAX_EVENTS);
    GeneratorBounds.check("keys", keys, 1, GeneratorBounds.MAX_KEYS);
    GeneratorBounds.check("zipf", zipf, GeneratorBounds.MAX_ZIPF);
    GeneratorBounds.check("days", days, 1, MAX_DAYS);
    GeneratorBounds.check("lateShare", lateShare, MAX_LATE_SHARE);
    this.events = events;
    this.sensors = keys;
    this.zipf = zipf;
    this.days = days;
    this.lateShare = lateShare;
    this.seed = seed;
    this.lateness = lateness;
    profile = new TimeProfile(days, 0, seed);
    ranks = new ZipfRanks(keys, zipf);
    names = new KeyNames("sensor-", keys);
  }

  @Override
  public long events() {
    return events;
  }

  /** How many sensors there are. */
  public long sensors() {
    return sensors;
  }

  @Override
  public Row row(long index) {
    if (index < 0 || index >= events) {
      throw new IndexOutOfBoundsException("index: " + index + " not in [0.." + events + ")");
    }
    long state = state(index);
    String sensor = names.name(ranks.rank(state));
    long timestamp = timestamp(index, state);
    long watermark = lateness.watermark(highWater(index));
    return lateness.isLate(timestamp, watermark)
        ? new Row.Late(FILE, index + 1, sensor, timestamp, watermark)
        : new Event(sensor, timestamp);
  }

  private long state(long index) {
    return SplitMix.mix(SplitMix.mix(seed) + index * SplitMix.GAMMA);
  }

  private boolean isDelayed(long state) {
    return (state >>> 11) * UNIT < lateShare;
  }

  private long timestamp(long index, long state) {
    long arrival = START_MILLIS + profile.millisAt((index + 0.5) / events);
    if (!isDelayed(state)) {
      return arrival;
    }
    // In (0, 1], so that the logarithm is finite.
    double uniform = ((SplitMix.mix(state ^ SplitMix.GAMMA) >>> 11) + 1) * UNIT;
    long delay = (long) (-StrictMath.log(uniform) * MEAN_DELAY_MILLIS);
    return Math.max(START_MILLIS, arrival - Math.min(delay, MAX_DELAY_MILLIS));
  }

  /** The highest timestamp before a row: arrivals never fall, so none before the last punctual. */
  private long highWater(long index) {
    long highest = Lateness.NONE;
    for (long before = index - 1; before >= 0; before--) {
      long state = state(before);
      highest = Math.max(highest, timestamp(before, state));
      if (!isDelayed(state)) {
        break;
      }
    }
    return highest;
  }

  /** Tables are made anew rather than sent. */
  private Object readResolve() {
    return new SensorGenerator(events, sensors, zipf, days, lateShare, seed, lateness);
  }
}
