package org.partitioners.skew;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.partitioners.KeyPartitioner;
import org.partitioners.KeyPartitionerContractTest;
import org.partitioners.PartitionChange;
import org.partitioners.PartitionLoad;
import org.partitioners.hash.HashPartitioners;
import org.partitioners.hash.KeyHashers;

/** Half of the first thousand keys of the contract are known, all others hashed. */
class BalancedKeysTest extends KeyPartitionerContractTest<String> {

  @Override
  protected KeyPartitioner<String> partitioner(int numPartitions) {
    Set<String> known =
        IntStream.range(0, 500).mapToObj(i -> key(2L * i)).collect(Collectors.toSet());
    return BalancedKeys.of(known, numPartitions)
        .withFallback(HashPartitioners.modulo(numPartitions, KeyHashers.strings()));
  }

  @Override
  protected String key(long i) {
    return "user-" + i;
  }

  @Override
  protected int maxPartitions() {
    return BalancedKeys.MAX_PARTITIONS;
  }

  @Override
  protected Movement movement() {
    return Movement.ANY;
  }

  /** Few and light enough that equal weights, heavy keys and fewer keys than partitions occur. */
  @Provide
  Arbitrary<Map<Integer, Long>> weights() {
    Arbitrary<Long> light = Arbitraries.longs().between(1, 4);
    Arbitrary<Long> any = Arbitraries.longs().between(1, 100);
    return Arbitraries.of(light, any)
        .flatMap(
            weight -> Arbitraries.maps(Arbitraries.integers().between(0, 8), weight).ofMaxSize(9));
  }

  @Property
  void equalKeysAreSpreadEvenly(
      @ForAll @IntRange(max = 300) int numKeys, @ForAll @IntRange(min = 1, max = 70) int n) {
    BalancedKeys<Integer> partitioner = BalancedKeys.of(firstInts(numKeys), n);

    assertEven(partitioner);
    assertThat(PartitionLoad.of(partitioner, firstInts(numKeys)))
        .isEqualTo(partitioner.expectedLoad());
  }

  private static void assertEven(BalancedKeys<Integer> partitioner) {
    PartitionLoad load = partitioner.expectedLoad();
    int numKeys = partitioner.keys().size();
    int n = partitioner.numPartitions();
    assertThat(load.total()).isEqualTo(numKeys);
    assertThat(load.max()).isEqualTo(-Math.floorDiv(-numKeys, n));
    assertThat(Arrays.stream(load.counts()).min()).hasValue(numKeys / n);
    if (numKeys >= n) {
      assertThat(load.idle()).isZero();
      assertThat(load.maxOverMean()).isLessThanOrEqualTo(1 + 1.0 / Math.floorDiv(numKeys, n));
    }
  }

  /** The complaint this is made for: eight small ints on eight subtasks. */
  @Test
  void leavesNoPartitionIdle() {
    Set<Integer> keys = firstInts(8);

    assertThat(BalancedKeys.of(keys, 8).expectedLoad().idle()).isZero();
    assertThat(PartitionLoad.of(HashPartitioners.modulo(8, KeyHashers.ints()), keys).idle())
        .isPositive();
  }

  @Property
  void keepsItsPromisesFromTheStart(
      @ForAll("weights") Map<Integer, Long> weights, @ForAll @IntRange(min = 1, max = 5) int n) {
    assertPromises(BalancedKeys.of(weights, n));
  }

  @Property
  void keepsItsPromisesThroughChanges(
      @ForAll("weights") Map<Integer, Long> weights,
      @ForAll @IntRange(min = 1, max = 5) int n,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    BalancedKeys<Integer> now = BalancedKeys.of(weights, n);
    for (int change = 0; change < 8; change++) {
      BalancedKeys<Integer> before = now;
      int key = random.nextInt(9);
      now =
          switch (random.nextInt(4)) {
            case 0 -> now.with(key, random.nextLong(1, 100));
            case 1 -> now.keys().contains(key) ? now.without(key) : now;
            case 2 -> now.withPartitions(random.nextInt(1, 6));
            default -> now.reassigned(shaken(now.weights(), random));
          };
      assertPromises(now);
      BalancedKeys<Integer> anew = BalancedKeys.of(now.weights(), now.numPartitions());
      assertThat(moves(before, now))
          .as("moves from %s to %s", before.weights(), now.weights())
          .isLessThanOrEqualTo(moves(before, anew));
    }
  }

  private static Map<Integer, Long> shaken(Map<Integer, Long> weights, SplittableRandom random) {
    Map<Integer, Long> shaken = new LinkedHashMap<>(weights);
    shaken.replaceAll((key, weight) -> Math.max(1, weight * random.nextLong(50, 200) / 100));
    return shaken;
  }

