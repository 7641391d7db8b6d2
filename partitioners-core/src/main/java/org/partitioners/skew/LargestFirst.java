package org.partitioners.skew;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.partitioners.PartitionLoad;

/**
 * Places pieces of keys, the largest first, each where then the load is least: Graham's LPT rule.
 */
final class LargestFirst {

  /** Equal pieces of one key. */
  private record Batch(int key, long size, int number) {}

  private record Place(long load, int number) {}

  private final List<Batch> batches = new ArrayList<>();
  private final List<int[]> places = new ArrayList<>();

  /** Adds the next key: its count in pieces that differ by at most one record. */
  void add(long count, int pieces) {
    int larger = (int) (count % pieces);
    long size = count / pieces;
    if (larger > 0) {
      batches.add(new Batch(places.size(), size + 1, larger));
    }
    batches.add(new Batch(places.size(), size, pieces - larger));
    places.add(new int[pieces]);
  }

  /**
   * Places all pieces.
   *
   * @return the load of each place with the pieces on it
   */
  PartitionLoad placeOver(PartitionLoad before) {
    batches.sort(Comparator.comparingLong(Batch::size).reversed().thenComparing(Batch::key));
    long[] loads = before.counts();
    PriorityQueue<Place> leastFirst =
        new PriorityQueue<>(Comparator.comparingLong(Place::load).thenComparing(Place::number));
    for (int p = 0; p < loads.length; p++) {
      leastFirst.add(new Place(loads[p], p));
    }
    int[] placed = new int[places.size()];
    for (Batch batch : batches) {
      for (int i = 0; i < batch.number(); i++) {
        int least = leastFirst.remove().number();
        loads[least] += batch.size();
        leastFirst.add(new Place(loads[least], least));
        places.get(batch.key())[placed[batch.key()]++] = least;
      }
    }
    return PartitionLoad.of(loads);
  }

  /** The places of a key's pieces, once placed. */
  int[] places(int key) {
    return places.get(key);
  }
}
