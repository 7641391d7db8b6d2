package org.partitioners.hash;

import static java.util.Objects.requireNonNull;

import com.dynatrace.hash4j.hashing.Hashing;
import java.util.Arrays;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.partitioners.Description;

/**
 * Points that are chosen so that nodes own the circle in proportion to their weights, and kept as
 * long as their node stays: so they depend on the nodes that have come and gone.
 */
final class Tokens implements RingPoints {
  private static final long serialVersionUID = 1;

  /** The circle of tokens leaves out the last place of a ring, where no point may be. */
  static final long PLACES = Ring.PLACES - 1;

  private static final String PARAMETER = "tokensPerNode";

  private final Nodes nodes;
  private final int perUnitOfWeight;

  /** The places of each node's tokens, ascending; no two are equal. */
  private final long[][] tokens;

  private Tokens(Nodes nodes, int perUnitOfWeight, long[][] tokens) {
    this.nodes = nodes;
    this.perUnitOfWeight = perUnitOfWeight;
    this.tokens = tokens;
  }

  /** Tokens for nodes that all come at once: exactly in proportion. */
  static Tokens of(Nodes nodes, int perUnitOfWeight) {
    requireNonNull(nodes, "nodes");
    HashPartitioners.checkIn(PARAMETER, perUnitOfWeight, HashPartitioners.MAX_VIRTUAL_NODES);
    RingPoints.total(PARAMETER, perUnitOfWeight, nodes);
    return new Tokens(nodes, perUnitOfWeight, new TokenLayout(nodes, perUnitOfWeight).tokens());
  }

  /** As it was {@linkplain #description() described}. */
  static Tokens restored(Nodes nodes, Description description) {
    int perUnitOfWeight = description.integer("tokensPerNode");
    long[][] tokens = description.wholeLists("tokens");
    HashPartitioners.checkIn(PARAMETER, perUnitOfWeight, HashPartitioners.MAX_VIRTUAL_NODES);
    long[] all = Arrays.stream(tokens).flatMapToLong(Arrays::stream).sorted().distinct().toArray();
    boolean ascending =
        Arrays.stream(tokens)
            .allMatch(
                own ->
                    own.length > 0
                        && Arrays.equals(own, Arrays.stream(own).sorted().distinct().toArray()));
    if (tokens.length != nodes.size()
        || !ascending
        || all.length != Arrays.stream(tokens).mapToInt(own -> own.length).sum()
        || all.length > HashPartitioners.MAX_RING_POINTS
        || all[0] < 0
        || all[all.length - 1] >= PLACES) {
      throw new IllegalArgumentException(
          "tokens: not in [0.."
              + PLACES
              + "), ascending for each of "
              + nodes.size()
              + " nodes and all different");
    }
    return new Tokens(nodes, perUnitOfWeight, tokens);
  }

  /** The places of a node's tokens, ascending; not to be written to. */
  long[] tokens(int node) {
    return tokens[node];
  }

  @Override
  public Nodes nodes() {
    return nodes;
  }

  @Override
  public Ring ring() {
    var ring = new Ring.Builder(nodes, Arrays.stream(tokens).mapToInt(own -> own.length).sum());
    for (int node = 0; node < tokens.length; node++) {
      for (long place : tokens[node]) {
        ring.add(place, node);
      }
    }
    return ring.build();
  }

  @Override
  public Tokens withNodes(Nodes others) {
    RingPoints.total(PARAMETER, perUnitOfWeight, requireNonNull(others, "nodes"));
    if (Collections.disjoint(names(nodes), names(others))) {
      return of(others, perUnitOfWeight);
    }
    return new Tokens(
        others, perUnitOfWeight, new TokenChange(this, others, perUnitOfWeight).tokens());
  }

  private static Set<String> names(Nodes nodes) {
    return nodes.list().stream().map(Node::name).collect(Collectors.toSet());
  }

  /** All tokens: which there are depends on the nodes that have come and gone. */
  @Override
  public Description description() {
    return Description.of("balanced-ring")
        .with("nodes", nodes.description())
        .with("tokensPerNode", perUnitOfWeight)
        .with(
            "tokens",
            Arrays.stream(tokens).map(own -> Arrays.stream(own).boxed().toList()).toList());
  }

  @Override
  public String fingerprint() {
    var checksum = Hashing.xxh3_64().hashStream();
    for (long[] own : tokens) {
      checksum.putLongArray(own);
    }
    return String.format(
        Locale.ROOT,
        "balancedRing(%s, %d, tokens#%016x)",
        nodes.fingerprint(),
        perUnitOfWeight,
        checksum.getAsLong());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tokens that
        && nodes.equals(that.nodes)
        && perUnitOfWeight == that.perUnitOfWeight
        && Arrays.deepEquals(tokens, that.tokens);
  }

  @Override
  public int hashCode() {
    return 31 * nodes.hashCode() + Arrays.deepHashCode(tokens);
  }
}
