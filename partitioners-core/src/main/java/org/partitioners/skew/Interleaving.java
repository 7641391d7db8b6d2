package org.partitioners.skew;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Spreads each place's pieces evenly over a key's cycle.
 *
 * <p>Of a cycle of length m, the j-th piece (from 0) of a place with w pieces belongs into the
 * window [⌊jm/w⌋..⌈(j+1)m/w⌉). Taking always the piece whose window closes first keeps all windows:
 * the P-fair schedule of Baruah et al., "Proportionate progress: a notion of fairness in resource
 * allocation" (Algorithmica 15, 1996, doi:10.1007/BF01940883). So after any number of records each
 * place has its exact share of them to within one record.
 */
final class Interleaving {

  /** The next piece of a place in a cycle. */
  private record Turn(int place, int index, int weight, int cycle) {

    long opens() {
      return (long) index * cycle / weight;
    }

    long closes() {
      return -Math.floorDiv(-(index + 1L) * cycle, (long) weight);
    }

    Turn next() {
      return new Turn(place, index + 1, weight, cycle);
    }
  }

  private Interleaving() {}

  /** The same places, each as often, in a fair order that depends on them alone. */
  static int[] of(int[] places) {
    SortedMap<Integer, Integer> weights = new TreeMap<>();
    for (int place : places) {
      weights.merge(place, 1, Integer::sum);
    }
    List<Turn> turns = new ArrayList<>();
    weights.forEach((place, weight) -> turns.add(new Turn(place, 0, weight, places.length)));

    PriorityQueue<Turn> closed = new PriorityQueue<>(Comparator.comparingLong(Turn::opens));
    PriorityQueue<Turn> open =
        new PriorityQueue<>(Comparator.comparingLong(Turn::closes).thenComparing(Turn::place));
    open.addAll(turns);
    int[] order = new int[places.length];
    for (int i = 0; i < order.length; i++) {
      for (Turn turn = closed.peek(); turn != null && turn.opens() <= i; turn = closed.peek()) {
        open.add(closed.remove());
      }
      Turn turn = open.remove();
      order[i] = turn.place();
      if (turn.index() + 1 < turn.weight()) {
        closed.add(turn.next());
      }
    }
    return order;
  }
}
