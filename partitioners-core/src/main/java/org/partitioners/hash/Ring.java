package org.partitioners.hash;

/**
 * Points on the circle of unsigned 64-bit numbers, and who owns each.
 *
 * <p>The circle is cut into equal buckets, a power of two of them and at least two per point;
 * {@code starts} says where each bucket's points begin in the sorted arrays. A look-up jumps there
 * and walks on to the first point at or after the hash: hardly half a step on average, for uniform
 * points. Points are distributed into the buckets first, which leaves little to sort: linear time.
 *
 * <p>Equal points are ordered by owner and the smaller wins, so the ring does not depend on the
 * order in which points were given.
 */
final class Ring {

  private static final long SIGN = Long.MIN_VALUE;

  /** Ascending as unsigned numbers, with the sign bit flipped so that signed comparison serves. */
  private final long[] points;

  /** One more than points: what follows the last point is the owner of the first. */
  private final char[] owners;

  private final int[] starts;
  private final int shift;

  private Ring(long[] points, char[] owners, int[] starts, int shift) {
    this.points = points;
    this.owners = owners;
    this.starts = starts;
    this.shift = shift;
  }

  /**
   * A ring of the points, each block of {@code perOwner} of them owned by the next owner.
   *
   * @param points at least one; owners [0..points.length / perOwner) number at most 65536
   */
  static Ring of(long[] points, int perOwner) {
    int size = points.length;
    int bits = 1 + (Integer.SIZE - Integer.numberOfLeadingZeros(size - 1));
    int shift = Long.SIZE - bits;

    // Counts go two ahead and cursors one, so that a full bucket's cursor is the next one's start.
    int[] starts = new int[(1 << bits) + 2];
    for (long point : points) {
      starts[bucket(point, shift) + 2]++;
    }
    for (int b = 1; b < starts.length; b++) {
      starts[b] += starts[b - 1];
    }
    long[] sorted = new long[size];
    char[] owners = new char[size + 1];
    for (int i = 0; i < size; i++) {
      int at = starts[bucket(points[i], shift) + 1]++;
      sorted[at] = points[i] ^ SIGN;
      owners[at] = (char) (i / perOwner);
    }
    sortNearlySorted(sorted, owners);
    owners[size] = owners[0];
    return new Ring(sorted, owners, starts, shift);
  }

  /** By insertion: linear when no element is far from its place. */
  private static void sortNearlySorted(long[] points, char[] owners) {
    for (int i = 1; i < points.length; i++) {
      long point = points[i];
      char owner = owners[i];
      int at = i;
      while (at > 0
          && (points[at - 1] > point || (points[at - 1] == point && owners[at - 1] > owner))) {
        points[at] = points[at - 1];
        owners[at] = owners[at - 1];
        at--;
      }
      points[at] = point;
      owners[at] = owner;
    }
  }

  private static int bucket(long point, int shift) {
    return (int) (point >>> shift);
  }

  /** The owner of the first point at or after the hash, going round at the end. */
  int owner(long hash) {
    long position = hash ^ SIGN;
    int i = starts[bucket(hash, shift)];
    while (i < points.length && points[i] < position) {
      i++;
    }
    return owners[i];
  }
}
