package org.partitioners.range;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.partitioners.Described;
import org.partitioners.Description;
import org.partitioners.KeyPartitioner;

/**
 * Places records by time without a hot spot: time is cut into buckets, and each bucket is salted
 * over as many partitions as there are salts.
 *
 * <p>Whoever partitions by timestamp alone sends all that happens now to one partition. Here a
 * record's key is {@code (bucket, salt)}: writes of one moment go to {@link #salts()} partitions,
 * and who reads an interval asks {@link #partitions(Instant, Instant)} where to look. More salts
 * spread writes further and make reads dearer. The salt comes from the record itself, so that a
 * replay writes where the first run wrote.
 *
 * <ul>
 *   <li>A bucket's salts are on distinct partitions, neighbours on the circle of partitions.
 *   <li>The load rotates: buckets come in cycles of {@link #numPartitions()}, and in each cycle
 *       every partition is the first of exactly one bucket. Each cycle begins at a hashed place, so
 *       that no hour of the day stays with one partition; only across the seam of two cycles may
 *       consecutive buckets start at the same partition.
 * </ul>
 *
 * <p>The idea is that of OpenTSDB's <a
 * href="https://opentsdb.net/docs/build/html/user_guide/writing/index.html">salt byte</a>, of
 * Phoenix's <a href="https://phoenix.apache.org/salted.html">SALT_BUCKETS</a> and of Bigtable's <a
 * href="https://cloud.google.com/bigtable/docs/schema-design-time-series">salted time-series
 * keys</a>. Those salt over all partitions or a fixed prefix, so that each read asks them all.
 *
 * <p>Times are milliseconds since the epoch, negative before it; every {@code long} is a time.
 * Placing takes constant time. Immutable and thread-safe.
 */
public final class TimeBuckets implements KeyPartitioner<TimeBuckets.Event>, Described {
  private static final long serialVersionUID = 1;

  /**
   * What is seen of a record.
   *
   * @param timestampMillis its event time, in milliseconds since the epoch
   * @param hash 64 bits that differ between the records of a bucket, such as an id or its hash;
   *     they need not be uniform
   */
  public record Event(long timestampMillis, long hash) {}

  /**
   * A salted bucket: what to read, and the key under which its records are kept together.
   *
   * @param bucket the number of the bucket, {@code ⌊time / duration⌋}
   * @param salt a number in [0..{@link #salts()})
   */
  public record SaltedBucket(long bucket, int salt) {}

  private static final Instant FIRST = Instant.ofEpochMilli(Long.MIN_VALUE);

  /** The millisecond after the last. */
  private static final Instant END = Instant.ofEpochMilli(Long.MAX_VALUE).plusMillis(1);

  private final long millis;
  private final int salts;
  private final int numPartitions;

  /** How far apart consecutive buckets start: prime to the number of partitions. */
  private final transient long step;

  private TimeBuckets(long millis, int salts, int numPartitions) {
    if (numPartitions < 1) {
      throw new IllegalArgumentException(
          "numPartitions: " + numPartitions + " not in [1.." + Integer.MAX_VALUE + "]");
    }
    if (salts < 1 || salts > numPartitions) {
      throw new IllegalArgumentException(
          "salts: " + salts + " not in [1.." + numPartitions + "], the number of partitions");
    }
    this.millis = millis;
    this.salts = salts;
    this.numPartitions = numPartitions;
    this.step = step(salts, numPartitions);
  }

  /**
   * Buckets of this duration, each over as many of the partitions as there are salts.
   *
   * @param duration whole milliseconds, at least one; the bucket that holds the epoch starts there
   * @param salts in [1..numPartitions]
   * @param numPartitions in [1..2147483647]
   * @throws IllegalArgumentException if one is out of range
   */
  public static TimeBuckets of(Duration duration, int salts, int numPartitions) {
    if (requireNonNull(duration, "duration").compareTo(Duration.ofMillis(1)) < 0
        || duration.compareTo(Duration.ofMillis(Long.MAX_VALUE)) > 0
        || !duration.equals(duration.truncatedTo(ChronoUnit.MILLIS))) {
      throw new IllegalArgumentException(
          "duration: " + duration + " not in [1.." + Long.MAX_VALUE + "] whole milliseconds");
    }
    return new TimeBuckets(duration.toMillis(), salts, numPartitions);
  }

  /**
   * The least number from the number of salts on that is prime to the number of partitions: so
   * neighbouring buckets overlap little, and each start comes once in a cycle.
   */
  private static long step(int salts, int numPartitions) {
    long step = salts;
    while (gcd(step, numPartitions) != 1) {
      step++;
    }
    return step % numPartitions;
  }

  private static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  private Object readResolve() {
    return new TimeBuckets(millis, salts, numPartitions);
  }

  /** How much time a bucket spans. */
  public Duration duration() {
    return Duration.ofMillis(millis);
  }

  /** How many partitions a bucket is spread over. */
  public int salts() {
    return salts;
  }

  @Override
  public int numPartitions() {
    return numPartitions;
  }

  /** The number of the bucket that holds a time. */
  public long bucket(long timestampMillis) {
    return Math.floorDiv(timestampMillis, millis);
  }

