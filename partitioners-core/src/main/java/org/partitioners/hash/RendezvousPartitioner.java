package org.partitioners.hash;

import static java.util.Objects.requireNonNull;

/** Rendezvous hashing: a key belongs to the node that it ranks first of all. */
final class RendezvousPartitioner<K> implements NodePartitioner<K> {
  private static final long serialVersionUID = 1;

  private final Nodes nodes;
  private final KeyHasher<K> hasher;

  /** Null only between deserialization and {@link #readResolve()}. */
  private final transient RendezvousRanking ranking;

  RendezvousPartitioner(Nodes nodes, KeyHasher<K> hasher) {
    this.nodes = requireNonNull(nodes, "nodes");
    this.hasher = requireNonNull(hasher, "hasher");
    this.ranking = new RendezvousRanking(nodes);
  }

  private Object readResolve() {
    return new RendezvousPartitioner<>(nodes, hasher);
  }

  @Override
  public int partitionOf(long hash) {
    return ranking.first(hash);
  }

  @Override
  public void preferenceList(long hash, int[] partitions) {
    HashPartitioners.checkIn("replicas", partitions.length, nodes.size());
    ranking.fillBehind(hash, partitions, 0);
  }

  @Override
  public NodePartitioner<K> withNodes(Nodes newNodes) {
    return new RendezvousPartitioner<>(newNodes, hasher);
  }

  @Override
  public Nodes nodes() {
    return nodes;
  }

  @Override
  public KeyHasher<K> hasher() {
    return hasher;
  }

  @Override
  public String fingerprint() {
    return "rendezvous(" + nodes.fingerprint() + ")/" + hasher.fingerprint();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RendezvousPartitioner<?> that
        && nodes.equals(that.nodes)
        && hasher.equals(that.hasher);
  }

  @Override
  public int hashCode() {
    return 31 * nodes.hashCode() + hasher.hashCode();
  }

  @Override
  public String toString() {
    return fingerprint();
  }
}
