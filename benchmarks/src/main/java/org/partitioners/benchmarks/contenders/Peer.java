package org.partitioners.benchmarks.contenders;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongToIntFunction;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.partitioners.hash.Nodes;

/** Whatever this library is compared with: it takes what it has been given a way to place. */
final class Peer implements Contender {
  private final String name;
  private final Origin origin;
  private final Removal removal;
  private final UnaryOperator<Nodes> weights;
  private final @Nullable Function<Nodes, LongToIntFunction> hashes;
  private final Map<KeyType<?>, Function<Nodes, ?>> keys;

  private Peer(
      String name,
      Origin origin,
      Removal removal,
      UnaryOperator<Nodes> weights,
      @Nullable Function<Nodes, LongToIntFunction> hashes,
      Map<KeyType<?>, Function<Nodes, ?>> keys) {
    this.name = name;
    this.origin = origin;
    this.removal = removal;
    this.weights = weights;
    this.hashes = hashes;
    this.keys = Map.copyOf(keys);
  }

  /** Of another library; takes nothing yet. */
  static Peer library(String name, Removal removal) {
    return new Peer(name, Origin.LIBRARY, removal, UnaryOperator.identity(), null, Map.of());
  }

  /** Of textbooks; takes nothing yet. */
  static Peer textbook(String name) {
    return new Peer(name, Origin.TEXTBOOK, Removal.ANY, UnaryOperator.identity(), null, Map.of());
  }

  /** Is tried with different weights. */
  Peer weighted() {
    return new Peer(name, origin, removal, Weights::varied, hashes, keys);
  }

  /** Takes hashes. */
  Peer hashes(Function<Nodes, LongToIntFunction> made) {
    return new Peer(name, origin, removal, weights, made, keys);
  }

  /** Takes keys of a type. */
  <K> Peer keys(KeyType<K> type, Function<Nodes, ToIntFunction<K>> made) {
    Map<KeyType<?>, Function<Nodes, ?>> more = new HashMap<>(keys);
    more.put(type, made);
    return new Peer(name, origin, removal, weights, hashes, more);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Origin origin() {
    return origin;
  }

  @Override
  public Removal removal() {
    return removal;
  }

  @Override
  public Nodes weighted(Nodes nodes) {
    return weights.apply(nodes);
  }

  @Override
  public Optional<LongToIntFunction> ofHashes(Nodes nodes) {
    return Optional.ofNullable(hashes).map(made -> made.apply(weighted(nodes)));
  }

  /** The only way in, {@link #keys}, sees to it that type and function match. */
  @Override
  @SuppressWarnings("unchecked")
  public <K> Optional<ToIntFunction<K>> ofKeys(KeyType<K> type, Nodes nodes) {
    return Optional.ofNullable(keys.get(type))
        .map(made -> (ToIntFunction<K>) made.apply(weighted(nodes)));
  }

  @Override
  public String toString() {
    return name;
  }
}
