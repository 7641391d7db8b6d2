package org.partitioners.hash;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import org.partitioners.Description;

/** MementoHash over named nodes. */
final class MementoPartitioner<K> extends AbstractNodePartitioner<K> {
  private static final long serialVersionUID = 1;

  /** So many nodes are preferred as the buckets have it, the others by rendezvous. */
  private static final int BY_BUCKET = 16;

  private static final int[] NONE = {};

  private final Memento memento;

  /** Null only between deserialization and {@link #readResolve()}. */
  private final transient RendezvousRanking ranking;

  MementoPartitioner(Nodes nodes, KeyHasher<K> hasher) {
    this(requireEvenWeights(nodes), Memento.of(nodes.size()), hasher);
  }

  private MementoPartitioner(Nodes nodes, Memento memento, KeyHasher<K> hasher) {
    super(nodes, hasher);
    this.memento = memento;
    this.ranking = new RendezvousRanking(nodes);
  }

  /** As it was described. */
  static <K> MementoPartitioner<K> restored(
      Nodes nodes, Description description, KeyHasher<K> hasher) {
    return new MementoPartitioner<>(
        requireEvenWeights(nodes), Memento.restored(nodes.size(), description), hasher);
  }

  private static Nodes requireEvenWeights(Nodes nodes) {
    Node first = requireNonNull(nodes, "nodes").node(0);
    for (Node node : nodes.list()) {
      if (node.weight() != first.weight()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "nodes: weights differ (%s has %s, %s has %s); give all the same, or take"
                    + " rendezvous or slots",
                first.name(),
                first.weight(),
                node.name(),
                node.weight()));
      }
    }
    return nodes;
  }

  private Object readResolve() {
    return new MementoPartitioner<>(nodes, memento, hasher);
  }

  @Override
  public int partitionOf(long hash) {
    return memento.node(hash, NONE, 0);
  }

  @Override
  public void preferenceList(long hash, int[] partitions) {
    HashPartitioners.checkIn("replicas", partitions.length, nodes.size());
    int byBucket = Math.min(BY_BUCKET, partitions.length);
    for (int i = 0; i < byBucket; i++) {
      partitions[i] = memento.node(hash, partitions, i);
    }
    ranking.fillBehind(hash, partitions, byBucket);
  }

  @Override
  public NodePartitioner<K> withNodes(Nodes newNodes) {
    return new MementoPartitioner<>(
        newNodes, memento.with(nodes, requireEvenWeights(newNodes)), hasher);
  }

  @Override
  public Description description() {
    return memento.describedIn(DescribedHash.of("memento", nodes, hasher));
  }

  @Override
  public String fingerprint() {
    return String.format(
        Locale.ROOT,
        "memento(%s, buckets#%016x)/%s",
        nodes.fingerprint(),
        memento.checksum(),
        hasher.fingerprint());
  }

  @Override
  public boolean equals(Object other) {
    return super.equals(other) && memento.equals(((MementoPartitioner<?>) other).memento);
  }

  @Override
  public int hashCode() {
    return 31 * super.hashCode() + memento.hashCode();
  }
}
