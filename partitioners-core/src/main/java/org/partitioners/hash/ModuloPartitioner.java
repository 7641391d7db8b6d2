package org.partitioners.hash;

import static java.util.Objects.requireNonNull;

/**
 * The unsigned remainder: never negative, unlike {@code %}, and without the bias of a 32-bit fold.
 */
record ModuloPartitioner<K>(int numPartitions, KeyHasher<K> hasher) implements HashPartitioner<K> {

  ModuloPartitioner {
    HashPartitioners.checkIn("numPartitions", numPartitions, Integer.MAX_VALUE);
    requireNonNull(hasher, "hasher");
  }

  @Override
  public int partitionOf(long hash) {
    return (int) Long.remainderUnsigned(hash, numPartitions);
  }

  @Override
  public String fingerprint() {
    return "modulo(" + numPartitions + ")/" + hasher.fingerprint();
  }
}
