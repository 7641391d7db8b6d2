package org.partitioners.range;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.partitioners.PartitionChange;
import org.partitioners.PartitionChange.Move;
import org.partitioners.PartitionLoad;
import org.partitioners.range.RangeStep.Kind;

class DynamicRangesTest {

  private static final Duration WINDOW = Duration.ofSeconds(10);

  private static DynamicRanges<Integer> start(SplitPolicy policy, Integer... splitPoints) {
    return DynamicRanges.of(RangeBoundaries.of(List.of(splitPoints)), policy);
  }

  /** Feeds records at a constant rate and returns the steps. */
  private static List<RangeStep<Integer>> feed(
      DynamicRanges<Integer> ranges, long from, int seconds, int perSecond, IntUnaryOperator key) {
    List<RangeStep<Integer>> steps = new ArrayList<>();
    for (int i = 0; i < seconds * perSecond; i++) {
      RangeStep<Integer> step = ranges.record(key.applyAsInt(i), from + i * 1000L / perSecond);
      if (step != null) {
        steps.add(step);
      }
    }
    return steps;
  }

  private static IntUnaryOperator uniform(long seed, int bound) {
    Random random = new Random(seed);
    return i -> random.nextInt(bound);
  }

  private static SplitPolicy either() {
    return SplitPolicies.anyOf(
        SplitPolicies.byLoad(3, Duration.ofSeconds(2)),
        SplitPolicies.bySize(10, Duration.ofSeconds(5)));
  }

  /** A step a record, on keys and times as they come, checked against the definition. */
  @Property(tries = 300)
  void everyStepMovesExactlyOneRange(
      @ForAll @Size(min = 1, max = 300) List<@IntRange(max = 60) Integer> keys,
      @ForAll @Size(max = 4) Set<@IntRange(max = 60) Integer> splitPoints,
      @ForAll Inclusive inclusive,
      @ForAll @IntRange(min = 1, max = 2000) int millis,
      @ForAll @IntRange(max = 300) int pauseAt) {
    RangeBoundaries<Integer> boundaries =
        RangeBoundaries.of(new ArrayList<>(new TreeSet<>(splitPoints)), inclusive);
    DynamicRanges<Integer> ranges = DynamicRanges.of(boundaries, either(), keys.size());
    RangePartitioner<Integer> before = ranges.partitioner();
    Set<String> everUsed = new HashSet<>(names(before));
    long time = -10_000;
    long epoch = 0;
    for (int i = 0; i < keys.size(); i++) {
      time += i == pauseAt ? 100_000 : millis;
      long records = records(ranges);
      List<RangeStatistics> statistics = ranges.statistics();
      RangeStep<Integer> step = ranges.record(keys.get(i), time);
      assertThat(records(ranges)).as("records after %s", step).isEqualTo(records + 1);
      if (step == null) {
        assertThat(ranges.partitioner()).isSameAs(before);
        continue;
      }
      RangePartitioner<Integer> after = step.partitioner();
      assertThat(ranges.partitioner()).isSameAs(after);
      assertThat(step.epoch()).isEqualTo(++epoch).isEqualTo(ranges.epoch());
      assertThat(step.timestampMillis()).isEqualTo(time);
      assertThat(step.change().moves()).hasSize(1);
      assertThat(step.change()).isEqualTo(PartitionChange.between(before, after));
      List<Integer> all = IntStream.rangeClosed(0, 60).boxed().toList();
      Move<KeyRange<Integer>> move = step.change().moves().get(0);
      for (Integer key : all) {
        String from = before.partitionName(before.partition(key));
        String to = after.partitionName(after.partition(key));
        assertThat(!from.equals(to)).isEqualTo(move.region().contains(key));
        if (!from.equals(to)) {
          assertThat(move).isEqualTo(new Move<>(move.region(), from, to));
        }
      }
      assertDividesAllKeys(after);
      Set<Integer> points = new TreeSet<>(after.boundaries().splitPoints());
      int range = before.partition(keys.get(i));
      if (step.kind() == Kind.SPLIT) {
        points.removeAll(before.boundaries().splitPoints());
        assertThat(after.boundaries())
            .isEqualTo(before.boundaries().split(range, points.iterator().next()));
        assertThat(everUsed.add(move.to())).as("%s is new", move.to()).isTrue();
        List<RangeStatistics> halves = ranges.statistics().subList(range, range + 2);
        assertThat(halves.get(0).records() + halves.get(1).records())
            .isEqualTo(statistics.get(range).records() + 1);
        assertThat(halves).allMatch(half -> half.ageMillis() == 0 && half.records() > 0);
      } else {
        Set<Integer> gone = new TreeSet<>(before.boundaries().splitPoints());
        gone.removeAll(points);
        int left = before.boundaries().splitPoints().indexOf(gone.iterator().next());
        assertThat(after.boundaries()).isEqualTo(before.boundaries().merge(left));
        long smaller = statistics.get(names(before).indexOf(move.from())).records();
        long larger = statistics.get(names(before).indexOf(move.to())).records();
        // One of the two may have taken the record.
        assertThat(smaller).isLessThanOrEqualTo(larger + 1);
        assertThat(ranges.statistics().get(left).records())
            .isBetween(
                statistics.get(left).records() + statistics.get(left + 1).records(),
                statistics.get(left).records() + statistics.get(left + 1).records() + 1);
      }
      before = after;
    }
  }

