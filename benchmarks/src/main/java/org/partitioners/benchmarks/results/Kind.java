package org.partitioners.benchmarks.results;

/** What is timed. */
public enum Kind {
  /** Placing random hashes. */
  LOOKUP,
  /** Placing keys: the hash function and the look-up. */
  KEY,
  /** A hash function alone. */
  HASH,
  /** Where a message of a stream goes, its key a fresh string. */
  ROUTING,
  /** Making a partitioner. */
  BUILD
}
