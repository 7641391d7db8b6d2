package org.partitioners.benchmarks.contenders;

import java.util.Optional;
import java.util.function.LongToIntFunction;
import java.util.function.ToIntFunction;
import org.partitioners.hash.HashPartitioner;
import org.partitioners.hash.KeyHasher;
import org.partitioners.hash.Nodes;

/** One way of placing keys on nodes, under the name it has in the results. */
public interface Contender {

  /** Unique among all. */
  String name();

  /** Where it comes from. */
  Origin origin();

  /** Which node can go. */
  Removal removal();

  /** The nodes with the weights that it is tried with; it takes care of them itself. */
  default Nodes weighted(Nodes nodes) {
    return nodes;
  }

  /** Places hashes of 64 random bits on the nodes; empty if it wants to hash keys itself. */
  Optional<LongToIntFunction> ofHashes(Nodes nodes);

  /** Places keys on the nodes; empty if it does not take such keys. */
  <K> Optional<ToIntFunction<K>> ofKeys(KeyType<K> type, Nodes nodes);

  /** As this library's partitioner; empty if it is none. */
  default <K> Optional<HashPartitioner<K>> partitioner(Nodes nodes, KeyHasher<K> hasher) {
    return Optional.empty();
  }
}
