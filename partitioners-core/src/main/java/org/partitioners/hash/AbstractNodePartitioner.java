package org.partitioners.hash;

import static java.util.Objects.requireNonNull;

import org.partitioners.Described;

/** What partitioners have in common that nodes and hasher decide: those, and equality by them. */
abstract class AbstractNodePartitioner<K> implements NodePartitioner<K>, Described {
  private static final long serialVersionUID = 1;

  final Nodes nodes;
  final KeyHasher<K> hasher;

  AbstractNodePartitioner(Nodes nodes, KeyHasher<K> hasher) {
    this.nodes = requireNonNull(nodes, "nodes");
    this.hasher = requireNonNull(hasher, "hasher");
  }

  @Override
  public final Nodes nodes() {
    return nodes;
  }

  @Override
  public final KeyHasher<K> hasher() {
    return hasher;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AbstractNodePartitioner<?> that
        && getClass() == that.getClass()
        && nodes.equals(that.nodes)
        && hasher.equals(that.hasher);
  }

  @Override
  public int hashCode() {
    return 31 * nodes.hashCode() + hasher.hashCode();
  }

  @Override
  public final String toString() {
    return fingerprint();
  }
}
