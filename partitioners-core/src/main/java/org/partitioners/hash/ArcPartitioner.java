package org.partitioners.hash;

import org.partitioners.RegionPartitioner;

/**
 * Places keys on nodes by dividing the hash space into arcs, so that {@link
 * org.partitioners.PartitionChange#between(RegionPartitioner, RegionPartitioner)} lists the arcs
 * that move between two of them with one hasher: what has to be transferred when nodes change.
 *
 * @param <K> the type of key
 */
public interface ArcPartitioner<K> extends NodePartitioner<K>, RegionPartitioner<K, HashArc> {

  @Override
  ArcPartitioner<K> withNodes(Nodes nodes);

  @Override
  default ArcPartitioner<K> with(Node node) {
    return withNodes(nodes().with(node));
  }

  @Override
  default ArcPartitioner<K> without(String name) {
    return withNodes(nodes().without(name));
  }

  /** The hash function's fingerprint. */
  @Override
  default String space() {
    return hasher().fingerprint();
  }
}
