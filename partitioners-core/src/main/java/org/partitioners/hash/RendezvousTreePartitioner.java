package org.partitioners.hash;

import org.partitioners.Description;

/** Rendezvous hashing down a tree. */
final class RendezvousTreePartitioner<K> extends AbstractNodePartitioner<K> {
  private static final long serialVersionUID = 1;

  /** So many nodes are preferred as the tree has it, the others in the order of all nodes. */
  private static final int BY_TREE = 16;

  /** This and the ranking are null only between deserialization and {@link #readResolve()}. */
  private final transient RendezvousTree tree;

  private final transient RendezvousRanking ranking;

  RendezvousTreePartitioner(Nodes nodes, KeyHasher<K> hasher) {
    super(nodes, hasher);
    this.tree = new RendezvousTree(nodes);
    this.ranking = new RendezvousRanking(nodes);
  }

  private Object readResolve() {
    return new RendezvousTreePartitioner<>(nodes, hasher);
  }

  @Override
  public int partitionOf(long hash) {
    return tree.first(hash);
  }

  @Override
  public void preferenceList(long hash, int[] partitions) {
    HashPartitioners.checkIn("replicas", partitions.length, nodes.size());
    int byTree = Math.min(BY_TREE, partitions.length);
    for (int i = 0; i < byTree; i++) {
      partitions[i] = tree.firstWithout(hash, partitions, i);
    }
    ranking.fillBehind(hash, partitions, byTree);
  }

  @Override
  public NodePartitioner<K> withNodes(Nodes newNodes) {
    return new RendezvousTreePartitioner<>(newNodes, hasher);
  }

  @Override
  public Description description() {
    return DescribedHash.of("rendezvous-tree", nodes, hasher);
  }

  @Override
  public String fingerprint() {
    return "rendezvousTree(" + nodes.fingerprint() + ")/" + hasher.fingerprint();
  }
}