  private static void assertPromises(BalancedKeys<Integer> partitioner) {
    PartitionLoad load = partitioner.expectedLoad();
    Map<Integer, Long> weights = partitioner.weights();
    int n = partitioner.numPartitions();
    PartitionLoad sizes = PartitionLoad.of(partitioner, weights.keySet());
    if (sizes.idle() > 0) {
      assertThat(sizes.max()).isLessThanOrEqualTo(1);
    }
    long least = Arrays.stream(load.counts()).min().orElseThrow();
    long heaviest = weights.values().stream().mapToLong(Long::longValue).max().orElse(0);
    assertThat(load.max() - least).isLessThanOrEqualTo(heaviest);
    long[] descending =
        weights.values().stream().mapToLong(weight -> -weight).sorted().map(w -> -w).toArray();
    // max ≤ (4/3 − 1/(3n))·optimum, times 3n.
    assertThat(3L * n * load.max())
        .as("%s on %s for %s", load, n, weights)
        .isLessThanOrEqualTo((4L * n - 1) * optimum(descending, 0, new long[n], Long.MAX_VALUE));
  }

  /** The least possible largest load, by trying all assignments of the keys from i on. */
  private static long optimum(long[] weights, int i, long[] loads, long best) {
    long max = Arrays.stream(loads).max().orElseThrow();
    if (max >= best || i == weights.length) {
      return Math.min(max, best);
    }
    for (int p = 0; p < loads.length; p++) {
      loads[p] += weights[i];
      best = optimum(weights, i + 1, loads, best);
      loads[p] -= weights[i];
      if (loads[p] == 0) {
        break; // The other empty ones are as good.
      }
    }
    return best;
  }

  @Property
  void addingOrRemovingAKeyMovesAtMostOneOther(
      @ForAll @IntRange(max = 40) int numKeys,
      @ForAll @IntRange(min = 1, max = 12) int n,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    BalancedKeys<Integer> now = BalancedKeys.of(firstInts(numKeys), n);
    for (int change = 0; change < 30; change++) {
      BalancedKeys<Integer> before = now;
      int key = random.nextInt(40);
      boolean known = now.keys().contains(key);
      now = known ? now.without(key) : now.with(key, 1);

      assertEven(now);
      assertThat(moves(before, now)).isLessThanOrEqualTo(known ? 1 : 0);
    }
  }

  @Property
  void anotherNumberOfPartitionsMovesTheLeastPossible(
      @ForAll @IntRange(max = 200) int numKeys,
      @ForAll @IntRange(min = 1, max = 40) int from,
      @ForAll @IntRange(min = 1, max = 40) int to) {
    BalancedKeys<Integer> before = BalancedKeys.of(firstInts(numKeys), from);
    BalancedKeys<Integer> after = before.withPartitions(to);
    PartitionLoad load = before.expectedLoad();
    long homeless = 0;
    long tooMany = 0;
    long tooFew = 0;
    for (int p = 0; p < Math.max(from, to); p++) {
      long keys = p < from ? load.count(p) : 0;
      if (p >= to) {
        homeless += keys;
      } else {
        tooMany += Math.max(0, keys - -Math.floorDiv(-numKeys, to));
        tooFew += Math.max(0, numKeys / to - keys);
      }
    }

    assertEven(after);
    // Keys without a partition fill those with too few; what then lacks, others must give.
    assertThat((long) PartitionChange.between(before, after, before.keys()).moves().size())
        .isEqualTo(homeless + Math.max(tooMany, Math.max(0, tooFew - homeless)));
  }

  @Test
  void staysAsLongAsThePromisesHold() {
    Map<String, Long> weights = Map.of("a", 50L, "b", 40L, "c", 30L, "d", 20L, "e", 10L);
    BalancedKeys<String> before = BalancedKeys.of(weights, 2);
    assertThat(before.expectedLoad()).isEqualTo(PartitionLoad.of(80, 70));

    BalancedKeys<String> drifted = before.with("c", 33).with("d", 22).with("a", 55);
    assertThat(PartitionChange.between(before, drifted, before.keys()).isEmpty()).isTrue();
    assertThat(drifted.fingerprint()).isEqualTo(before.fingerprint());

    // "a" outgrows its partition: what lies beside it goes, and it stays.
    BalancedKeys<String> outgrown = before.with("a", 100);
    assertThat(outgrown.partition("a")).isEqualTo(before.partition("a"));
    assertThat(outgrown.expectedLoad().max()).isEqualTo(110);
    assertThat(outgrown.fingerprint()).isNotEqualTo(before.fingerprint());
  }

