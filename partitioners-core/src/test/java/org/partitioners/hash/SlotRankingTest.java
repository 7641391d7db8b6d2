package org.partitioners.hash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.partitioners.GTest;

class SlotRankingTest {

  /** Nodes a, b, c and so on. */
  static SlotRanking ranking(long[] randomBits, double... weights) {
    return new SlotRanking(
        randomBits,
        weights,
        IntStream.range(0, weights.length)
            .mapToObj(i -> Character.toString('a' + i))
            .toArray(String[]::new));
  }

  @Property(tries = 20)
  void everyNodeComesForEverySlotInATurnOfItsOwn(@ForAll long randomBits) {
    SlotRanking ranking = ranking(new long[] {randomBits}, 1);
    BitSet turns = new BitSet();
    for (int slot = 0; slot < SlotRanking.SLOTS; slot++) {
      int turn = ranking.turn(0, slot);
      assertThat(turn).isBetween(0, SlotRanking.SLOTS - 1);
      assertThat(ranking.slot(0, turn)).isEqualTo(slot);
      turns.set(turn);
    }
    assertThat(turns.cardinality()).isEqualTo(SlotRanking.SLOTS);
  }

  @Property(tries = 20)
  void timesFollowTheTurnsAndAreNeverNegative(
      @ForAll long randomBits, @ForAll @IntRange(min = 1, max = 1 << 16) int weight) {
    SlotRanking ranking = ranking(new long[] {randomBits}, weight);
    long previous = 0;
    for (int turn = 0; turn < SlotRanking.SLOTS; turn++) {
      int slot = ranking.slot(0, turn);
      long time = ranking.time(0, slot);
      assertThat(time).isEqualTo(ranking.time(0, slot, turn)).isGreaterThanOrEqualTo(previous);
      previous = time;
    }
  }

  /** Whoever comes first: in proportion to weight. Significance 1e-4. */
  @Test
  void theFirstIsDrawnByWeight() {
    double[] weights = {1, 2, 0.5, 8, 1};
    SplittableRandom random = new SplittableRandom(6);
    long[] wins = new long[weights.length];
    for (int i = 0; i < 100; i++) {
      SlotRanking ranking = ranking(random.longs(weights.length).toArray(), weights);
      for (int j = 0; j < 1_000; j++) {
        int[] first = {random.nextInt(weights.length), -1};
        int slot = random.nextInt(SlotRanking.SLOTS);
        ranking.fillBehindFirst(slot, first);
        wins[ranking.isBefore(slot, first[0], first[1]) ? first[0] : first[1]]++;
      }
    }

    assertThat(GTest.pValue(wins, Arrays.stream(weights).map(w -> w / 12.5).toArray()))
        .as(Arrays.toString(wins))
        .isGreaterThan(1e-4);
  }

  @Property(tries = 200)
  void listsTheOthersInOrder(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 26) int size,
      @ForAll @IntRange(max = SlotRanking.SLOTS - 1) int slot) {
    SplittableRandom random = new SplittableRandom(seed);
    // Some nodes have the same random bits, so that names decide.
    long[] randomBits = random.longs(size).map(bits -> random.nextInt(3) == 0 ? 7 : bits).toArray();
    SlotRanking ranking =
        ranking(randomBits, random.doubles(size, 0.5, 4).map(Math::rint).toArray());
    int first = random.nextInt(size);
    int length = 1 + random.nextInt(size);
    int[] listed = new int[length];
    listed[0] = first;
    ranking.fillBehindFirst(slot, listed);

    int[] expected =
        IntStream.concat(
                IntStream.of(first),
                IntStream.range(0, size)
                    .filter(node -> node != first)
                    .boxed()
                    .sorted(
                        Comparator.<Integer>comparingLong(node -> ranking.time(node, slot))
                            .thenComparingLong(node -> randomBits[node])
                            .thenComparing(node -> Character.toString('a' + node)))
                    .mapToInt(Integer::intValue))
            .limit(length)
            .toArray();
    assertThat(listed).isEqualTo(expected);
  }
}
