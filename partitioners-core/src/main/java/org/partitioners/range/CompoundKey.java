package org.partitioners.range;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;

/**
 * A key of two parts: the partition key, equal for all that belongs together, and the clustering
 * key, by which that is kept in order. Both parts are needed to name one record: user and time,
 * say.
 *
 * <p>This is the primary key of Cassandra (<a
 * href="https://cassandra.apache.org/doc/latest/cassandra/developing/cql/ddl.html#primary-key">{@code
 * PRIMARY KEY (partition, clustering)}</a>) and of DynamoDB (partition key and sort key).
 *
 * @param <P> the type of partition key
 * @param <C> the type of clustering key
 * @param partition the partition key
 * @param clustering the clustering key
 */
public record CompoundKey<P, C>(P partition, C clustering) {

  /** Checks that both parts are there. */
  public CompoundKey {
    requireNonNull(partition, "partition");
    requireNonNull(clustering, "clustering");
  }

  /**
   * The order in which a partition keeps its records: those of one partition key together, and
   * among them by clustering key. Serializable if the two orders are.
   */
  public static <P, C> CompoundOrder<P, C> order(
      Comparator<? super P> partitions, Comparator<? super C> clusterings) {
    return new CompoundOrder<>(partitions, clusterings);
  }
}
