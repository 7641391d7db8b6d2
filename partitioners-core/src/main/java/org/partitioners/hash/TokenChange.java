package org.partitioners.hash;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Turns the tokens of some nodes into those of others. Tokens of nodes that stay as they are stay
 * in place and those of nodes that go are dropped. Then nodes of another weight adjust their own,
 * and nodes that come get theirs: one after the other, in an order that depends on names alone.
 *
 * <p>A node that comes splits arcs of as many others as it has tokens: those with the highest loads
 * (places owned by weight), which it brings down to one level.
 */
final class TokenChange {

  /** A token and how many places it takes. */
  private record Arc(long token, long places) {}

  /**
   * A node and those of its arcs that are to be split.
   *
   * @param places what the arcs take together
   */
  private record Donor(int node, List<Arc> arcs, double places) {

    double gives(double excess) {
      return Math.max(0, Math.min(excess, MOST_OF_AN_ARC * places));
    }
  }

  /** A token that may be dropped, and what load the node that follows has then. */
  private record Drop(long token, double load) implements Comparable<Drop> {

    @Override
    public int compareTo(Drop other) {
      int byLoad = Double.compare(load, other.load);
      return byLoad != 0 ? byLoad : Long.compare(token, other.token);
    }
  }

  /** The most of an arc that is taken from its owner. */
  private static final double MOST_OF_AN_ARC = 0.99;

  private final Nodes nodes;
  private final int perUnitOfWeight;
  private final NavigableMap<Long, Integer> owners = new TreeMap<>();
  private final List<NavigableSet<Long>> tokens = new ArrayList<>();

  /** How many places each node owns. */
  private final long[] owned;

  /** The weight of all nodes that have tokens. */
  private double totalWeight;

  /** All nodes that have tokens, the highest load first. */
  private final PriorityQueue<Integer> byLoad;

