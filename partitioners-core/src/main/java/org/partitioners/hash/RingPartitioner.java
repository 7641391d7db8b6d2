package org.partitioners.hash;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.partitioners.Described;
import org.partitioners.Description;

/** Consistent hashing: a key belongs to the node whose point is the first at or after its hash. */
final class RingPartitioner<K> implements ArcPartitioner<K>, Described {
  private static final long serialVersionUID = 1;

  private final RingPoints points;
  private final KeyHasher<K> hasher;

  /** Null only between deserialization and {@link #readResolve()}. */
  private final transient Ring ring;

  RingPartitioner(RingPoints points, KeyHasher<K> hasher) {
    this.points = points;
    this.hasher = requireNonNull(hasher, "hasher");
    this.ring = points.ring();
  }

  private Object readResolve() {
    return new RingPartitioner<>(points, hasher);
  }

  @Override
  public int partitionOf(long hash) {
    return ring.owner(hash);
  }

  @Override
  public void preferenceList(long hash, int[] partitions) {
    HashPartitioners.checkIn("replicas", partitions.length, numPartitions());
    ring.owners(hash, partitions);
  }

  @Override
  public List<Assignment<HashArc>> regions() {
    return ring.arcs(nodes());
  }

  @Override
  public Nodes nodes() {
    return points.nodes();
  }

  @Override
  public RingPartitioner<K> withNodes(Nodes nodes) {
    return new RingPartitioner<>(points.withNodes(nodes), hasher);
  }

  @Override
  public KeyHasher<K> hasher() {
    return hasher;
  }

  @Override
  public Description description() {
    return points.description().with("hasher", DescribedHash.of(hasher));
  }

  @Override
  public String fingerprint() {
    return points.fingerprint() + "/" + hasher.fingerprint();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RingPartitioner<?> that
        && points.equals(that.points)
        && hasher.equals(that.hasher);
  }

  @Override
  public int hashCode() {
    return 31 * points.hashCode() + hasher.hashCode();
  }

  @Override
  public String toString() {
    return fingerprint();
  }
}
