package org.partitioners.hash;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Gives slots to nodes in the order of the times of {@link SlotRanking}: a node that comes for a
 * slot gets it if the slot is to be had and the node has room. As both sides prefer earlier times,
 * this is the stable matching of slots and nodes, and the only one: Gale and Shapley, "College
 * admissions and the stability of marriage" (American Mathematical Monthly 69(1), 1962,
 * doi:10.2307/2312726).
 *
 * <p>Nodes are followed through their turns, one span of time after the other; what they come for
 * in a span, and might get, is sorted and given. The m-th last slot to go is met by one in 65536/m
 * turns, whoever has room, so all 65536 take some 65536·ln 65536 turns: no more for many nodes than
 * for few.
 */
final class SlotMatching {

  /** Turns in a span of time: few enough that sorting stays in the cache. */
  private static final int TURNS = 1 << 12;

  private static final int INDEX = (1 << SlotRanking.SPARE_BITS) - 1;

  private final SlotRanking ranking;
  private final double[] weights;
  private final int[] owners;
  private final int[] byRank;

  /** What nodes come for in a span: time and index in one, node and slot at the index. */
  private final long[] calls;

  private final int[] callers;
  private final char[] called;

  /**
   * A matching of slots that have owners already.
   *
   * @param owners the owner of each slot, {@link #nobody} included; changed by {@link #give}
   */
  SlotMatching(SlotRanking ranking, double[] weights, int[] owners) {
    int size = ranking.size();
    this.ranking = ranking;
    this.weights = weights;
    this.owners = owners;
    this.byRank = new int[size];
    for (int node = 0; node < size; node++) {
      byRank[ranking.rank(node)] = node;
    }
    // A span may begin and end within one of a node's turns: up to two more for each.
    this.calls = new long[TURNS + 2 * size];
    this.callers = new int[calls.length];
    this.called = new char[calls.length];
  }

  /** The owner of slots that belong to no node. */
  static int nobody(int numNodes) {
    return numNodes;
  }

  /**
   * Gives slots until there is no more to be had or no more room.
   *
   * @param room how many slots each node may still get; lessened by what it gets
   * @param surplus how many slots of each owner, nobody included, are to be had; none of a node
   *     that has room; lessened by what is taken
   */
  void give(int[] room, int[] surplus) {
    int supply = IntStream.of(surplus).sum();
    int[] takers = byRank.clone();
    int numTakers = takers.length;
    int[] turns = new int[takers.length];
    double since = 0;
    while (true) {
      int remaining = 0;
      double rate = 0;
      for (int i = 0; i < numTakers; i++) {
        int node = takers[i];
        if (room[node] > 0 && turns[node] < SlotRanking.SLOTS) {
          takers[remaining++] = node;
          rate += weights[node];
        }
      }
      numTakers = remaining;
      if (supply == 0 || numTakers == 0) {
        return;
      }
      since += TURNS / (rate * SlotRanking.SLOTS);
      int numCalls = 0;
      for (int i = 0; i < numTakers; i++) {
        numCalls = call(takers[i], turns, SlotRanking.comparable(since), surplus, numCalls);
      }
      Arrays.sort(calls, 0, numCalls);
      for (int i = 0; i < numCalls; i++) {
        int index = (int) calls[i] & INDEX;
        int node = callers[index];
        int slot = called[index];
        if (room[node] > 0 && surplus[owners[slot]] > 0) {
          surplus[owners[slot]]--;
          room[node]--;
          supply--;
          owners[slot] = node;
        }
      }
    }
  }

  /** Notes the slots that a node comes for until a time, of those that are to be had. */
  private int call(int node, int[] turns, long until, int[] surplus, int numCalls) {
    int next = numCalls;
    int turn = turns[node];
    for (; turn < SlotRanking.SLOTS; turn++) {
      int slot = ranking.slot(node, turn);
      long time = ranking.time(node, slot, turn);
      if (time >= until) {
        break;
      }
      if (surplus[owners[slot]] > 0) {
        calls[next] = time | next;
        callers[next] = node;
        called[next] = (char) slot;
        next++;
      }
    }
    turns[node] = turn;
    return next;
  }
}
