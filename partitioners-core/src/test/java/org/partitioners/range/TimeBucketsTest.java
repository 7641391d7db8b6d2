package org.partitioners.range;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.partitioners.GTest;
import org.partitioners.KeyPartitioner;
import org.partitioners.KeyPartitionerContractTest;
import org.partitioners.PartitionLoad;
import org.partitioners.range.TimeBuckets.Event;
import org.partitioners.range.TimeBuckets.SaltedBucket;

class TimeBucketsTest extends KeyPartitionerContractTest<Event> {

  private static final long MINUTE = 60_000;
  private static final double SIGNIFICANCE = 1e-4;

  @Override
  protected KeyPartitioner<Event> partitioner(int numPartitions) {
    return minutes(Math.max(1, Math.min(8, numPartitions)), numPartitions);
  }

  private static TimeBuckets minutes(int salts, int numPartitions) {
    return TimeBuckets.of(Duration.ofMinutes(1), salts, numPartitions);
  }

  /** In buckets far apart, so that each is placed independently of the others. */
  @Override
  protected Event key(long i) {
    return new Event((i - 50_000) * 7_919 * MINUTE, i);
  }

  @Override
  protected Movement movement() {
    return Movement.ANY;
  }

  @Override
  protected int maxPartitions() {
    return Integer.MAX_VALUE;
  }

  @Property
  void aRecordIsWhereItsIntervalIsRead(
      @ForAll long timestamp,
      @ForAll long hash,
      @ForAll @LongRange(min = 1, max = 1_000_000_000) long millis,
      @ForAll @IntRange(min = 1, max = 50) int numPartitions,
      @ForAll @IntRange(min = 1, max = 50) int someSalts,
      @ForAll @LongRange(min = 0, max = 1_000_000) long nanosBefore,
      @ForAll @LongRange(min = 1, max = 1_000_000) long nanosAfter) {
    int salts = Math.min(someSalts, numPartitions);
    TimeBuckets buckets = TimeBuckets.of(Duration.ofMillis(millis), salts, numPartitions);
    Instant time = Instant.ofEpochMilli(timestamp);
    Instant from = time.minusNanos(nanosBefore);
    Instant to = time.plusNanos(nanosAfter);
    int place = buckets.partition(timestamp, hash);

    assertThat(buckets.partition(new Event(timestamp, hash))).isEqualTo(place);
    assertThat(buckets.partitions(from, to)).contains(place).isSorted();
    SaltedBucket key = new SaltedBucket(buckets.bucket(timestamp), buckets.salt(hash));
    assertThat(buckets.keys(from, to)).contains(key);
    assertThat(buckets.partition(key)).isEqualTo(place);
    assertThat(buckets.keys(to, from)).isEmpty();
    assertThat(buckets.partitions(to, from)).isEmpty();
  }

  @Property
  void anIntervalIsReadWhereItsKeysAre(
      @ForAll @LongRange(min = -500, max = 500) long from,
      @ForAll @LongRange(min = 0, max = 300) long length,
      @ForAll @LongRange(min = 1, max = 20) long millis,
      @ForAll @IntRange(min = 1, max = 20) int numPartitions,
      @ForAll @IntRange(min = 1, max = 20) int someSalts) {
    int salts = Math.min(someSalts, numPartitions);
    TimeBuckets buckets = TimeBuckets.of(Duration.ofMillis(millis), salts, numPartitions);
    Set<SaltedBucket> keys = new HashSet<>();
    Set<Integer> places = new TreeSet<>();
    for (long time = from; time < from + length; time++) {
      for (int salt = 0; salt < salts; salt++) {
        SaltedBucket key = new SaltedBucket(buckets.bucket(time), salt);
        keys.add(key);
        places.add(buckets.partition(key));
      }
    }
    Instant first = Instant.ofEpochMilli(from);
    Instant end = Instant.ofEpochMilli(from + length);

    assertThat(buckets.keys(first, end)).containsExactlyInAnyOrderElementsOf(keys);
    assertThat(buckets.partitions(first, end))
        .containsExactly(places.stream().mapToInt(Integer::intValue).toArray());
  }

  @Property
  void aBucketIsOverAsManyPartitionsAsSalts(
      @ForAll int minute,
      @ForAll @IntRange(min = 1, max = 100) int numPartitions,
      @ForAll @IntRange(min = 1, max = 100) int someSalts) {
    int salts = Math.min(someSalts, numPartitions);
    Instant start = Instant.ofEpochMilli(minute * MINUTE);

    assertThat(minutes(salts, numPartitions).partitions(start, start.plusMillis(MINUTE)))
        .hasSize(salts);
  }

  @Test
  void spreadsARecordsBucketEvenlyOverItsSalts() {
    int records = 100_000;
    for (int salts : new int[] {2, 8, 60, 64}) {
      TimeBuckets buckets = minutes(salts, 64);
      long[] counts = new long[64];
      for (int i = 0; i < records; i++) {
        counts[buckets.partition(17 * MINUTE + i % MINUTE, i)]++;
      }
      long[] loads = Arrays.stream(counts).filter(count -> count > 0).toArray();
      double[] shares = new double[salts];
      Arrays.fill(shares, 1.0 / salts);

      assertThat(loads).hasSize(salts);
      assertThat(GTest.pValue(loads, shares)).isGreaterThan(SIGNIFICANCE);
      // Four standard deviations above the mean of the salts' partitions.
      assertThat((double) PartitionLoad.of(loads).max())
          .isLessThan((double) records / salts + 4 * Math.sqrt((double) records / salts));
    }
  }