  @Property
  void theOrderOfTheMapDoesNotMatter(
      @ForAll("weights") Map<Integer, Long> weights,
      @ForAll @IntRange(min = 1, max = 5) int n,
      @ForAll Random random) {
    List<Integer> keys = new ArrayList<>(weights.keySet());
    Collections.shuffle(keys, random);
    Map<Integer, Long> shuffled = new LinkedHashMap<>();
    keys.forEach(key -> shuffled.put(key, weights.get(key)));

    BalancedKeys<Integer> partitioner = BalancedKeys.of(weights, n);

    assertThat(BalancedKeys.of(shuffled, n).fingerprint()).isEqualTo(partitioner.fingerprint());
    assertThat(partitioner.keys()).isSorted().hasSameElementsAs(keys);
    assertThat(partitioner.weights()).isEqualTo(weights);
  }

  @Test
  void ordersByAComparator() {
    Map<String, Long> equal = Map.of("a", 1L, "b", 1L, "c", 1L);
    BalancedKeys<String> reversed = BalancedKeys.of(equal, 3, Comparator.reverseOrder());

    assertThat(reversed.keys()).containsExactly("c", "b", "a");
    assertThat(reversed.partition("c")).isZero();
    assertThat(reversed.without("b").with("b", 1).keys()).containsExactly("c", "b", "a");
    assertThat(reversed).hasToString("BalancedKeys[3 keys on 3 partitions]");
  }

  @Test
  void refusesUnknownKeysUnlessThereIsAFallback() {
    BalancedKeys<String> strict = BalancedKeys.of(Set.of("a", "b"), 4);
    KeyPartitioner<String> hash = HashPartitioners.modulo(4, KeyHashers.strings());

    assertThatThrownBy(() -> strict.partition("z"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "key: z is not among the 2 known keys; add it by with(key, weight), or give others a"
                + " place by withFallback");
    BalancedKeys<String> lenient = strict.withFallback(hash);
    assertThat(lenient.partition("z")).isEqualTo(hash.partition("z"));
    assertThat(lenient.partition("b")).isEqualTo(strict.partition("b"));
    assertThat(lenient.with("c", 1).without("a").partition("z")).isEqualTo(hash.partition("z"));
    assertThat(lenient.fingerprint()).isNotEqualTo(strict.fingerprint());

    assertThatThrownBy(() -> lenient.withPartitions(5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("fallback: has 4 partitions, not 5 as the known keys; give one with as many");
    KeyPartitioner<String> larger = HashPartitioners.modulo(5, KeyHashers.strings());
    assertThat(lenient.withPartitions(5, larger).partition("z")).isEqualTo(larger.partition("z"));
  }

  @Test
  void worksWithoutKeysAndWithTheLargestWeights() {
    BalancedKeys<String> none = BalancedKeys.of(Set.<String>of(), 3);
    assertThat(none.expectedLoad()).isEqualTo(PartitionLoad.of(0, 0, 0));
    assertThat(none.with("a", 5).without("a").fingerprint()).isEqualTo(none.fingerprint());

    BalancedKeys<String> heavy = BalancedKeys.of(Map.of("a", Long.MAX_VALUE - 2, "b", 1L), 2);
    assertThat(heavy.with("c", 1).expectedLoad())
        .isEqualTo(PartitionLoad.of(Long.MAX_VALUE - 2, 2));
  }

  @Test
  void refusesBadParameters() {
    BalancedKeys<String> partitioner = BalancedKeys.of(Map.of("a", 1L), 2);

    assertThatThrownBy(() -> partitioner.with("b", 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("weights[b]: 0 not in [1..9223372036854775807]");
    assertThatThrownBy(() -> partitioner.with("b", Long.MAX_VALUE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("weights: their sum exceeds 9223372036854775807");
    assertThatThrownBy(() -> partitioner.with(null, 1))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("key: null is not a key");
    assertThatThrownBy(() -> partitioner.without("b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("key: b is not known; keys() lists those");
    assertThatThrownBy(() -> partitioner.withPartitions(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("numPartitions: 0 not in [1..65536]");
    assertThatThrownBy(() -> partitioner.withFallback(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("fallback");
    assertThatThrownBy(
            () -> BalancedKeys.of(Map.of("a", 1L, "A", 1L), 2, String.CASE_INSENSITIVE_ORDER))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching(
            "order: takes the key [aA] and another for equal; it must tell all keys apart");
  }

  /** How many keys that both know leave a partition that is still there. */
  private static long moves(BalancedKeys<Integer> before, BalancedKeys<Integer> after) {
    return before.keys().stream()
        .filter(after.keys()::contains)
        .filter(key -> before.partition(key) < after.numPartitions())
        .filter(key -> before.partition(key) != after.partition(key))
        .count();
  }

  private static Set<Integer> firstInts(int number) {
    return IntStream.range(0, number).boxed().collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void refusesKeysThatTheirOrderTakesForEqual() {
    Set<BigDecimal> alike = Set.of(new BigDecimal("1.0"), new BigDecimal("1.00"));

    assertThatThrownBy(() -> BalancedKeys.of(alike, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching(
            "order: takes the key 1.00? and another for equal; it must tell all keys apart");
  }
}
