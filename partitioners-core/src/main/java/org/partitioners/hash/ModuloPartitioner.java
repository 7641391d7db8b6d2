package org.partitioners.hash;

import static java.util.Objects.requireNonNull;

import org.partitioners.Described;
import org.partitioners.Description;

/**
 * The unsigned remainder: never negative, unlike {@code %}, and without the bias of a 32-bit fold.
 */
record ModuloPartitioner<K>(int numPartitions, KeyHasher<K> hasher)
    implements HashPartitioner<K>, Described {

  ModuloPartitioner {
    HashPartitioners.checkIn("numPartitions", numPartitions, Integer.MAX_VALUE);
    requireNonNull(hasher, "hasher");
  }

  @Override
  public int partitionOf(long hash) {
    return (int) Long.remainderUnsigned(hash, numPartitions);
  }

  @Override
  public Description description() {
    return DescribedHash.of("modulo", numPartitions, hasher);
  }

  @Override
  public String fingerprint() {
    return "modulo(" + numPartitions + ")/" + hasher.fingerprint();
  }
}
