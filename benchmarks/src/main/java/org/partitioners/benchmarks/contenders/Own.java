package org.partitioners.benchmarks.contenders;

import java.util.Optional;
import java.util.function.LongToIntFunction;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import org.partitioners.hash.HashPartitioner;
import org.partitioners.hash.KeyHasher;
import org.partitioners.hash.Nodes;

/** A partitioner of this library. */
record Own(String name, Removal removal, UnaryOperator<Nodes> weights, Factory factory)
    implements Contender {

  /** Makes the partitioner over named nodes. */
  interface Factory {
    <K> HashPartitioner<K> over(Nodes nodes, KeyHasher<K> hasher);
  }

  /** Makes the partitioner over a number of nodes. */
  interface NumberedFactory {
    <K> HashPartitioner<K> over(int numPartitions, KeyHasher<K> hasher);
  }

  /** Over nodes with names, any of which can go. */
  static Contender named(String name, Factory factory) {
    return new Own(name, Removal.ANY, UnaryOperator.identity(), factory);
  }

  /** Over nodes without names, of which the last can go. */
  static Contender numbered(String name, NumberedFactory factory) {
    return new Own(
        name,
        Removal.LAST,
        UnaryOperator.identity(),
        new Factory() {
          @Override
          public <K> HashPartitioner<K> over(Nodes nodes, KeyHasher<K> hasher) {
            return factory.over(nodes.size(), hasher);
          }
        });
  }

  /** Over named nodes of different weights. */
  static Contender weighted(String name, Factory factory) {
    return new Own(name, Removal.ANY, Weights::varied, factory);
  }

  @Override
  public Origin origin() {
    return Origin.OURS;
  }

  @Override
  public Nodes weighted(Nodes nodes) {
    return weights.apply(nodes);
  }

  @Override
  public Optional<LongToIntFunction> ofHashes(Nodes nodes) {
    return Optional.of(factory.over(weighted(nodes), KeyType.LONGS.hasher())::partitionOf);
  }

  @Override
  public <K> Optional<ToIntFunction<K>> ofKeys(KeyType<K> type, Nodes nodes) {
    return Optional.of(factory.over(weighted(nodes), type.hasher())::partition);
  }

  @Override
  public <K> Optional<HashPartitioner<K>> partitioner(Nodes nodes, KeyHasher<K> hasher) {
    return Optional.of(factory.over(weighted(nodes), hasher));
  }
}
