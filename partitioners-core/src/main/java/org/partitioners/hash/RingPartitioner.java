package org.partitioners.hash;

import static java.util.Objects.requireNonNull;

/** A hash ring whose partitions own equally many points. */
final class RingPartitioner<K> implements HashPartitioner<K> {
  private static final long serialVersionUID = 1;

  private final int numPartitions;
  private final int virtualNodes;
  private final KeyHasher<K> hasher;

  /** Null only between deserialization and {@link #readResolve()}. */
  private final transient Ring ring;

  RingPartitioner(int numPartitions, int virtualNodes, KeyHasher<K> hasher) {
    this.numPartitions =
        HashPartitioners.checkIn(
            "numPartitions", numPartitions, HashPartitioners.MAX_TABLE_PARTITIONS);
    this.virtualNodes =
        HashPartitioners.checkIn("virtualNodes", virtualNodes, HashPartitioners.MAX_VIRTUAL_NODES);
    this.hasher = requireNonNull(hasher, "hasher");
    this.ring = Ring.of(points(numPartitions, virtualNodes), virtualNodes);
  }

  /**
   * The points of partition p at [p·v..(p+1)·v). A point depends on its partition and virtual node
   * alone, never on n or v, which is why growth moves only what the new points take.
   */
  private static long[] points(int numPartitions, int virtualNodes) {
    long size = (long) numPartitions * virtualNodes;
    if (size > HashPartitioners.MAX_RING_POINTS) {
      throw new IllegalArgumentException(
          "numPartitions * virtualNodes: "
              + numPartitions
              + " * "
              + virtualNodes
              + " = "
              + size
              + " not in [1.."
              + HashPartitioners.MAX_RING_POINTS
              + "]; take fewer virtual nodes");
    }
    long[] points = new long[(int) size];
    int next = 0;
    for (int p = 0; p < numPartitions; p++) {
      for (int v = 0; v < virtualNodes; v++) {
        points[next++] = SplitMix64.output((long) p << 32 | v);
      }
    }
    return points;
  }

  private Object readResolve() {
    return new RingPartitioner<>(numPartitions, virtualNodes, hasher);
  }

  @Override
  public int partitionOf(long hash) {
    return ring.owner(hash);
  }

  @Override
  public int numPartitions() {
    return numPartitions;
  }

  @Override
  public KeyHasher<K> hasher() {
    return hasher;
  }

  @Override
  public String fingerprint() {
    return "ring(" + numPartitions + ", " + virtualNodes + ")/" + hasher.fingerprint();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RingPartitioner<?> that
        && numPartitions == that.numPartitions
        && virtualNodes == that.virtualNodes
        && hasher.equals(that.hasher);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * numPartitions + virtualNodes) + hasher.hashCode();
  }

  @Override
  public String toString() {
    return fingerprint();
  }
}
