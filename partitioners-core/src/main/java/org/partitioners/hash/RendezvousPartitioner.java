package org.partitioners.hash;

import static java.util.Objects.requireNonNull;

/**
 * Rendezvous hashing. A partition's score is the key's hash, xored with the partition's random bits
 * and multiplied by an odd constant: the product's high bits depend on all bits below, and they
 * decide the comparison. One multiplication is enough because both operands are random already.
 */
final class RendezvousPartitioner<K> implements HashPartitioner<K> {
  private static final long serialVersionUID = 1;

  private final int numPartitions;
  private final KeyHasher<K> hasher;

  /** Null only between deserialization and {@link #readResolve()}. */
  private final transient long[] randomBits;

  RendezvousPartitioner(int numPartitions, KeyHasher<K> hasher) {
    this.numPartitions =
        HashPartitioners.checkIn(
            "numPartitions", numPartitions, HashPartitioners.MAX_TABLE_PARTITIONS);
    this.hasher = requireNonNull(hasher, "hasher");
    this.randomBits = new long[numPartitions];
    for (int p = 0; p < numPartitions; p++) {
      randomBits[p] = SplitMix64.output(p);
    }
  }

  private Object readResolve() {
    return new RendezvousPartitioner<>(numPartitions, hasher);
  }

  @Override
  public int partitionOf(long hash) {
    int winner = 0;
    long highest = Long.MIN_VALUE;
    for (int p = 0; p < randomBits.length; p++) {
      long score = (hash ^ randomBits[p]) * SplitMix64.GOLDEN_GAMMA;
      if (score > highest) {
        highest = score;
        winner = p;
      }
    }
    return winner;
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
    return "rendezvous(" + numPartitions + ")/" + hasher.fingerprint();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RendezvousPartitioner<?> that
        && numPartitions == that.numPartitions
        && hasher.equals(that.hasher);
  }

  @Override
  public int hashCode() {
    return 31 * numPartitions + hasher.hashCode();
  }

  @Override
  public String toString() {
    return fingerprint();
  }
}
