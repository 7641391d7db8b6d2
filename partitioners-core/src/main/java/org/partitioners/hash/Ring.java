package org.partitioners.hash;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.partitioners.RegionPartitioner.Assignment;

/**
 * Points on the circle of hashes, each owned by a node: the look-up of consistent hashing.
 *
 * <p>The circle has 2⁴⁷ places, one for each value of a hash's upper 47 bits. A point lies on a
 * place and takes the hashes after the point before it, up to the last hash of its own place.
 *
 * <p>All is in one array, an ordered hash table with linear probing (Amble and Knuth, "Ordered hash
 * tables", The Computer Journal 17(2), 1974): place and owner make one {@code long}; the array has
 * two and a half slots a point; a point belongs to the slot at its share of the circle and, where
 * points crowd, is pushed a little behind it, with the order of the circle kept throughout. An
 * empty slot repeats the point that follows. So a look-up goes to the slot at the hash's share of
 * the circle and walks on to the first point at or after the hash: a third of a step on average for
 * uniform points, and one place in memory to wait for.
 *
 * <p>Of the points on one place the one whose owner's name comes first takes the hashes; the others
 * follow in the order of names. Hence the owner of a hash does not depend on the numbers of nodes
 * or the order in which they came.
 */
final class Ring {

  /** The number of places, 2⁴⁷. No point is on the last, which stands for the circle's end. */
  static final long PLACES = 1L << 47;

  private static final int BITS_OF_HASH_PER_PLACE = Long.SIZE - 47;
  private static final int OWNER_BITS = 16;
  private static final int OWNER_MASK = (1 << OWNER_BITS) - 1;

  /** No point: behind all of them in order. */
  private static final long EMPTY = Long.MAX_VALUE;

  /** Place and owner of points in 63 bits, so that their differences do not overflow. */
  private final long[] slots;

  /** How many slots the circle is laid out on; points pushed beyond them lie behind. */
  private final long laidOut;

  private final int numOwners;

  private Ring(long[] slots, long laidOut, int numOwners) {
    this.slots = slots;
    this.laidOut = laidOut;
    this.numOwners = numOwners;
  }

  /** The place that a hash is on. */
  static long place(long hash) {
    return hash >>> BITS_OF_HASH_PER_PLACE;
  }

  /** The owner of the first point at or after the hash, going round at the end. */
  int owner(long hash) {
    return (char) slots[firstAtOrAfter(hash)];
  }

  private int firstAtOrAfter(long hash) {
    long position = point(place(hash), 0);
    int i = slot(position, laidOut);
    // The first step without a branch, which could not be predicted; further ones are rare.
    i += (int) ((slots[i] - position) >>> 63);
    while (slots[i] < position) {
      i++;
    }
    return i;
  }

  private static long point(long place, int owner) {
    return place << OWNER_BITS | owner;
  }

  private static long placeOf(long point) {
    return point >>> OWNER_BITS;
  }

  /** The slot that a point belongs to, by the upper 32 bits of its place. */
  private static int slot(long point, long laidOut) {
    return (int) (((point >>> 31) * laidOut) >>> 32);
  }

  /**
   * The distinct owners met from the hash on.
   *
   * @param found filled; at most as long as there are owners
   */
  void owners(long hash, int[] found) {
    // Long lists note in the upper halves of their own elements which owners they have already.
    boolean notes = found.length * OWNER_BITS >= numOwners;
    if (notes) {
      Arrays.fill(found, 0);
    }
    int i = firstAtOrAfter(hash);
    int count = 0;
    while (count < found.length) {
      int owner = (char) slots[i];
      if (notes ? note(owner, found) : isNew(owner, found, count)) {
        // Keeps the notes that are in the upper half.
        found[count] = notes ? found[count] | owner : owner;
        count++;
      }
      // A point that fills slots before its own is not pushed behind: its own is where it belongs.
      i = Math.max(i, slot(slots[i], laidOut)) + 1;
      if (i == slots.length) {
        i = 0;
      }
    }
    if (notes) {
      for (int j = 0; j < found.length; j++) {
        found[j] &= OWNER_MASK;
      }
    }
  }

  private static boolean isNew(int owner, int[] found, int count) {
    for (int j = count - 1; j >= 0; j--) {
      if (found[j] == owner) {
        return false;
      }
    }
    return true;
  }

  private static boolean note(int owner, int[] found) {
    int bit = 1 << OWNER_BITS << owner % OWNER_BITS;
    int noted = found[owner / OWNER_BITS];
    found[owner / OWNER_BITS] = noted | bit;
    return (noted & bit) == 0;
  }

  /** The arcs between points, those of one owner joined, in ascending order from hash 0. */
  List<Assignment<HashArc>> arcs(Nodes nodes) {
    List<Assignment<HashArc>> arcs = new ArrayList<>();
    long from = -1;
    long to = -1;
    int owner = (char) slots[0];
    for (long point : slots) {
      long end = ((placeOf(point) + 1) << BITS_OF_HASH_PER_PLACE) - 1;
      if (end == to) {
        continue;
      }
      if ((char) point != owner) {
        arcs.add(new Assignment<>(new HashArc(from, to), nodes.node(owner).name()));
        from = to;
        owner = (char) point;
      }
      to = end;
    }
    arcs.add(new Assignment<>(new HashArc(from, to), nodes.node(owner).name()));
    return arcs;
  }

  /** Takes the points, in any order, and makes the ring of them in linear time. */
  static final class Builder {

    private static final int SPARE = 64;

    private final Nodes nodes;
    private final long laidOut;
    private long[] slots;

    /**
     * A builder.
     *
     * @param size how many points will be added, in [1..MAX_RING_POINTS]
     */
    Builder(Nodes nodes, int size) {
      this.nodes = nodes;
      this.laidOut = 2L * size + (size + 1) / 2;
      this.slots = new long[(int) laidOut + SPARE];
      Arrays.fill(slots, EMPTY);
    }

    /**
     * Adds a point.
     *
     * @param place in [0..PLACES − 1)
     */
    void add(long place, int owner) {
      long point = point(place, owner);
      int i = slot(point, laidOut);
      while (slots[i] != EMPTY && precedes(slots[i], point)) {
        i++;
      }
      for (long pushed = point; pushed != EMPTY; i++) {
        long next = slots[i];
        slots[i] = pushed;
        pushed = next;
      }
      if (i == slots.length) {
        // One slot behind the last point stays empty, for the end of the circle.
        slots = Arrays.copyOf(slots, slots.length + Math.max(SPARE, slots.length / 8));
        Arrays.fill(slots, i, slots.length, EMPTY);
      }
    }

    private boolean precedes(long point, long other) {
      return placeOf(point) == placeOf(other)
          ? nodes.node((char) point).name().compareTo(nodes.node((char) other).name()) < 0
          : point < other;
    }

    /** The ring of all points added, at least one of each node. */
    Ring build() {
      int first = 0;
      while (slots[first] == EMPTY) {
        first++;
      }
      long next = point(PLACES - 1, (char) slots[first]);
      for (int i = slots.length - 1; i >= 0; i--) {
        if (slots[i] == EMPTY) {
          slots[i] = next;
        } else {
          next = slots[i];
        }
      }
      return new Ring(slots, laidOut, nodes.size());
    }
  }
}
