package org.partitioners.hash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SlotMatchingTest {

  private static final int TAKEN_ALREADY = 0;

  /** A few free slots; the rest belongs to node 0, which gives none away. */
  private static int[] owners(int[] free, int numNodes) {
    int[] owners = new int[SlotRanking.SLOTS];
    Arrays.fill(owners, TAKEN_ALREADY);
    for (int slot : free) {
      owners[slot] = SlotMatching.nobody(numNodes);
    }
    return owners;
  }

  /** The preference of both sides, from the times and what decides among equals. */
  private static Comparator<int[]> earlier(SlotRanking ranking, long[] randomBits) {
    return Comparator.<int[]>comparingLong(pair -> ranking.time(pair[0], pair[1]))
        .thenComparingLong(pair -> randomBits[pair[0]])
        .thenComparingInt(pair -> pair[0]);
  }

  /**
   * Gale and Shapley's algorithm as they wrote it: every slot proposes to the best node that has
   * not refused it; a node that is full refuses the worst of those it has.
   *
   * @return the node of each free slot, by its place among these; nobody for one refused by all
   */
  private static int[] naive(SlotRanking ranking, long[] randomBits, int[] free, int[] room) {
    Comparator<int[]> earlier = earlier(ranking, randomBits);
    List<Deque<int[]>> proposals = new ArrayList<>();
    for (int slot : free) {
      proposals.add(
          new ArrayDeque<>(
              IntStream.range(0, room.length)
                  .mapToObj(node -> new int[] {node, slot})
                  .sorted(earlier)
                  .toList()));
    }
    int[] owners = new int[free.length];
    Arrays.fill(owners, room.length);
    List<List<Integer>> kept = IntStream.range(0, room.length).mapToObj(n -> listOf()).toList();
    Deque<Integer> proposing = new ArrayDeque<>();
    IntStream.range(0, free.length).forEach(proposing::add);
    while (!proposing.isEmpty()) {
      int at = proposing.remove();
      int[] proposal = proposals.get(at).poll();
      if (proposal == null) {
        continue;
      }
      int node = proposal[0];
      owners[at] = node;
      kept.get(node).add(at);
      if (kept.get(node).size() > room[node]) {
        Integer worst =
            kept.get(node).stream()
                .max(Comparator.comparing(i -> new int[] {node, free[i]}, earlier))
                .orElseThrow();
        kept.get(node).remove(worst);
        owners[worst] = room.length;
        proposing.add(worst);
      }
    }
    return owners;
  }

  private static List<Integer> listOf() {
    return new ArrayList<>();
  }

  @Property(tries = 150)
  void isTheStableMatching(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 12) int size,
      @ForAll @IntRange(min = 1, max = 120) int slots,
      @ForAll @IntRange(min = 50, max = 150) int percent) {
    SplittableRandom random = new SplittableRandom(seed);
    long[] randomBits = random.longs(size).map(bits -> random.nextInt(4) == 0 ? 7 : bits).toArray();
    double[] weights = random.doubles(size, 0.5, 4).map(Math::rint).toArray();
    int[] free = random.ints(0, SlotRanking.SLOTS).distinct().limit(slots).toArray();
    int[] room = new int[size];
    for (int i = 0; i < slots * percent / 100; i++) {
      room[random.nextInt(size)]++;
    }
    SlotRanking ranking = SlotRankingTest.ranking(randomBits, weights);

    int[] owners = owners(free, size);
    int[] surplus = new int[size + 1];
    surplus[size] = slots;
    int[] left = room.clone();
    new SlotMatching(ranking, weights, owners).give(left, surplus);

    int[] expected = naive(ranking, randomBits, free, room);
    assertThat(Arrays.stream(free).map(slot -> owners[slot]).toArray()).isEqualTo(expected);
    assertThat(surplus[size])
        .isEqualTo((int) Arrays.stream(expected).filter(node -> node == size).count());
    for (int node = 0; node < size; node++) {
      int number = node;
      assertThat(room[node] - left[node])
          .isEqualTo((int) Arrays.stream(expected).filter(owner -> owner == number).count());
    }
  }

  @Test
  void takesNoMoreThanTheSurplusOfEachOwner() {
    int[] owners = new int[SlotRanking.SLOTS];
    Arrays.setAll(owners, slot -> slot % 3);
    int[] before = owners.clone();
    int[] room = {0, 0, 0, 1_000};
    int[] surplus = {5, 0, 700, 0, 0};
    double[] weights = {1, 1, 1, 1};
    SlotRanking ranking = SlotRankingTest.ranking(new long[] {1, 2, 3, 4}, weights);
    new SlotMatching(ranking, weights, owners).give(room, surplus);

    int[] given = new int[3];
    for (int slot = 0; slot < owners.length; slot++) {
      if (owners[slot] != before[slot]) {
        assertThat(owners[slot]).isEqualTo(3);
        given[before[slot]]++;
      }
    }
    assertThat(given).containsExactly(5, 0, 700);
    assertThat(surplus).containsOnly(0);
    assertThat(room).containsExactly(0, 0, 0, 295);
  }
}