  private static void assertDividesAllKeys(RangePartitioner<Integer> partitioner) {
    List<KeyRange<Integer>> ranges = partitioner.boundaries().ranges();
    assertThat(ranges.get(0).lower()).isNull();
    assertThat(ranges.get(ranges.size() - 1).upper()).isNull();
    for (int i = 1; i < ranges.size(); i++) {
      assertThat(ranges.get(i).lower()).isNotNull().isEqualTo(ranges.get(i - 1).upper());
      assertThat(i == 1 || ranges.get(i - 1).lower() < ranges.get(i).lower()).isTrue();
    }
  }

  /** Bursts, a moving hot spot, a hot key and a lull. */
  private static List<RangeStep<Integer>> replay(DynamicRanges<Integer> ranges, int from, int to) {
    Random random = new Random(5);
    List<RangeStep<Integer>> steps = new ArrayList<>();
    long time = 0;
    for (int i = 0; i < to; i++) {
      int phase = i / 8_000;
      time += phase % 3 == 2 ? 400 : 4;
      int key =
          switch (phase % 4) {
            case 0 -> random.nextInt(10_000);
            case 1 -> 2_000 + i / 20 % 500 + random.nextInt(50);
            case 2 -> random.nextInt(10) < 8 ? 7_777 : random.nextInt(10_000);
            default -> (int) (10_000 * random.nextDouble() * random.nextDouble());
          };
      if (i >= from) {
        RangeStep<Integer> step = ranges.record(key, time - random.nextInt(50));
        if (step != null) {
          steps.add(step);
        }
      } else {
        random.nextInt(50);
      }
    }
    return steps;
  }

  private static DynamicRanges<Integer> traced() {
    return start(
        SplitPolicies.anyOf(
            SplitPolicies.bySize(9_000, Duration.ofMinutes(2)), SplitPolicies.byLoad(60, WINDOW)),
        2_500,
        5_000);
  }

  @Test
  void replaysATraceAsEver() throws IOException {
    StringBuilder text = new StringBuilder();
    for (RangeStep<Integer> step : replay(traced(), 0, 64_000)) {
      Move<KeyRange<Integer>> move = step.change().moves().get(0);
      text.append(step.epoch())
          .append(' ')
          .append(step.timestampMillis())
          .append(' ')
          .append(step.kind())
          .append(' ')
          .append(move.region())
          .append(' ')
          .append(move.from())
          .append(" -> ")
          .append(move.to())
          .append('\n');
    }
    try (InputStream in = getClass().getResourceAsStream("golden/DynamicRangesTest.txt")) {
      assertThat(in).as("the resource, to hold:\n%s", text).isNotNull();
      assertThat(text.toString())
          .isEqualTo(new String(in.readAllBytes(), StandardCharsets.UTF_8))
          .contains("SPLIT")
          .contains("MERGE");
    }
  }

