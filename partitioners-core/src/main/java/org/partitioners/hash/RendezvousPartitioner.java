package org.partitioners.hash;

import org.partitioners.Description;

/** Rendezvous hashing: a key belongs to the node that it ranks first of all. */
final class RendezvousPartitioner<K> extends AbstractNodePartitioner<K> {
  private static final long serialVersionUID = 1;

  /** Null only between deserialization and {@link #readResolve()}. */
  private final transient RendezvousRanking ranking;

  RendezvousPartitioner(Nodes nodes, KeyHasher<K> hasher) {
    super(nodes, hasher);
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
  public Description description() {
    return DescribedHash.of("rendezvous", nodes, hasher);
  }

  @Override
  public String fingerprint() {
    return "rendezvous(" + nodes.fingerprint() + ")/" + hasher.fingerprint();
  }
}
