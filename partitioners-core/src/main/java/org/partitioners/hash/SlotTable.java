package org.partitioners.hash;

/**
 * Places keys on nodes by a table of 65536 slots: the hash's 16 leading bits are its slot, and the
 * table says which node the slot belongs to. No node owns more slots than the {@linkplain #cap()
 * cap} allows.
 *
 * <p>A look-up is one read of a table of 128 KB, whatever the number of nodes. Besides the table,
 * 36 bytes are kept for each node. Immutable and thread-safe.
 *
 * @param <K> the type of key
 */
public interface SlotTable<K> extends ArcPartitioner<K> {

  /** The number of slots. */
  int SLOTS = 1 << 16;

  /** How far a node may be above its fair share unless said otherwise. */
  double DEFAULT_CAP = 1.02;

  /** The largest cap: it allows every node every slot. */
  double MAX_CAP = SLOTS;

  /** The slot of a hash, in [0..{@link #SLOTS}): its 16 leading bits. */
  static int slot(long hash) {
    return (int) (hash >>> 48);
  }

  /**
   * The partition that owns a slot.
   *
   * @throws IndexOutOfBoundsException if there is no such slot
   */
  int owner(int slot);

  /**
   * How far a node may be above its fair share of slots, in [1..65536]. The fair share s is
   * proportional to the node's weight, and no node owns more than c·s slots; only where not even s,
   * rounded up, were allowed by that, it may own as many as s rounded up. At 64 nodes of equal
   * weight and c = 1.02 that is 1044 slots, 1.0195 times the mean.
   */
  double cap();

  /**
   * How many changes lie between this table and the one it started from: 0 at first, and always 0
   * where a table depends on its nodes alone.
   */
  int version();

  @Override
  SlotTable<K> withNodes(Nodes nodes);

  @Override
  default SlotTable<K> with(Node node) {
    return withNodes(nodes().with(node));
  }

  @Override
  default SlotTable<K> without(String name) {
    return withNodes(nodes().without(name));
  }

  /**
   * {@inheritDoc}
   *
   * <p>Here: the owner of the hash's slot, then the others in the slot's order of rendezvous, which
   * depends on names and weights alone. Time linear in the number of nodes. Only the first place is
   * capped: of 64 nodes, three replicas of every slot make the fullest node 1.025 times as full as
   * the mean. When a node goes, 99 % of its slots fall to their second place at a cap of 1.02, and
   * 96 % at a cap of 1; the rest had a second place that is at its cap.
   */
  @Override
  void preferenceList(long hash, int[] partitions);
}