  /** The salt of a record with these bits, in [0..{@link #salts()}): see {@link Event#hash()}. */
  public int salt(long hash) {
    return (int) (((SplitMix64.output(hash) >>> 32) * salts) >>> 32);
  }

  /** The partition of a record: {@code partition(bucket(timestampMillis), salt(hash))}. */
  public int partition(long timestampMillis, long hash) {
    return place(bucket(timestampMillis), salt(hash));
  }

  @Override
  public int partition(Event key) {
    requireNonNull(key, "key: null is not a key");
    return partition(key.timestampMillis, key.hash);
  }

  /**
   * The partition of a salted bucket.
   *
   * @throws IllegalArgumentException if the salt is not in [0..{@link #salts()})
   */
  public int partition(SaltedBucket key) {
    if (key.salt < 0 || key.salt >= salts) {
      throw new IllegalArgumentException("salt: " + key.salt + " not in [0.." + salts + ")");
    }
    return place(key.bucket, key.salt);
  }

  private int place(long bucket, int salt) {
    long cycle = Math.floorDiv(bucket, (long) numPartitions);
    long inCycle = Math.floorMod(bucket, (long) numPartitions);
    long first = ((SplitMix64.output(cycle) >>> 32) * numPartitions) >>> 32;
    return (int) ((first + inCycle * step + salt) % numPartitions);
  }

  /**
   * The partitions that hold the records of an interval, ascending: those of every record with
   * {@code from ≤ time < to}, and none that no record of a touched bucket can be on. Takes time
   * proportional to buckets times salts, but no more than twice the partitions times the salts.
   *
   * @param from the first time
   * @param to the time after the last; none if it is not after {@code from}
   */
  public int[] partitions(Instant from, Instant to) {
    BitSet partitions = new BitSet();
    Span span = span(requireNonNull(from, "from"), requireNonNull(to, "to"));
    if (span != null) {
      long bucket = span.first - 1;
      int found = 0;
      do {
        bucket++;
        for (int salt = 0; salt < salts; salt++) {
          int place = place(bucket, salt);
          if (!partitions.get(place)) {
            partitions.set(place);
            found++;
          }
        }
      } while (bucket < span.last && found < numPartitions);
    }
    return partitions.stream().toArray();
  }

  /**
   * The salted buckets that hold the records of an interval, in the order of time, then salt; see
   * {@link #partition(SaltedBucket)} for where they are.
   *
   * @param from the first time
   * @param to the time after the last; none if it is not after {@code from}
   * @throws IllegalArgumentException if there are more than 2147483647
   */
  public List<SaltedBucket> keys(Instant from, Instant to) {
    Span span = span(requireNonNull(from, "from"), requireNonNull(to, "to"));
    if (span == null) {
      return List.of();
    }
    // As unsigned numbers, for there may be more buckets than a long counts.
    if (Long.compareUnsigned(span.last - span.first, Integer.MAX_VALUE / salts) >= 0) {
      throw new IllegalArgumentException(
          "to: "
              + to
              + " is more than "
              + Integer.MAX_VALUE
              + " salted buckets after "
              + from
              + "; read shorter intervals");
    }
    List<SaltedBucket> keys = new ArrayList<>();
    for (long bucket = span.first; bucket - span.last <= 0; bucket++) {
      for (int salt = 0; salt < salts; salt++) {
        keys.add(new SaltedBucket(bucket, salt));
      }
    }
    return keys;
  }

  /** The first and the last bucket of an interval. */
  private record Span(long first, long last) {}

  /** The buckets that hold a whole millisecond of the interval; null if there is none. */
  private @Nullable Span span(Instant from, Instant to) {
    Instant first = ceil(from);
    Instant end = ceil(to);
    return first.isBefore(end)
        ? new Span(bucket(first.toEpochMilli()), bucket(end.minusMillis(1).toEpochMilli()))
        : null;
  }

  /** The first time that is not before an instant; the end of times if there is none. */
  private static Instant ceil(Instant instant) {
    if (instant.isBefore(FIRST)) {
      return FIRST;
    }
    if (instant.isAfter(END)) {
      return END;
    }
    Instant floor = instant.truncatedTo(ChronoUnit.MILLIS);
    return floor.equals(instant) ? floor : floor.plusMillis(1);
  }

  @Override
  public Description description() {
    return Description.of("time-buckets")
        .with("millis", millis)
        .with("salts", salts)
        .with("partitions", numPartitions);
  }

  /**
   * The partitioner that was described.
   *
   * @throws IllegalArgumentException if a part is missing, is not known or is out of range
   */
  public static TimeBuckets described(Description description) {
    description.requireParts("millis", "salts", "partitions");
    return of(
        Duration.ofMillis(description.whole("millis")),
        description.integer("salts"),
        description.integer("partitions"));
  }

  @Override
  public String fingerprint() {
    return "time-buckets(" + millis + " ms, " + salts + " salts, " + numPartitions + ")";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TimeBuckets that
        && millis == that.millis
        && salts == that.salts
        && numPartitions == that.numPartitions;
  }

  @Override
  public int hashCode() {
    return (Long.hashCode(millis) * 31 + salts) * 31 + numPartitions;
  }

  @Override
  public String toString() {
    return fingerprint();
  }
}
