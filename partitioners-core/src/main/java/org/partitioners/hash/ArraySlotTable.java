package org.partitioners.hash;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;
import org.partitioners.Described;

/** A slot table in an array. Subclasses say which table follows when nodes change. */
abstract class ArraySlotTable<K> implements SlotTable<K>, Described {
  private static final long serialVersionUID = 1;

  final Nodes nodes;
  final double cap;
  final KeyHasher<K> hasher;

  /** This and the owners are null only between deserialization and {@code readResolve()}. */
  final transient SlotRanking ranking;

  private final transient char[] owners;

  /** The table that depends on the nodes alone. */
  ArraySlotTable(Nodes nodes, double cap, KeyHasher<K> hasher) {
    this.nodes = requireNonNull(nodes, "nodes");
    this.cap = SlotShares.checkCap(cap);
    this.hasher = requireNonNull(hasher, "hasher");
    this.ranking = new SlotRanking(nodes);
    this.owners = matched(nodes, cap, ranking);
  }

  /** With this table. */
  ArraySlotTable(Nodes nodes, double cap, KeyHasher<K> hasher, char[] owners) {
    this.nodes = nodes;
    this.cap = cap;
    this.hasher = hasher;
    this.ranking = new SlotRanking(nodes);
    this.owners = owners;
  }

  private static char[] matched(Nodes nodes, double cap, SlotRanking ranking) {
    SlotShares shares = new SlotShares(nodes, cap);
    int nobody = SlotMatching.nobody(nodes.size());
    int[] owners = new int[SLOTS];
    Arrays.fill(owners, nobody);
    int[] surplus = new int[nodes.size() + 1];
    surplus[nobody] = SLOTS;
    new SlotMatching(ranking, shares.weights(), owners).give(shares.capacities(), surplus);
    return chars(owners);
  }

  /** The owner of each slot; not to be changed. */
  final char[] owners() {
    return owners;
  }

  static char[] chars(int[] owners) {
    char[] chars = new char[owners.length];
    for (int slot = 0; slot < owners.length; slot++) {
      chars[slot] = (char) owners[slot];
    }
    return chars;
  }

  @Override
  public final int partitionOf(long hash) {
    return owners[SlotTable.slot(hash)];
  }

  @Override
  public final int owner(int slot) {
    return owners[slot];
  }

  @Override
  public final void preferenceList(long hash, int[] partitions) {
    HashPartitioners.checkIn("replicas", partitions.length, nodes.size());
    partitions[0] = partitionOf(hash);
    ranking.fillBehindFirst(SlotTable.slot(hash), partitions);
  }

  @Override
  public final List<Assignment<HashArc>> regions() {
    return Arcs.joined(SLOTS, slot -> (long) slot << 48, slot -> partitionName(owners[slot]));
  }

  @Override
  public final Nodes nodes() {
    return nodes;
  }

  @Override
  public final double cap() {
    return cap;
  }

  @Override
  public final KeyHasher<K> hasher() {
    return hasher;
  }

  /** With equal parameters and version, two sticky tables may still differ in their history. */
  @Override
  public final boolean equals(Object other) {
    return other instanceof ArraySlotTable<?> that
        && getClass() == that.getClass()
        && version() == that.version()
        && cap == that.cap
        && nodes.equals(that.nodes)
        && hasher.equals(that.hasher)
        && Arrays.equals(owners, that.owners);
  }

  @Override
  public final int hashCode() {
    return 31 * nodes.hashCode() + hasher.hashCode();
  }

  @Override
  public final String toString() {
    return fingerprint();
  }
}