  @Test
  void everyPartitionIsFirstOnceInACycle() {
    for (int n : new int[] {1, 2, 6, 12, 64, 97}) {
      for (int salts : new int[] {1, Math.min(n, 4), n}) {
        TimeBuckets buckets = minutes(salts, n);
        for (long cycle = -3; cycle < 3; cycle++) {
          Set<Integer> firsts = new HashSet<>();
          for (long bucket = cycle * n; bucket < (cycle + 1) * n; bucket++) {
            firsts.add(buckets.partition(new SaltedBucket(bucket, 0)));
          }
          assertThat(firsts).as("first of %s salts on %s, cycle %s", salts, n, cycle).hasSize(n);
        }
      }
    }
  }

  /** The busy hour of a day, 24 partitions: were the cycle fixed, always the same one. */
  @Test
  void noHourOfTheDayStaysWithAPartition() {
    int days = 24_000;
    for (int n : new int[] {2, 4, 12, 24}) {
      TimeBuckets hours = TimeBuckets.of(Duration.ofHours(1), 1, n);
      long[] counts = new long[n];
      double[] shares = new double[n];
      Arrays.fill(shares, 1.0 / n);
      for (long day = 0; day < days; day++) {
        counts[hours.partition(new SaltedBucket(24 * day + 18, 0))]++;
      }

      assertThat(GTest.pValue(counts, shares)).isGreaterThan(SIGNIFICANCE);
    }
  }

  @Test
  void neighbouringBucketsShareNoPartitionWithinACycle() {
    TimeBuckets buckets = minutes(8, 64);
    for (long bucket = 0; bucket < 63; bucket++) {
      Instant start = Instant.ofEpochMilli(bucket * MINUTE);

      assertThat(buckets.partitions(start, start.plusMillis(2 * MINUTE))).hasSize(16);
    }
  }

  @Test
  void timesBeforeTheEpochAreInBucketsOfTheirOwn() {
    TimeBuckets buckets = minutes(1, 1);

    assertThat(buckets.bucket(-1)).isEqualTo(-1);
    assertThat(buckets.bucket(-MINUTE)).isEqualTo(-1);
    assertThat(buckets.bucket(-MINUTE - 1)).isEqualTo(-2);
    assertThat(buckets.bucket(0)).isZero();
  }

  @Test
  void takesAllInstants() {
    TimeBuckets buckets = TimeBuckets.of(Duration.ofMillis(1), 2, 10);
    Instant last = Instant.ofEpochMilli(Long.MAX_VALUE);

    assertThat(buckets.partitions(Instant.MIN, Instant.MAX)).hasSize(10);
    assertThat(buckets.keys(last, Instant.MAX))
        .containsExactly(new SaltedBucket(Long.MAX_VALUE, 0), new SaltedBucket(Long.MAX_VALUE, 1));
    assertThat(buckets.keys(last.plusNanos(1), Instant.MAX)).isEmpty();
    assertThat(buckets.keys(Instant.MIN, Instant.ofEpochMilli(Long.MIN_VALUE))).isEmpty();
    assertThat(buckets.partition(Long.MIN_VALUE, 0)).isBetween(0, 9);
    assertThatThrownBy(() -> buckets.keys(Instant.MIN, Instant.MAX))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "to: "
                + Instant.MAX
                + " is more than 2147483647 salted buckets after "
                + Instant.MIN
                + "; read shorter intervals");
  }

  @Test
  void readsTheBucketsOfAnInterval() {
    TimeBuckets buckets = minutes(2, 10);

    assertThat(buckets.keys(Instant.parse("1970-01-01T00:00:59.9999Z"), Instant.ofEpochSecond(121)))
        .containsExactly(
            new SaltedBucket(1, 0),
            new SaltedBucket(1, 1),
            new SaltedBucket(2, 0),
            new SaltedBucket(2, 1));
  }

  @Test
  void equalsWhatIsMadeAlike() {
    assertThat(minutes(2, 8))
        .isEqualTo(minutes(2, 8))
        .hasSameHashCodeAs(minutes(2, 8))
        .hasToString("time-buckets(60000 ms, 2 salts, 8)")
        .isNotEqualTo(minutes(3, 8))
        .isNotEqualTo(minutes(2, 9))
        .isNotEqualTo(TimeBuckets.of(Duration.ofSeconds(1), 2, 8));
    assertThat(minutes(2, 8).duration()).isEqualTo(Duration.ofMinutes(1));
    assertThat(minutes(2, 8).salts()).isEqualTo(2);
  }

  @Test
  void refusesBadParameters() {
    for (Duration duration : new Duration[] {Duration.ZERO, Duration.ofNanos(1_500_000)}) {
      assertThatThrownBy(() -> TimeBuckets.of(duration, 1, 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "duration: " + duration + " not in [1..9223372036854775807] whole milliseconds");
    }
    for (int salts : new int[] {0, 9}) {
      assertThatThrownBy(() -> minutes(salts, 8))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("salts: " + salts + " not in [1..8], the number of partitions");
    }
    assertThatThrownBy(() -> minutes(2, 8).partition(new SaltedBucket(0, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("salt: 2 not in [0..2)");
  }
}
