package org.partitioners.hash;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Lays out the tokens of nodes that all come at once, whatever the order of their list. All arcs of
 * a node are equally long, and together as long as its weight says. Each node has a token in every
 * stretch of the circle, at random within it. Neighbours are exchanged so that the tokens of a node
 * are followed by those of different nodes where possible: these share its load when it goes.
 */
final class TokenLayout {

  /** How far to look for a better neighbour. */
  private static final int WINDOW = 64;

  private final Nodes nodes;
  private final int[] counts;

  /** The owners of all tokens in the order of the circle. */
  private final int[] sequence;

  /** Who follows the tokens placed so far of each node. */
  private final int[][] followers;

  private final int[] placed;

  TokenLayout(Nodes nodes, int perUnitOfWeight) {
    this.nodes = nodes;
    this.counts =
        nodes.list().stream().mapToInt(node -> RingPoints.count(perUnitOfWeight, node)).toArray();
    this.sequence = stratified();
    this.followers = new int[counts.length][];
    this.placed = new int[counts.length];
  }

  /** The numbers of nodes in an order that depends on their names alone. */
  static int[] byName(Nodes nodes) {
    long[] randomBits = nodes.randomBits();
    return IntStream.range(0, nodes.size())
        .boxed()
        .sorted(
            Comparator.<Integer>comparingLong(i -> randomBits[i])
                .thenComparing(i -> nodes.node(i).name()))
        .mapToInt(i -> i)
        .toArray();
  }

  /** Token j of m lies at random in the j-th of m stretches. */
  private int[] stratified() {
    int[] order = byName(nodes);
    long[] randomBits = nodes.randomBits();
    long[] tokens = new long[Arrays.stream(counts).sum()];
    int next = 0;
    for (int rank = 0; rank < order.length; rank++) {
      int node = order[rank];
      for (int j = 0; j < counts[node]; j++) {
        double random = (SplitMix64.output(randomBits[node] + j) >>> 11) * 0x1p-53;
        tokens[next++] = (long) ((j + random) / counts[node] * 0x1p47) << 16 | rank;
      }
    }
    Arrays.sort(tokens);
    return Arrays.stream(tokens).mapToInt(token -> order[(char) token]).toArray();
  }

  /** The places of each node's tokens, ascending. */
  long[][] tokens() {
    for (int k = 1; k < sequence.length; k++) {
      chooseFollower(k);
    }
    double totalWeight = nodes.totalWeight();
    long[][] tokens = new long[counts.length][];
    Arrays.setAll(tokens, node -> new long[counts[node]]);
    int[] filled = new int[counts.length];
    double share = 0;
    long place = -1;
    for (int k = 0; k < sequence.length; k++) {
      int node = sequence[k];
      share += nodes.node(node).weight() / totalWeight / counts[node];
      // Each on a place of its own, however small its arc and those still to come.
      long last = Tokens.PLACES - (sequence.length - k);
      place = Math.min(last, Math.max(place + 1, (long) (share * Tokens.PLACES) - 1));
      tokens[node][filled[node]++] = place;
    }
    return tokens;
  }

  private void chooseFollower(int k) {
    int node = sequence[k - 1];
    int best = k;
    int fewest = Integer.MAX_VALUE;
    for (int i = k; i < sequence.length && i < k + WINDOW && fewest > 0; i++) {
      int uses = sequence[i] == node ? WINDOW + 1 : uses(node, sequence[i]);
      if (uses < fewest) {
        fewest = uses;
        best = i;
      }
    }
    int follower = sequence[best];
    sequence[best] = sequence[k];
    sequence[k] = follower;
    if (followers[node] == null) {
      followers[node] = new int[Math.min(WINDOW, counts[node])];
    }
    followers[node][placed[node]++ % WINDOW] = follower;
  }

  /** How often a node has been followed by another: of late, for one of very many tokens. */
  private int uses(int node, int follower) {
    int uses = 0;
    for (int i = Math.min(placed[node], WINDOW) - 1; i >= 0; i--) {
      if (followers[node][i] == follower) {
        uses++;
      }
    }
    return uses;
  }
}
