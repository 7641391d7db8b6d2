package org.partitioners.skew;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Counts the records of the most frequent keys, and keeps the places of those that are split.
 *
 * <p>A counter-based summary: Anderson et al., "A high-performance algorithm for identifying
 * frequent items in data streams" (IMC 2017, doi:10.1145/3131365.3131407). When all counters are
 * taken, the median of a sample of them is subtracted from all, and those that come to nothing are
 * free again: about half, so a record costs amortised constant time. A count is thus never above
 * the truth and, with C counters, at most about 2/C of all records below it. As in SpaceSaving the
 * head of a skewed stream is counted far better than that.
 *
 * <p>Ageing halves all counts and the total when the total reaches twice the half-life.
 *
 * <p>A table with open addressing, at most three quarters full, of 16 bytes a slot. It differs from
 * a library's summary in that one probe finds a key's count and its places alike.
 */
final class HeadCounts {

  private static final int SAMPLE = 512;

  private final int counters;
  private final long ageAt;
  private final long[] hashes;

  /** 0 for a free slot. */
  private final int[] counts;

  private final @Nullable KeyPlaces[] places;
  private final int shift;
  private final int[] sample = new int[SAMPLE];
  private int used;
  private long total;

  HeadCounts(int counters, int halfLife) {
    this.counters = counters;
    this.ageAt = 2L * halfLife;
    int size = Integer.highestOneBit(Math.max(4, counters + counters / 3)) * 2;
    this.hashes = new long[size];
    this.counts = new int[size];
    this.places = new KeyPlaces[size];
    this.shift = Long.numberOfLeadingZeros(size - 1L);
  }

  /** Counts a record and returns the slot of its key, which holds until the next one comes. */
  int add(long hash) {
    total++;
    int slot = find(hash);
    if (counts[slot] == 0) {
      if (used == counters) {
        subtract(median());
        slot = find(hash);
      }
      hashes[slot] = hash;
      used++;
    }
    counts[slot]++;
    return slot;
  }

  /** The slot of a key, or the free one where it would go. */
  int find(long hash) {
    int slot = home(hash);
    while (hashes[slot] != hash && counts[slot] != 0) {
      slot = next(slot);
    }
    return slot;
  }

  /** All records counted, as aged. */
  long total() {
    return total;
  }

  int slots() {
    return counts.length;
  }

  /** The hash of the key in a slot that is not free. */
  long hash(int slot) {
    return hashes[slot];
  }

  /** How many records a key has had at least, as aged; 0 for a free slot. */
  int count(int slot) {
    return counts[slot];
  }

  /** The places of a key that is split. */
  @Nullable KeyPlaces places(int slot) {
    return places[slot];
  }

  void split(int slot, @Nullable KeyPlaces keyPlaces) {
    places[slot] = keyPlaces;
  }

  /** Whether it is time to {@link #age()}. */
  boolean due() {
    return total >= ageAt;
  }

  /** Halves all counts. */
  void age() {
    total /= 2;
    for (int slot = 0; slot < counts.length; slot++) {
      // A free slot is 0 and must stay so; one that comes to nothing is marked until it is removed.
      if (counts[slot] != 0) {
        counts[slot] = counts[slot] == 1 ? -1 : counts[slot] / 2;
      }
    }
    removeMarked();
  }

  private void subtract(int decrement) {
    for (int slot = 0; slot < counts.length; slot++) {
      if (counts[slot] != 0) {
        counts[slot] = counts[slot] <= decrement ? -1 : counts[slot] - decrement;
      }
    }
    removeMarked();
  }

  private int median() {
    int size = 0;
    for (int slot = 0; slot < counts.length && size < SAMPLE; slot++) {
      if (counts[slot] != 0) {
        sample[size++] = counts[slot];
      }
    }
    Arrays.sort(sample, 0, size);
    return sample[size / 2];
  }

  /** From behind, so that what is moved into a hole has been looked at already or comes next. */
  private void removeMarked() {
    int start = 0;
    while (counts[start] != 0) {
      start++;
    }
    int size = counts.length;
    for (int i = size - 1; i > 0; i--) {
      int slot = (start + i) & (size - 1);
      if (counts[slot] < 0) {
        remove(slot);
      }
    }
  }

  /** Removes a slot and moves later ones of its run up, where their homes allow. */
  private void remove(int removed) {
    used--;
    int hole = removed;
    for (int slot = next(hole); counts[slot] != 0; slot = next(slot)) {
      int displacement = (slot - home(hashes[slot])) & (counts.length - 1);
      if (displacement >= ((slot - hole) & (counts.length - 1))) {
        hashes[hole] = hashes[slot];
        counts[hole] = counts[slot];
        places[hole] = places[slot];
        hole = slot;
      }
    }
    counts[hole] = 0;
    places[hole] = null;
  }

  private int home(long hash) {
    return (int) ((hash * HashMix.GOLDEN_GAMMA) >>> shift);
  }

  private int next(int slot) {
    return (slot + 1) & (counts.length - 1);
  }
}
