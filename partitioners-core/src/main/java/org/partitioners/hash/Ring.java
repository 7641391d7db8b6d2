package org.partitioners.hash;

/**
 * Points on the circle of unsigned 64-bit numbers, and who owns each.
 *
 * <p>The circle is cut into equal buckets, a power of two of them and at least one per point;
 * {@code starts} says where each bucket's points begin in the sorted arrays. A look-up jumps there
 * and walks on to the first point at or after the hash: less than two steps on average, for uniform
 * points. Points are distributed into the buckets first and sorted within them, in linear time.
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
    // At least two buckets, because a shift by 64 would be one by 0.
    int bits = Math.max(1, 32 - Integer.numberOfLeadingZeros(size - 1));
    int shift = Long.SIZE - bits;

    int[] starts = new int[(1 << bits) + 1];
    for (long point : points) {
      starts[(int) (point >>> shift) + 1]++;
    }
    for (int b = 1; b < starts.length; b++) {
      starts[b] += starts[b - 1];
    }

    long[] sorted = new long[size];
    char[] owners = new char[size + 1];
    int[] filled = new int[1 << bits];
    for (int i = 0; i < size; i++) {
      int bucket = (int) (points[i] >>> shift);
      long point = points[i] ^ SIGN;
      char owner = (char) (i / perOwner);
      int at = starts[bucket] + filled[bucket]++;
      while (at > starts[bucket]
          && (sorted[at - 1] > point || (sorted[at - 1] == point && owners[at - 1] > owner))) {
        sorted[at] = sorted[at - 1];
        owners[at] = owners[at - 1];
        at--;
      }
      sorted[at] = point;
      owners[at] = owner;
    }
    owners[size] = owners[0];
    return new Ring(sorted, owners, starts, shift);
  }

  /** The owner of the first point at or after the hash, going round at the end. */
  int owner(long hash) {
    long position = hash ^ SIGN;
    int i = starts[(int) (hash >>> shift)];
    while (i < points.length && points[i] < position) {
      i++;
    }
    return owners[i];
  }
}
