package org.partitioners.range;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.Comparator;

/**
 * The order in which a partition keeps compound keys: those of one partition key together, and
 * among them by clustering key. Serializable if the two orders are; equal if they are.
 *
 * @param <P> the type of partition key
 * @param <C> the type of clustering key
 * @param partitions the order of partition keys
 * @param clusterings the order of clustering keys
 */
@SuppressWarnings("serial") // as its parts are
public record CompoundOrder<P, C>(
    Comparator<? super P> partitions, Comparator<? super C> clusterings)
    implements Comparator<CompoundKey<P, C>>, Serializable {

  /** Checks that both parts are there. */
  public CompoundOrder {
    requireNonNull(partitions, "partitions");
    requireNonNull(clusterings, "clusterings");
  }

  @Override
  public int compare(CompoundKey<P, C> a, CompoundKey<P, C> b) {
    int byPartition = partitions.compare(a.partition(), b.partition());
    return byPartition != 0 ? byPartition : clusterings.compare(a.clustering(), b.clustering());
  }
}