  TokenChange(Tokens before, Nodes nodes, int perUnitOfWeight) {
    this.nodes = nodes;
    this.perUnitOfWeight = perUnitOfWeight;
    this.owned = new long[nodes.size()];
    int[] order = TokenLayout.byName(nodes);
    int[] rank = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      rank[order[i]] = i;
      tokens.add(new TreeSet<>());
    }
    this.byLoad =
        new PriorityQueue<>(
            Comparator.<Integer>comparingDouble(node -> -load(node))
                .thenComparingInt(node -> rank[node]));
    changeAll(before, order);
  }

  private void changeAll(Tokens before, int[] order) {
    Map<String, Integer> numbersBefore = new HashMap<>();
    for (int old = 0; old < before.nodes().size(); old++) {
      numbersBefore.put(before.nodes().node(old).name(), old);
    }
    List<Integer> staying = new ArrayList<>();
    List<Integer> reweighted = new ArrayList<>();
    List<Integer> coming = new ArrayList<>();
    for (int node : order) {
      Integer old = numbersBefore.get(nodes.node(node).name());
      if (old == null) {
        coming.add(node);
        continue;
      }
      staying.add(node);
      for (long token : before.tokens(old)) {
        put(token, node);
      }
      totalWeight += weight(node);
      if (before.nodes().node(old).weight() != weight(node)) {
        reweighted.add(node);
      }
    }
    owners.forEach((token, node) -> owned[node] += arc(token));
    for (int node : reweighted) {
      byLoad.clear();
      staying.stream().filter(other -> other != node).forEach(byLoad::add);
      adjust(node);
    }
    byLoad.clear();
    byLoad.addAll(staying);
    for (int node : coming) {
      totalWeight += weight(node);
      take(node, fairShare(node), count(node));
      byLoad.add(node);
    }
  }

  /** The tokens of each node, ascending. */
  long[][] tokens() {
    return tokens.stream()
        .map(own -> own.stream().mapToLong(token -> token).toArray())
        .toArray(long[][]::new);
  }

  private void adjust(int node) {
    double fair = fairShare(node);
    int missing = count(node) - tokens.get(node).size();
    if (owned[node] > fair) {
      give(node, fair);
    } else if (missing > 0) {
      take(node, fair - owned[node], missing);
    } else {
      moveOnwards(node, fair - owned[node]);
    }
  }

  /**
   * Drops what tokens are too many, those first that leave the lowest loads to who follows, and
   * moves the others back.
   */
  private void give(int node, double fair) {
    NavigableSet<Long> own = tokens.get(node);
    PriorityQueue<Drop> drops = new PriorityQueue<>();
    own.forEach(token -> drops.add(new Drop(token, loadWhenDropped(token))));
    while (own.size() > count(node) && !drops.isEmpty()) {
      Drop drop = drops.remove();
      double load = loadWhenDropped(drop.token);
      if (load > drop.load) {
        drops.add(new Drop(drop.token, load));
        continue;
      }
      long places = arc(drop.token);
      if (owned[node] - places >= fair) {
        transfer(places, node, owner(next(drop.token)));
        owners.remove(drop.token);
        own.remove(drop.token);
      }
    }
    double factor = fair / owned[node];
    for (long token : List.copyOf(own)) {
      move(token, -(long) (arc(token) * (1 - factor)));
    }
  }

  private double loadWhenDropped(long token) {
    int follower = owner(next(token));
    return (owned[follower] + arc(token)) / weight(follower);
  }

  /** Moves a node's tokens into the arcs that follow. */
  private void moveOnwards(int node, double places) {
    List<Long> movable =
        tokens.get(node).stream().filter(token -> owner(next(token)) != node).toList();
    double following = 0;
    for (long token : movable) {
      following += arc(next(token));
    }
    double factor = Math.min(MOST_OF_AN_ARC, places / following);
    for (long token : movable) {
      move(token, (long) (arc(next(token)) * factor));
    }
  }

  /** Moves a token by less than the arc on that side. */
  private void move(long token, long distance) {
    if (distance != 0) {
      int node = owner(token);
      transfer(-distance, node, owner(next(token)));
      owners.remove(token);
      tokens.get(node).remove(token);
      put(Math.floorMod(token + distance, Tokens.PLACES), node);
    }
  }

  /**
   * Gives a node a number of tokens with so many places in all, or what the arcs they split can
   * give. First come the donors: as many as there are tokens, or enough to give it all.
   */
  private void take(int node, double places, int count) {
    List<Integer> donors = new ArrayList<>();
    List<Integer> passedOver = new ArrayList<>();
    double level = 0;
    double ownedByDonors = 0;
    double weightOfDonors = 0;
    while (donors.size() < count && !byLoad.isEmpty() && load(byLoad.element()) > level) {
      int donor = byLoad.remove();
      if (owned[donor] < 2L * tokens.get(donor).size()) {
        passedOver.add(donor);
        continue;
      }
      donors.add(donor);
      ownedByDonors += owned[donor];
      weightOfDonors += weight(donor);
      level = (ownedByDonors - places) / weightOfDonors;
    }
    double commonLevel = level;
    List<Donor> giving = donors(donors, count, donor -> excess(donor, commonLevel) / places);
    double lowestLevel = lowestLevel(giving, places);
    for (Donor donor : giving) {
      split(donor, donor.gives(excess(donor.node, lowestLevel)), node);
    }
    byLoad.addAll(donors);
    byLoad.addAll(passedOver);
  }

  /** Has one arc of each donor split, and more of those that are to give more. */
  private List<Donor> donors(List<Integer> nodes, int count, ToDoubleFunction<Integer> share) {
    int spare = count - nodes.size();
    int[] splits =
        nodes.stream().mapToInt(node -> (int) (spare * share.applyAsDouble(node))).toArray();
    int left = spare - Arrays.stream(splits).sum();
    List<Donor> donors = new ArrayList<>();
    for (int i = 0; i < splits.length; i++) {
      // What rounding down has left goes to the first, which have the highest loads.
      int more = (left + splits.length - 1 - i) / splits.length;
      donors.add(donor(nodes.get(i), 1 + splits[i] + more));
    }
    return donors;
  }

  private Donor donor(int node, int splits) {
    List<Arc> arcs =
        arcs(node)
            .filter(arc -> arc.places > 1)
            .sorted(Comparator.comparingLong(Arc::places).reversed().thenComparing(Arc::token))
            .limit(splits)
            .toList();
    return new Donor(node, arcs, arcs.stream().mapToLong(Arc::places).sum());
  }

  private Stream<Arc> arcs(int node) {
    return tokens.get(node).stream().map(token -> new Arc(token, arc(token)));
  }

  /** What a node owns above a level of load. */
  private double excess(int node, double level) {
    return owned[node] - level * weight(node);
  }

  /** The level to which donors must come down to give so many places together; by bisection. */
  private double lowestLevel(List<Donor> donors, double places) {
    double low = 0;
    double high = Tokens.PLACES / totalWeight;
    for (Donor donor : donors) {
      high = Math.max(high, load(donor.node));
    }
    for (int step = 0; step < Long.SIZE; step++) {
      double level = (low + high) / 2;
      double given = 0;
      for (Donor donor : donors) {
        given += donor.gives(excess(donor.node, level));
      }
      if (given < places) {
        high = level;
      } else {
        low = level;
      }
    }
    return high;
  }

  private void split(Donor donor, double places, int node) {
    double factor = places / donor.places;
    for (Arc arc : donor.arcs) {
      long taken = Math.max(1, (long) (arc.places * factor));
      put(Math.floorMod(arc.token - arc.places + taken, Tokens.PLACES), node);
      transfer(taken, donor.node, node);
    }
  }

  private void put(long token, int node) {
    owners.put(token, node);
    tokens.get(node).add(token);
  }

  private void transfer(long places, int from, int to) {
    owned[from] -= places;
    owned[to] += places;
  }

  private int owner(long token) {
    return owners.getOrDefault(token, -1);
  }

  private long next(long token) {
    Long higher = owners.higherKey(token);
    return higher != null ? higher : owners.firstKey();
  }

  /** How many places a token takes. */
  private long arc(long token) {
    Long lower = owners.lowerKey(token);
    return lower != null ? token - lower : token - owners.lastKey() + Tokens.PLACES;
  }

  private double weight(int node) {
    return nodes.node(node).weight();
  }

  private int count(int node) {
    return RingPoints.count(perUnitOfWeight, nodes.node(node));
  }

  private double load(int node) {
    return owned[node] / weight(node);
  }

  private double fairShare(int node) {
    return Tokens.PLACES / totalWeight * weight(node);
  }
}
