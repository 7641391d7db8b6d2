package org.partitioners.hash;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What a sticky slot table makes of other nodes. Who joins, or has another weight, gets or gives
 * slots until it has its fair share; who stays as it is gives none to another that does.
 *
 * <ol>
 *   <li>Nodes that are above their capacity, now that others joined, give what is too much to
 *       those. If that and the slots of nodes that left is not what the newcomers are due, the
 *       relatively fullest nodes give the rest.
 *   <li>Slots of nodes that left, or became lighter, fill up the newcomers,
 *   <li>and go to whoever has room thereafter.
 * </ol>
 *
 * <p>Which slots these are, and who gets which, is for the order of {@link SlotMatching} to say. If
 * newcomers are full to their own capacity and still nodes are above theirs, these give in the
 * third step to whoever has room: the cap is kept, and for it alone moves anything between nodes
 * that stay. But for rounding to whole slots that would never be: newcomers with a share s of all
 * slots lessen every capacity by s of it; the capacities of full nodes add up to all slots at most;
 * so no more than the share s becomes too much, and newcomers have room for that.
 */
final class StickyChange {

  private final SlotRanking ranking;
  private final SlotShares shares;
  private final int[] owners = new int[SlotTable.SLOTS];

  /** How many slots each node owns and, last, nobody does. */
  private final int[] counts;

  /** Whether the node was not there before, or had another weight. */
  private final boolean[] changed;

  private final int nobody;

  StickyChange(Nodes before, Nodes after, double cap, char[] ownersBefore) {
    this.ranking = new SlotRanking(after);
    this.shares = new SlotShares(after, cap);
    this.nobody = SlotMatching.nobody(after.size());
    this.counts = new int[after.size() + 1];
    this.changed = new boolean[after.size()];
    Map<String, Integer> numbersBefore = new HashMap<>();
    for (int node = 0; node < before.size(); node++) {
      numbersBefore.put(before.node(node).name(), node);
    }
    int[] numbersAfter = new int[before.size()];
    Arrays.fill(numbersAfter, nobody);
    for (int node = 0; node < after.size(); node++) {
      Integer number = numbersBefore.get(after.node(node).name());
      changed[node] = number == null || before.node(number).weight() != after.node(node).weight();
      if (number != null) {
        numbersAfter[number] = node;
      }
    }
    for (int slot = 0; slot < owners.length; slot++) {
      owners[slot] = numbersAfter[ownersBefore[slot]];
      counts[owners[slot]]++;
    }
  }

  /** The owners of slots thereafter. */
  char[] owners() {
    int[] lack = new int[nobody];
    int[] excess = new int[nobody + 1];
    int[] free = new int[nobody + 1];
    free[nobody] = counts[nobody];
    for (int node = 0; node < nobody; node++) {
      if (!changed[node]) {
        excess[node] = Math.max(0, counts[node] - shares.capacity(node));
      } else {
        lack[node] = Math.max(0, shares.nearest(node) - counts[node]);
        free[node] = Math.max(0, counts[node] - shares.roundedUp(node));
      }
    }
    int lacking = sum(lack);
    int exceeding = sum(excess);
    // Newcomers take what is too much of others even if it is more than they are due.
    addOneByOne(
        exceeding - lacking,
        lack,
        node ->
            changed[node] && free[node] == 0 && counts[node] + lack[node] < shares.capacity(node),
        node -> (counts[node] + lack[node]) / shares.fair(node));
    addOneByOne(
        lacking - exceeding - sum(free),
        excess,
        node -> !changed[node] && counts[node] > excess[node],
        node -> (excess[node] - counts[node]) / shares.fair(node));

    SlotMatching matching = new SlotMatching(ranking, shares.weights(), owners);
    matching.give(lack, excess);
    matching.give(lack, free);
    int[] supply = new int[nobody + 1];
    Arrays.setAll(supply, owner -> excess[owner] + free[owner]);
    matching.give(room(supply), supply);
    return ArraySlotTable.chars(owners);
  }

  /** What nodes that have nothing to give may still get. */
  private int[] room(int[] supply) {
    int[] room = shares.capacities();
    for (int owner : owners) {
      if (owner != nobody) {
        room[owner]--;
      }
    }
    for (int node = 0; node < room.length; node++) {
      room[node] = supply[node] > 0 ? 0 : Math.max(0, room[node]);
    }
    return room;
  }

  /**
   * Adds to the amounts of nodes, one each time for the eligible node where the measure is least,
   * among equals the first by random bits and name.
   */
  private void addOneByOne(
      int number, int[] amounts, IntPredicate eligible, IntToDoubleFunction measure) {
    if (number <= 0) {
      return;
    }
    record Candidate(int node, double measure, int rank) {}
    PriorityQueue<Candidate> queue =
        new PriorityQueue<>(
            Comparator.comparingDouble(Candidate::measure).thenComparingInt(Candidate::rank));
    IntStream.range(0, nobody)
        .filter(eligible)
        .forEach(
            node ->
                queue.add(new Candidate(node, measure.applyAsDouble(node), ranking.rank(node))));
    for (int i = 0; i < number && !queue.isEmpty(); i++) {
      Candidate least = queue.remove();
      int node = least.node();
      amounts[node]++;
      if (eligible.test(node)) {
        queue.add(new Candidate(node, measure.applyAsDouble(node), least.rank()));
      }
    }
  }

  private static int sum(int[] numbers) {
    return IntStream.of(numbers).sum();
  }
}
