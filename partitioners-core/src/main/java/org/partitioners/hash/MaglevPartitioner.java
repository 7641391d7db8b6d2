package org.partitioners.hash;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** Maglev's table, its entries addressed by arcs of equal length. */
final class MaglevPartitioner<K> implements ArcPartitioner<K> {
  private static final long serialVersionUID = 1;

  private final Nodes nodes;
  private final KeyHasher<K> hasher;

  /** This and the ranking are null only between deserialization and {@link #readResolve()}. */
  private final transient char[] owners;

  private final transient SlotRanking ranking;

  MaglevPartitioner(Nodes nodes, KeyHasher<K> hasher) {
    this.nodes = requireNonNull(nodes, "nodes");
    this.hasher = requireNonNull(hasher, "hasher");
    this.owners = MaglevTable.owners(nodes);
    this.ranking = new SlotRanking(nodes);
  }

  private Object readResolve() {
    return new MaglevPartitioner<>(nodes, hasher);
  }

  @Override
  public int partitionOf(long hash) {
    return owners[(int) (((hash >>> 32) * owners.length) >>> 32)];
  }

  /** The least hash of an entry: the least 32 bits whose product reaches it. */
  private long first(int entry) {
    return ((((long) entry << 32) + owners.length - 1) / owners.length) << 32;
  }

  @Override
  public void preferenceList(long hash, int[] partitions) {
    HashPartitioners.checkIn("replicas", partitions.length, nodes.size());
    partitions[0] = partitionOf(hash);
    ranking.fillBehindFirst(SlotTable.slot(hash), partitions);
  }

  @Override
  public List<Assignment<HashArc>> regions() {
    return Arcs.joined(owners.length, this::first, entry -> partitionName(owners[entry]));
  }

  @Override
  public ArcPartitioner<K> withNodes(Nodes newNodes) {
    return new MaglevPartitioner<>(newNodes, hasher);
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
    return "maglev(" + nodes.fingerprint() + ")/" + hasher.fingerprint();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MaglevPartitioner<?> that
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
