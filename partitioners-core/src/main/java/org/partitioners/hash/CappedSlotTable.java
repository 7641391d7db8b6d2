package org.partitioners.hash;

import org.partitioners.Description;

/** The slot table that depends on its nodes alone. */
final class CappedSlotTable<K> extends ArraySlotTable<K> {
  private static final long serialVersionUID = 1;

  CappedSlotTable(Nodes nodes, double cap, KeyHasher<K> hasher) {
    super(nodes, cap, hasher);
  }

  private Object readResolve() {
    return new CappedSlotTable<>(nodes, cap, hasher);
  }

  @Override
  public SlotTable<K> withNodes(Nodes newNodes) {
    return new CappedSlotTable<>(newNodes, cap, hasher);
  }

  @Override
  public int version() {
    return 0;
  }

  @Override
  public Description description() {
    return DescribedHash.of("slots", nodes, hasher).with("cap", cap);
  }

  @Override
  public String fingerprint() {
    return "slots(" + nodes.fingerprint() + ", cap " + cap + ")/" + hasher.fingerprint();
  }
}
