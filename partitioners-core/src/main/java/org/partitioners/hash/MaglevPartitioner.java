package org.partitioners.hash;

import java.util.List;
import org.partitioners.Description;

/** Maglev's table, its entries addressed by arcs of equal length. */
final class MaglevPartitioner<K> extends AbstractNodePartitioner<K> implements ArcPartitioner<K> {
  private static final long serialVersionUID = 1;

  /** This and the ranking are null only between deserialization and {@link #readResolve()}. */
  private final transient char[] owners;

  private final transient SlotRanking ranking;

  MaglevPartitioner(Nodes nodes, KeyHasher<K> hasher) {
    super(nodes, hasher);
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
  public Description description() {
    return DescribedHash.of("maglev", nodes, hasher);
  }

  @Override
  public String fingerprint() {
    return "maglev(" + nodes.fingerprint() + ")/" + hasher.fingerprint();
  }
}