  @Test
  void continuesATraceAfterSerialization() {
    DynamicRanges<Integer> one = traced();
    List<RangeStep<Integer>> expected = replay(one, 0, 64_000);
    for (int pause : new int[] {0, 11_000, 30_001}) {
      DynamicRanges<Integer> other = traced();
      List<RangeStep<Integer>> steps = new ArrayList<>(replay(other, 0, pause));
      DynamicRanges<Integer> copy = copyOf(other);
      steps.addAll(replay(copy, pause, 64_000));

      assertThat(steps).isEqualTo(expected);
      assertThat(copy.partitioner()).isEqualTo(one.partitioner());
      assertThat(copy.statistics()).isEqualTo(one.statistics());
      assertThat(copy.unsplittable()).isEqualTo(one.unsplittable());
      assertThat(copy).hasToString(one.toString());
    }
  }

  @SuppressWarnings("unchecked")
  private static <T> T copyOf(T object) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
        out.writeObject(object);
      }
      try (ObjectInputStream in =
          new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
        return (T) in.readObject();
      }
    } catch (IOException | ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  /** Over ranges that grow to many times a sample's size. */
  @Test
  void splitsBySizeAtTheMedian() {
    DynamicRanges<Integer> ranges = start(SplitPolicies.bySize(10_000));
    List<Integer> keys = new ArrayList<>();
    IntUnaryOperator key = uniform(1, 1_000_000);
    List<RangeStep<Integer>> steps =
        feed(
            ranges,
            0,
            200,
            1_000,
            i -> {
              keys.add(key.applyAsInt(i));
              return keys.get(i);
            });

    assertThat(steps).allMatch(step -> step.kind() == Kind.SPLIT).hasSizeBetween(22, 36);
    assertThat(ranges.statistics()).allMatch(range -> range.records() <= 10_000);
    assertThat(PartitionLoad.of(ranges.partitioner(), keys).max()).isLessThan(11_000);
    RangeStep<Integer> first = steps.get(0);
    // 1024 samples or half as many: four standard deviations are 0.09.
    assertThat(first.partitioner().boundaries().splitPoints().get(0)).isBetween(410_000, 590_000);
  }

  /** Ascending keys: the early ones must not have been crowded out of the sample. */
  @Test
  void theSampleIsOfAllRecords() {
    DynamicRanges<Integer> ranges = start(SplitPolicies.bySize(20_000));
    feed(ranges, 0, 21, 1_000, i -> i);

    // 1024 samples or half as many: four standard deviations are 0.09.
    assertThat(ranges.partitioner().boundaries().splitPoints().get(0)).isBetween(8_200, 11_800);
  }

  @Test
  void aMergedRangeHasTheRateOfBoth() {
    DynamicRanges<Integer> ranges = start(SplitPolicies.bySize(1_000, Duration.ofSeconds(55)), 20);

    assertThat(feed(ranges, 0, 56, 8, i -> i % 40)).hasSize(1);
    assertThat(ranges.statistics().get(0).recordsPerSecond()).isBetween(7.5, 8.5);
    assertThat(ranges.statistics().get(0).records()).isEqualTo(56 * 8);
  }

  @Test
  void splitsByLoadUntilNoRangeIsAboveTheLimit() {
    DynamicRanges<Integer> ranges = start(SplitPolicies.byLoad(100, WINDOW));
    Random random = new Random(3);
    IntUnaryOperator hotSpot = i -> (int) (5_000 + 300 * random.nextGaussian());
    List<RangeStep<Integer>> warmUp = feed(ranges, 0, 200, 1_000, hotSpot);
    List<RangeStep<Integer>> then = feed(ranges, 200_000, 200, 1_000, hotSpot);

    assertThat(warmUp).allMatch(step -> step.kind() == Kind.SPLIT).hasSizeBetween(10, 20);
    assertThat(then).allMatch(step -> step.kind() == Kind.SPLIT).hasSizeLessThan(3);
    assertThat(ranges.statistics()).allMatch(range -> range.recordsPerSecond() <= 105);
    assertThat(ranges.unsplittable()).isEmpty();
  }

  @Test
  void leavesAHotKeyWholeAndReportsIt() {
    DynamicRanges<Integer> ranges = start(SplitPolicies.byLoad(100, WINDOW));
    IntUnaryOperator others = uniform(4, 10_000);
    List<RangeStep<Integer>> steps =
        feed(ranges, 0, 600, 1_000, i -> i % 10 < 6 ? 4_242 : others.applyAsInt(i));
    int partition = ranges.partitioner().partition(4_242);

    assertThat(steps).hasSizeLessThan(16);
    assertThat(steps).allMatch(step -> step.timestampMillis() < 120_000);
    assertThat(ranges.unsplittable()).hasSize(1);
    UnsplittableRange<Integer> hot = ranges.unsplittable().get(0);
    assertThat(hot.key()).isEqualTo(4_242);
    assertThat(hot.share()).isGreaterThan(0.8);
    assertThat(hot.range()).isEqualTo(ranges.partitioner().range(partition));
    assertThat(hot.partition()).isEqualTo(ranges.partitioner().partitionName(partition));
    assertThat(ranges.statistics().get(partition).recordsPerSecond()).isBetween(590.0, 750.0);

    feed(ranges, 600_000, 30, 100, others);
    assertThat(ranges.unsplittable()).isEmpty();
  }

  @Test
  void equalKeysOfAnySizeStayTogether() {
    DynamicRanges<Integer> ranges = start(SplitPolicies.bySize(10));

    assertThat(feed(ranges, 0, 10, 1_000, i -> 7)).isEmpty();
    assertThat(ranges.unsplittable())
        .containsExactly(new UnsplittableRange<>(KeyRange.of(null, null), "p0", 7, 1));
    assertThat(feed(ranges, 10_000, 20, 1_000, i -> 8)).hasSize(1);
    assertThat(ranges.partitioner().boundaries().splitPoints()).containsExactly(8);
  }

  @Test
  void mergesWhatHasCooledDown() {
    DynamicRanges<Integer> ranges = start(SplitPolicies.byLoad(100, WINDOW));
    feed(ranges, 0, 100, 1_000, uniform(6, 10_000));
    int hot = ranges.partitioner().numPartitions();
    List<RangeStep<Integer>> cooler = feed(ranges, 100_000, 300, 600, uniform(7, 10_000));
    List<RangeStep<Integer>> cold = feed(ranges, 400_000, 300, 10, uniform(8, 10_000));

    assertThat(hot).isGreaterThanOrEqualTo(10);
    assertThat(cooler).as("more than half the load does not merge all").hasSizeLessThan(hot / 2);
    assertThat(cold).allMatch(step -> step.kind() == Kind.MERGE);
    assertThat(ranges.partitioner().numPartitions()).isEqualTo(1);
  }

  /** Whatever the load, once it has been constant for a while. */
  @Property(tries = 25)
  void aConstantLoadDoesNotFlap(
      @ForAll @IntRange(min = 10, max = 400) int perSecond,
      @ForAll @IntRange(min = 0, max = 9) int hotTenths,
      @ForAll @IntRange(max = 1_000) int seed) {
    DynamicRanges<Integer> ranges =
        start(
            SplitPolicies.anyOf(
                SplitPolicies.byLoad(50, WINDOW), SplitPolicies.bySize(1_000_000, Duration.ZERO)));
    Random random = new Random(seed);
    IntUnaryOperator load =
        i -> random.nextInt(10) < hotTenths ? 500 + random.nextInt(20) : random.nextInt(10_000);
    List<RangeStep<Integer>> warmUp = feed(ranges, 0, 200, perSecond, load);
    List<RangeStep<Integer>> then = feed(ranges, 200_000, 200, perSecond, load);

    assertThat(warmUp).as("no range is split to be merged").noneMatch(s -> s.kind() == Kind.MERGE);
    assertThat(then).noneMatch(step -> step.kind() == Kind.MERGE);
    assertThat(then).hasSizeLessThanOrEqualTo(1 + warmUp.size() / 4);
  }

  @Test
  void rangesSplitInAdvanceGetTimeToFill() {
    DynamicRanges<Integer> ranges =
        start(SplitPolicies.bySize(1_000, Duration.ofMinutes(1)), 10, 20, 30);

    assertThat(feed(ranges, -100_000, 59, 5, i -> i % 40)).isEmpty();
    assertThat(feed(ranges, -41_000, 60, 5, i -> i % 40)).hasSize(1);
    assertThat(names(ranges.partitioner())).hasSize(3);
  }

  @Test
  void anOldRecordCountsAsIfItCameNow() {
    DynamicRanges<Integer> ranges = start(SplitPolicies.byLoad(1, WINDOW));
    ranges.record(1, 100_000);
    ranges.record(2, 5);

    assertThat(ranges.statistics()).containsExactly(new RangeStatistics(2, 0.2, 0, 1));
  }

  @Test
  void splitsIntoNoMoreRangesThanAllowed() {
    DynamicRanges<Integer> ranges =
        start(
            SplitPolicies.anyOf(
                SplitPolicies.atMost(3, SplitPolicies.bySize(100)),
                SplitPolicies.byLoad(1e6, Duration.ofSeconds(1))));

    assertThat(feed(ranges, 0, 100, 100, uniform(9, 1_000))).hasSize(2);
    assertThat(ranges.unsplittable()).isEmpty();
  }

  /** HBase's rule for the regions of one server, with a flush of 64 records. */
  @Test
  void followsAPolicyOfTheUsers() {
    SplitPolicy cubes =
        new SplitPolicy() {
          @Override
          public Decision split(RangeStatistics range) {
            double limit = Math.min(1e5, 2 * 64 * Math.pow(range.ranges(), 3));
            return range.records() > limit ? Decision.AT_MEDIAN_OF_RECORDS : Decision.KEEP;
          }

          @Override
          public boolean merge(RangeStatistics left, RangeStatistics right) {
            return false;
          }
        };
    DynamicRanges<Integer> ranges = start(cubes);
    List<RangeStep<Integer>> steps = feed(ranges, 0, 10, 1_000, uniform(10, 1_000_000));

    assertThat(steps).hasSizeBetween(3, 5);
    assertThat(steps.get(0).timestampMillis()).isEqualTo(128);
    assertThat(steps.get(1).timestampMillis()).isGreaterThan(1024);
  }

  @Test
  void refusesBadParameters() {
    assertThatThrownBy(() -> SplitPolicies.atMost(0, SplitPolicies.bySize(9)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("ranges: 0 not in [1..2147483647]");
    assertThatThrownBy(() -> SplitPolicies.bySize(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("records: 1 not in [2..9223372036854775807]");
    assertThatThrownBy(() -> SplitPolicies.bySize(9, Duration.ofMillis(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("mergeAge: PT-0.001S not in [0..9223372036854775807] milliseconds");
    for (double rate : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> SplitPolicies.byLoad(rate, WINDOW))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("recordsPerSecond: " + rate + " not in (0..∞)");
    }
    assertThatThrownBy(() -> SplitPolicies.byLoad(1, Duration.ofNanos(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("window: PT0.000000001S not in [PT0.001S..PT8760H], whole milliseconds");
    assertThatThrownBy(SplitPolicies::anyOf)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("policies: none; give at least one");
    assertThatThrownBy(
            () ->
                SplitPolicies.anyOf(
                    SplitPolicies.byLoad(1, WINDOW),
                    SplitPolicies.bySize(9),
                    SplitPolicies.byLoad(1, Duration.ofSeconds(5))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("policies: windows PT10S and PT5S; give them one");
    assertThatThrownBy(() -> start(SplitPolicies.bySize(9)).record(null, 0))
        .isInstanceOf(NullPointerException.class)
        .hasMessageStartingWith("key: ");
  }

  private static long records(DynamicRanges<?> ranges) {
    return ranges.statistics().stream().mapToLong(RangeStatistics::records).sum();
  }

  private static List<String> names(RangePartitioner<?> partitioner) {
    return IntStream.range(0, partitioner.numPartitions())
        .mapToObj(partitioner::partitionName)
        .toList();
  }
}
